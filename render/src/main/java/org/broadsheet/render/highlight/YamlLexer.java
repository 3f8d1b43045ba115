package org.broadsheet.render.highlight;

import java.util.Set;

/** Reads YAML line by line: keys, comments, and the texts that are set in below a {@code |}. */
final class YamlLexer implements Lexer {
    private static final Set<String> CONSTANTS = Set.of("true", "false", "null", "yes", "no", "on", "off", "~");

    @Override
    public void read(String code, int from, int to, Tokens out) {
        int block = -1;
        for (int at = from; at < to; ) {
            int end = Scan.endOfLine(code, at, to);
            int first = Scan.skipBlanks(code, at, end);
            if (block >= 0 && (first == end || first - at > block)) {
                out.put(TokenClass.STRING, first, end);
            } else {
                block = line(code, first, end, out) ? key(code, first, end) - at : -1;
            }
            at = end + 1;
        }
    }

    /** Where the line's key stands, behind the signs of lists. */
    private static int key(String code, int from, int end) {
        int at = from;
        while (at + 1 < end && code.startsWith("- ", at)) {
            at = Scan.skipBlanks(code, at + 1, end);
        }
        return at;
    }

    /** @return whether a text follows that is set in */
    private static boolean line(String code, int from, int end, Tokens out) {
        if (code.startsWith("---", from) || code.startsWith("...", from) || code.startsWith("%", from)) {
            out.put(TokenClass.META, from, end);
            return false;
        }
        int at = from;
        boolean beginsBlock = false;
        boolean mayBeKey = true;
        while (at < end) {
            char c = code.charAt(at);
            int next = at + 1;
            if (c == '#' && (at == from || code.charAt(at - 1) <= ' ')) {
                out.put(TokenClass.COMMENT, at, end);
                return beginsBlock;
            }
            if (c == '"' || c == '\'') {
                next = Scan.behind(code, String.valueOf(c), at + 1, end);
                out.put(isKey(code, next, end) ? TokenClass.ATTRIBUTE : TokenClass.STRING, at, next);
                mayBeKey = false;
            } else if (c == '&' || c == '*') {
                next = Scan.endOfWord(code, at + 1, end, "-");
                out.put(TokenClass.VARIABLE, at, next);
            } else if (c == '!') {
                next = Scan.endOfWord(code, at + 1, end, "!-/:.");
                out.put(TokenClass.TYPE, at, next);
            } else if (c == '{' || c == '[' || c == ',' || (c == '-' && next < end && code.charAt(next) == ' ')) {
                mayBeKey = true;
            } else if ((c == '|' || c == '>') && at > from && code.charAt(at - 1) == ' ') {
                beginsBlock = true;
            } else if (c > ' ' && ":]}".indexOf(c) < 0) {
                next = endOfScalar(code, at, end);
                if (mayBeKey && isKey(code, next, end)) {
                    out.put(TokenClass.ATTRIBUTE, at, next);
                } else {
                    value(code, at, next, out);
                }
                mayBeKey = false;
            }
            at = next;
        }
        return beginsBlock;
    }

    private static boolean isKey(String code, int at, int end) {
        return at < end && code.charAt(at) == ':' && (at + 1 == end || code.charAt(at + 1) <= ' ');
    }

    /** Before what ends a scalar that is not quoted. */
    private static int endOfScalar(String code, int from, int end) {
        int at = from + 1;
        while (at < end) {
            char c = code.charAt(at);
            boolean isEnd = (c == ':' && isKey(code, at, end))
                    || (c == '#' && code.charAt(at - 1) <= ' ')
                    || c == ','
                    || c == ']'
                    || c == '}';
            if (isEnd) {
                break;
            }
            at++;
        }
        return at;
    }

    private static void value(String code, int from, int end, Tokens out) {
        String value = code.substring(from, end).strip();
        if (CONSTANTS.contains(value)) {
            out.put(TokenClass.KEYWORD, from, end);
        } else if (!value.isEmpty()
                && (Character.isDigit(value.charAt(0)) || value.charAt(0) == '-')
                && value.chars().anyMatch(Character::isDigit)
                && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-+._:".indexOf(c) >= 0)) {
            out.put(TokenClass.NUMBER, from, end);
        } else {
            out.put(TokenClass.STRING, from, end);
        }
    }
}
