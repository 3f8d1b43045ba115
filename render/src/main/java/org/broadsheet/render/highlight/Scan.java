package org.broadsheet.render.highlight;

/** Where things end in code. */
final class Scan {
    private Scan() {}

    static int endOfLine(String code, int from, int to) {
        int end = code.indexOf('\n', from, to);
        return end < 0 ? to : end;
    }

    static int skipBlanks(String code, int from, int to) {
        int at = from;
        while (at < to && (code.charAt(at) == ' ' || code.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Behind the next of these, or the end if there is none. */
    static int behind(String code, String what, int from, int to) {
        int at = code.indexOf(what, from, to);
        return at < 0 ? to : at + what.length();
    }

    /** Likewise within the line. Looks no further than it says: a line may be the whole code. */
    static int behindInLine(String code, char what, int from, int to) {
        int at = from;
        while (at < to && code.charAt(at) != '\n') {
            at++;
            if (code.charAt(at - 1) == what) {
                break;
            }
        }
        return at;
    }

    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || Character.isSurrogate(c);
    }

    static int endOfWord(String code, int from, int to, String more) {
        int at = from;
        while (at < to && (isWord(code.charAt(at)) || more.indexOf(code.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    /** A number's, from its first digit on: {@code 0x1F}, {@code 1_000.5e-3}, {@code 10px}; not of a range {@code 1..2}. */
    static int endOfNumber(String code, int from, int to) {
        boolean isHex = code.startsWith("0x", from) || code.startsWith("0X", from);
        int at = from;
        while (at < to) {
            char c = code.charAt(at);
            boolean isExponent = !isHex && (c == '+' || c == '-') && at > from && (code.charAt(at - 1) | 0x20) == 'e';
            boolean isPoint = c == '.' && at + 1 < to && Character.isDigit(code.charAt(at + 1));
            if (!isWord(c) && !isExponent && !isPoint) {
                break;
            }
            at++;
        }
        return at;
    }
}
