package org.broadsheet.ingest.frontmatter;

import java.text.Normalizer;
import java.util.Locale;

/** Keys as authors write them. */
final class Keys {
    private Keys() {}

    /**
     * The form in which two spellings of one key are the same: without case, {@code _}, {@code -}, white space, and what cannot be
     * seen. {@code publishDate}, {@code PublishDate} and {@code publish_date} are {@code publishdate}.
     */
    static String folded(String key) {
        String lower = Normalizer.normalize(key, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(lower.length());
        lower.codePoints().filter(c -> !isNothing(c)).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static boolean isNothing(int c) {
        return c == '_'
                || c == '-'
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
