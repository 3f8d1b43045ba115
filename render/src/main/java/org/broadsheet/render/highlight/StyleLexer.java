package org.broadsheet.render.highlight;

/** Reads style sheets: CSS, SCSS, Less. */
final class StyleLexer implements Lexer {
    /** Whether {@code //} begins a comment: not in CSS. */
    private final boolean hasLineComments;

    StyleLexer(boolean hasLineComments) {
        this.hasLineComments = hasLineComments;
    }

    @Override
    public void read(String code, int from, int to, Tokens out) {
        int at = from;
        boolean isValue = false;
        while (at < to) {
            char c = code.charAt(at);
            int end = at + 1;
            if (code.startsWith("/*", at)) {
                end = Scan.behind(code, "*/", at + 2, to);
                out.put(TokenClass.COMMENT, at, end);
            } else if (hasLineComments && code.startsWith("//", at)) {
                end = Scan.endOfLine(code, at, to);
                out.put(TokenClass.COMMENT, at, end);
            } else if (c == '"' || c == '\'') {
                end = Scan.behindInLine(code, c, at + 1, to);
                out.put(TokenClass.STRING, at, end);
            } else if (c == '{' || c == '}' || c == ';') {
                isValue = false;
            } else if (c == '@' || c == '$') {
                end = Scan.endOfWord(code, at + 1, to, "-");
                boolean isVariable = c == '$' || isValue;
                out.put(isVariable ? TokenClass.VARIABLE : TokenClass.KEYWORD, at, end);
                isValue = isValue || isProperty(code, end, to);
            } else if (code.startsWith("--", at)) {
                end = Scan.endOfWord(code, at, to, "-");
                out.put(TokenClass.VARIABLE, at, end);
                isValue = isValue || isProperty(code, end, to);
            } else if (isValue && c == '#') {
                end = Scan.endOfWord(code, at + 1, to, "");
                out.put(TokenClass.NUMBER, at, end);
            } else if (c == '.' || c == '#') {
                end = Scan.endOfWord(code, at + 1, to, "-");
                if (!isValue) {
                    out.put(TokenClass.TYPE, at, end);
                }
            } else if (Character.isDigit(c)) {
                end = Scan.endOfNumber(code, at, to);
                end = end < to && code.charAt(end) == '%' ? end + 1 : end;
                out.put(TokenClass.NUMBER, at, end);
            } else if (Scan.isWord(c) || c == '-') {
                end = Scan.endOfWord(code, at + 1, to, "-");
                if (end < to && code.charAt(end) == '(') {
                    out.put(TokenClass.FUNCTION, at, end);
                } else if (!isValue && isProperty(code, end, to)) {
                    out.put(TokenClass.ATTRIBUTE, at, end);
                    isValue = true;
                } else if (!isValue) {
                    out.put(TokenClass.TAG, at, end);
                }
            } else if (c == '!') {
                end = Scan.endOfWord(code, at + 1, to, "");
                out.put(TokenClass.KEYWORD, at, end);
            }
            at = end;
        }
    }

    /** Whether a colon with a blank follows; without one it is a selector's, such as {@code a:hover}. */
    private static boolean isProperty(String code, int end, int to) {
        if (end >= to || code.charAt(end) != ':') {
            return false;
        }
        if (end + 1 >= to) {
            return true;
        }
        char next = code.charAt(end + 1);
        return next <= ' ' || Character.isDigit(next) || next == '#' || next == '$' || next == '"' || next == '\'';
    }
}
