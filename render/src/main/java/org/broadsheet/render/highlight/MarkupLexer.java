package org.broadsheet.render.highlight;

import java.util.Map;

/** Reads tags, and what is of another language between them: scripts, styles, and what templates put between their marks. */
final class MarkupLexer implements Lexer {
    /** No name of a character is longer. */
    private static final int LONGEST_ENTITY = 34;

    private final Map<String, Lexer> within;
    private final Map<String, Lexer> marks;

    /**
     * @param within of elements, by their names
     * @param marks of what stands between marks, by the first of them
     */
    MarkupLexer(Map<String, Lexer> within, Map<String, Lexer> marks) {
        this.within = within;
        this.marks = marks;
    }

    @Override
    public void read(String code, int from, int to, Tokens out) {
        int at = from;
        while (at < to) {
            int end = marked(code, at, to, out);
            if (end == at) {
                end = switch (code.charAt(at)) {
                    case '<' -> tag(code, at, to, out);
                    case '&' -> entity(code, at, to, out);
                    default -> at + 1;
                };
            }
            at = end;
        }
    }

    private int marked(String code, int at, int to, Tokens out) {
        char c = code.charAt(at);
        if (c != '<' && c != '{') {
            return at;
        }
        for (Map.Entry<String, Lexer> mark : marks.entrySet()) {
            String begin = mark.getKey();
            if (code.startsWith(begin, at)) {
                String last = switch (begin) {
                    case "{{" -> "}}";
                    case "{%" -> "%}";
                    case "{#" -> "#}";
                    case "<%" -> "%>";
                    default -> "?>";
                };
                int first = begin.equals("<?php") || begin.equals("<%") ? at + begin.length() : at + 2;
                first = code.startsWith("=", first) || code.startsWith("-", first) ? first + 1 : first;
                int end = Scan.behind(code, last, first, to);
                int inner = code.startsWith(last, Math.max(first, end - 2)) ? end - 2 : end;
                out.put(TokenClass.META, at, Math.min(first, end));
                mark.getValue().read(code, Math.min(first, inner), inner, out);
                out.put(TokenClass.META, inner, end);
                return end;
            }
        }
        return at;
    }

    private int tag(String code, int at, int to, Tokens out) {
        if (code.startsWith("<!--", at)) {
            int end = Scan.behind(code, "-->", at + 4, to);
            out.put(TokenClass.COMMENT, at, end);
            return end;
        }
        if (code.startsWith("<![CDATA[", at)) {
            out.put(TokenClass.META, at, at + 9);
            int end = Scan.behind(code, "]]>", at + 9, to);
            out.put(TokenClass.META, Math.max(at + 9, end - 3), end);
            return end;
        }
        if (code.startsWith("<!", at) || code.startsWith("<?", at)) {
            int end = Scan.behind(code, ">", at, to);
            out.put(TokenClass.META, at, end);
            return end;
        }
        int name = code.startsWith("</", at) ? at + 2 : at + 1;
        if (name >= to || !Scan.isWord(code.charAt(name))) {
            return at + 1;
        }
        int end = Scan.endOfWord(code, name, to, ":.-");
        out.put(TokenClass.TAG, name, end);
        int behind = attributes(code, end, to, out);
        Lexer inner = name == at + 1 && code.charAt(behind - 1) == '>' && code.charAt(behind - 2) != '/'
                ? within.get(code.substring(name, end))
                : null;
        if (inner != null) {
            int close = code.indexOf("</" + code.substring(name, end), behind, to);
            int stop = close < 0 ? to : close;
            inner.read(code, behind, stop, out);
            return stop;
        }
        return behind;
    }

    /** @return behind the tag */
    private int attributes(String code, int from, int to, Tokens out) {
        int at = from;
        boolean isValue = false;
        while (at < to) {
            char c = code.charAt(at);
            int end = marked(code, at, to, out);
            if (end > at) {
                at = end;
            } else if (c == '>') {
                return at + 1;
            } else if (c == '<') {
                return at;
            } else if (isValue && (c == '"' || c == '\'')) {
                end = Scan.behind(code, String.valueOf(c), at + 1, to);
                out.put(TokenClass.STRING, at, end);
                isValue = false;
                at = end;
            } else if (c == '=') {
                isValue = true;
                at++;
            } else if (c <= ' ') {
                at++;
            } else {
                end = Scan.endOfWord(code, at + 1, to, isValue ? ":.-@#/%?&+" : ":.-@#*");
                out.put(isValue ? TokenClass.STRING : TokenClass.ATTRIBUTE, at, end);
                isValue = false;
                at = end;
            }
        }
        return to;
    }

    private static int entity(String code, int at, int to, Tokens out) {
        int end = Scan.endOfWord(code, at + 1, Math.min(to, at + LONGEST_ENTITY), "#");
        if (end > at + 1 && end < to && code.charAt(end) == ';') {
            out.put(TokenClass.NUMBER, at, end + 1);
            return end + 1;
        }
        return at + 1;
    }
}
