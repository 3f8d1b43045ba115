package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of a URL that names a post, topic or author: letters, digits and {@code -_.~}, in NFC, 1 to 200 bytes of UTF-8
 * (a file name holds 255), neither {@code .} nor {@code ..}.
 */
public record Slug(@JsonValue String value) implements Comparable<Slug> {
    /** Of UTF-8. */
    public static final int MAX_BYTES = 200;

    private static final int MAX_SIGNS = 10;
    /** Behind a letter or digit and before none: {@code #java} and {@code issue#12} are no music. */
    private static final Pattern SHARP = Pattern.compile("(?<=[\\p{L}\\p{N}])#(?![\\p{L}\\p{N}])");

    private static final Pattern PLUS = Pattern.compile("\\++");
    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9a-fA-F]{2})+");

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

    /** With what is percent-encoded as the characters that it stands for, where these are UTF-8; all else is as it is written. */
    public static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        Matcher encoded = ENCODED.matcher(text);
        while (encoded.find()) {
            byte[] bytes = HexFormat.of().parseHex(encoded.group().replace("%", ""));
            String characters = new String(bytes, StandardCharsets.UTF_8);
            encoded.appendReplacement(
                    out, Matcher.quoteReplacement(characters.indexOf('\uFFFD') < 0 ? characters : encoded.group()));
        }
        return encoded.appendTail(out).toString();
    }

    /**
     * NFC, white space to {@code -}, other characters than letters, digits, {@code -_.~} dropped, and variation selectors, cut to 200 bytes; empty
     * when nothing is left.
     */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder();
        int[] bytes = {0};
        Normalizer.normalize(text.strip(), Normalizer.Form.NFC).codePoints().forEach(c -> {
            int kept = Character.isWhitespace(c) || Character.isSpaceChar(c) ? '-' : c;
            int length = kept < 0x80 ? 1 : kept < 0x800 ? 2 : kept < 0x10000 ? 3 : 4;
            if (isAllowed(kept) && !isSelector(kept) && bytes[0] + length <= MAX_BYTES) {
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
     * The slug of a topic's or author's name: as {@link #clean}, in lower case, with the signs that tell names apart in words:
     * {@code c-plus-plus}, {@code c-sharp}. Of a name without letters and digits those of its signs in Unicode:
     * {@code party-popper}. Whatever the name, it is a page's: it begins with no dot, as hidden files do, and ends in no
     * {@code .html}.
     */
    public static Slug ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String cleaned = lower.indexOf('+') < 0 && lower.indexOf('#') < 0 ? clean(lower) : spelled(lower);
        if (!cleaned.equals(lower) && cleaned.codePoints().noneMatch(Character::isLetterOrDigit)) {
            String ofSigns = clean(ofSigns(lower));
            cleaned = ofSigns.isEmpty() ? cleaned : ofSigns;
        }
        cleaned = cleaned.replaceFirst("^\\.+", "").replaceFirst("\\.(html)$", "-$1");
        return new Slug(cleaned.isEmpty() ? "untitled" : cleaned);
    }

    private static String spelled(String lower) {
        String spelled = SHARP.matcher(lower).replaceAll("-sharp");
        spelled = PLUS.matcher(spelled)
                .replaceAll(match -> "-plus".repeat(match.group().length()) + "-");
        String cleaned = clean(spelled);
        return spelled.equals(lower)
                ? cleaned
                : cleaned.replaceAll("-{2,}", "-").replaceAll("^-|-$", "");
    }

    private static String ofSigns(String text) {
        return text.codePoints()
                .filter(c -> !isSelector(c) && !Character.isSpaceChar(c) && !Character.isWhitespace(c))
                .filter(c -> Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.CONTROL)
                .limit(MAX_SIGNS)
                .mapToObj(Character::getName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("-"))
                .toLowerCase(Locale.ROOT);
    }

    /** Says how the sign before it is drawn, and is nothing without it. */
    private static boolean isSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
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
