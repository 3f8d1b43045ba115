package org.broadsheet.common.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;

/**
 * An object's key in the site store: the URL's path below the base URL without its first slash (empty for the root). Segments are not empty, {@code .} or {@code ..}, do not begin with {@code .broadsheet},
 * and hold at most 240 bytes of UTF-8; none but the last ends in {@code .html}; a key holds at most 1,024 bytes, as S3 has it.
 *
 * <p>Files of pages are named {@code .html}, and web servers answer a folder with its {@code index.html}. So {@code a/x.html} and
 * {@code a/x} are one key, written {@code a/x}, and {@code index} at the root is the root: an author's {@code x.html} and a page
 * {@code x} are the same object wherever they are stored. {@link #url} is the one URL that stands for all of an object's; who asks
 * whether two URLs can both be there compares their keys.
 */
public record ObjectKey(String value) {
    private static final int MAX_SEGMENT_BYTES = 240;
    private static final int MAX_BYTES = 1024;
    /** What the files of pages are named. */
    public static final String PAGE = ".html";

    public ObjectKey {
        if (!isKey(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is not an object's key");
        }
        while (value.endsWith(PAGE) && value.lastIndexOf('/') + 1 + PAGE.length() < value.length()) {
            value = value.substring(0, value.length() - PAGE.length());
        }
        value = value.equals("index") ? "" : value;
    }

    private static boolean isKey(String value) {
        return value.isEmpty()
                || (value.length() <= MAX_BYTES
                        && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                        && Arrays.stream(value.split("/", -1)).allMatch(ObjectKey::isSegment)
                        && !value.contains(PAGE + "/")
                        && value.codePoints().noneMatch(ObjectKey::isNoCharacter));
    }

    /** Control characters, and halves of characters, which UTF-8 cannot hold. */
    private static boolean isNoCharacter(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    private static boolean isSegment(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && !segment.startsWith(".broadsheet")
                && segment.getBytes(StandardCharsets.UTF_8).length <= MAX_SEGMENT_BYTES;
    }

    public static ObjectKey of(UrlPath url) {
        return new ObjectKey(url.key());
    }

    /** Of the object at a URL; empty when no object can be there. */
    public static Optional<ObjectKey> at(UrlPath url) {
        return isKey(url.key()) ? Optional.of(of(url)) : Optional.empty();
    }

    /** The URL that stands for all of the object's at {@code url}; where none can be, {@code url} itself. */
    public static UrlPath object(UrlPath url) {
        return url.value().endsWith(PAGE) || url.value().equals("/index")
                ? at(url).map(ObjectKey::url).orElse(url)
                : url;
    }

    /** The URL that stands for all of the object's: of a page, without {@code .html}. */
    public UrlPath url() {
        return new UrlPath("/" + value);
    }

    /** Where a page or a file of the author's may be read whose object this is: {@code /a} and {@code /a.html}. */
    public List<UrlPath> urls() {
        return List.of(url(), new UrlPath("/" + (value.isEmpty() ? "index" : value) + PAGE));
    }

    @Override
    public String toString() {
        return value;
    }
}
