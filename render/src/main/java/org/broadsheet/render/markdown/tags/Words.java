package org.broadsheet.render.markdown.tags;

/** What others wrote, as Markdown. */
final class Words {
    private static final String SIGNS = "\\`*_[]<>&!#$~|{}\"'";

    private Words() {}

    /** So that all of it is text. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SIGNS.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c == '\n' || c == '\r' ? ' ' : c);
        }
        return out.toString();
    }
}
