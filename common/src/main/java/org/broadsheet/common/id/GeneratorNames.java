package org.broadsheet.common.id;

import java.util.regex.Pattern;

/** What other generators leave of a name, or path, that is to stand in a URL. Letters stay as they are, great or small. Pure. */
public final class GeneratorNames {
    private static final Pattern NOT_JEKYLLS = Pattern.compile("[^\\p{M}\\p{L}\\p{Nd}]+");
    private static final Pattern NOT_PRETTY = Pattern.compile("[^\\p{M}\\p{L}\\p{Nd}._~!$&'()+,;=@]+");

    private GeneratorNames() {}

    /** As Jekyll's {@code slugify} has it. */
    public static String jekylls(String name) {
        return hyphened(name, NOT_JEKYLLS);
    }

    /** The same in its mode {@code pretty}. */
    public static String jekyllsPretty(String name) {
        return hyphened(name, NOT_PRETTY);
    }

    private static String hyphened(String name, Pattern not) {
        return not.matcher(name).replaceAll("-").replaceAll("^-|-$", "");
    }

    /** Hugo's: letters, digits and a few signs; of white space, and what is dropped beside it, one hyphen, but for beside another. */
    public static String hugos(String path) {
        StringBuilder out = new StringBuilder(path.length());
        boolean isDue = false;
        boolean isAfterHyphen = true;
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            if (isHugos(c) || (c == '%' && isHex(path, i + 1) && isHex(path, i + 2))) {
                isAfterHyphen = c == '-';
                out.append(isDue && !isAfterHyphen ? "-" : "").appendCodePoint(c);
                isDue = false;
            } else {
                isDue |= !isAfterHyphen && (Character.isWhitespace(c) || Character.isSpaceChar(c));
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static boolean isHugos(int c) {
        int type = Character.getType(c);
        return "./\\_#+~-@".indexOf(c) >= 0
                || Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x80 && Character.digit(text.charAt(at), 16) >= 0;
    }
}
