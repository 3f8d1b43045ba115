package org.broadsheet.common.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;

/**
 * An object's key: in the site store the URL's path below the base URL without its first slash (empty for the root), in the work
 * store such as {@code articles/sha256/…}. Segments are not empty, {@code .} or {@code ..}, do not begin with {@code .broadsheet},
 * and hold at most 240 bytes of UTF-8.
 */
public record ObjectKey(String value) {
    private static final int MAX_SEGMENT_BYTES = 240;

    public ObjectKey {
        if (!value.isEmpty() && !Arrays.stream(value.split("/", -1)).allMatch(ObjectKey::isSegment)) {
            throw new IllegalArgumentException("\"" + value + "\" is not an object's key");
        }
    }

    private static boolean isSegment(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && !segment.startsWith(".broadsheet")
                && segment.codePoints().noneMatch(Character::isISOControl)
                && segment.getBytes(StandardCharsets.UTF_8).length <= MAX_SEGMENT_BYTES;
    }

    public static ObjectKey of(UrlPath url) {
        return new ObjectKey(url.key());
    }

    /** Of a binary file, or of a Markdown body too large for its record, in the work store. */
    public static ObjectKey source(Digest digest) {
        return new ObjectKey("sources/sha256/" + digest);
    }

    /** Of a document's article HTML, in the work store. */
    public static ObjectKey article(Digest digest) {
        return new ObjectKey("articles/sha256/" + digest);
    }

    @Override
    public String toString() {
        return value;
    }
}
