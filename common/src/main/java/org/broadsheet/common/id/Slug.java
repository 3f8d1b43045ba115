package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The part of a URL that names a post, topic or author: letters, digits and {@code -_.~}, in NFC, 1 to 200 bytes of UTF-8
 * (a file name holds 255), neither {@code .} nor {@code ..}.
 */
public record Slug(@JsonValue String value) implements Comparable<Slug> {
    /** Of UTF-8. */
    public static final int MAX_BYTES = 200;

    @JsonCreator
    public Slug {
        if (value.isEmpty()
                || value.equals(".")
                || value.equals("..")
                || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || !value.codePoints().allMatch(Slug::isAllowed)) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is not a slug: letters, digits and -_.~, at most " + MAX_BYTES + " bytes");
        }
    }

    /**
     * NFC, white space to {@code -}, other characters than letters, digits, {@code -_.~} dropped, cut to 200 bytes; empty
     * when nothing is left.
     */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder();
        int[] bytes = {0};
        Normalizer.normalize(text.strip(), Normalizer.Form.NFC).codePoints().forEach(c -> {
            int kept = Character.isWhitespace(c) || Character.isSpaceChar(c) ? '-' : c;
            int length = kept < 0x80 ? 1 : kept < 0x800 ? 2 : kept < 0x10000 ? 3 : 4;
            if (isAllowed(kept) && bytes[0] + length <= MAX_BYTES) {
                bytes[0] += length;
                out.appendCodePoint(kept);
            }
        });
        String slug = out.toString();
        return slug.equals(".") || slug.equals("..") ? "" : slug;
    }

    /** Whether {@link #clean} drops nothing of {@code text}. */
    public static boolean isWhole(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("\\s", "-")
                .equals(clean(text));
    }

    /**
     * The slug of a topic's or author's name: as {@link #clean}, in lower case; {@code untitled} when nothing is left. Whatever
     * the name, it is a page's: it begins with no dot, as hidden files do, and ends in no {@code .html}.
     */
    public static Slug ofName(String name) {
        String cleaned =
                clean(name.toLowerCase(Locale.ROOT)).replaceFirst("^\\.+", "").replaceFirst("\\.(html)$", "-$1");
        return new Slug(cleaned.isEmpty() ? "untitled" : cleaned);
    }

    private static boolean isAllowed(int c) {
        // Combining marks belong to the letters of many scripts and have no composed form there.
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || (c < 0x80 && "-_.~".indexOf(c) >= 0);
    }

    @Override
    public int compareTo(Slug other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
