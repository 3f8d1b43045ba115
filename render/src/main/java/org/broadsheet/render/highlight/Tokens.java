package org.broadsheet.render.highlight;

/**
 * Writes code as HTML whose text is the code, whatever the tokens are. A span holds no end of a line, begins and ends with no blank,
 * and is one with its neighbour of the same class. One thread.
 */
final class Tokens {
    private static final String CLOSE = "</span>";

    private final String code;
    private final StringBuilder html;
    private int written;
    private TokenClass last = TokenClass.META;

    Tokens(String code) {
        this.code = code;
        this.html = new StringBuilder(code.length() * 2);
    }

    /** Tokens come in their order; of one that begins above the end of another only the rest counts. */
    void put(TokenClass kind, int from, int to) {
        int end = Math.min(to, code.length());
        int at = Math.max(from, written);
        while (at < end) {
            int stop = Scan.endOfLine(code, at, end);
            int first = at;
            while (first < stop && isBlank(code.charAt(first))) {
                first++;
            }
            int behind = stop;
            while (behind > first && isBlank(code.charAt(behind - 1))) {
                behind--;
            }
            if (first < behind) {
                span(kind, first, behind);
            }
            at = stop + 1;
        }
    }

    /** Ends it. */
    String html() {
        escape(written, code.length());
        written = code.length();
        return html.toString();
    }

    private void span(TokenClass kind, int from, int to) {
        if (from == written && kind == last && html.length() > CLOSE.length()) {
            html.setLength(html.length() - CLOSE.length());
        } else {
            escape(written, from);
            html.append("<span class=\"").append(kind.css()).append("\">");
        }
        escape(from, to);
        html.append(CLOSE);
        written = to;
        last = kind;
    }

    private void escape(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = code.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                default -> html.append(c);
            }
        }
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }
}
