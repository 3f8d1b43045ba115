package org.broadsheet.common.id;

/** Text from authors as it may be shown on a terminal or in a log. */
public final class Printable {
    private Printable() {}

    /**
     * The text on one line: control characters, line ends and invisible format characters (among them those that turn the
     * direction of writing) as {@code \}{@code uXXXX}, so that it can neither move the cursor nor hide a part of itself.
     */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isUnsafe(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** The text, or its first {@code most} code points and {@code …}: never half a character. */
    public static String cut(String text, int most) {
        return text.length() <= most || text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }

    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.FORMAT;
    }
}
