package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * A path of the site below its base URL, decoded, in NFC: {@code /}, {@code /posts/first}, {@code /assets/a.png}. Begins with a
 * slash, ends with none but at the root, has no empty, {@code .} or {@code ..} segments and no control characters.
 */
public record UrlPath(@JsonValue String value) implements Comparable<UrlPath> {
    public static final UrlPath ROOT = new UrlPath("/");
    private static final String UNESCAPED = "-_.~!$&'()*+,;=:@/";

    @JsonCreator
    public UrlPath {
        if (!isValid(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a URL path of ours, such as /posts/first");
        }
    }

    public static boolean isValid(String value) {
        return value.equals("/")
                || (value.startsWith("/") && Segments.areNames(value, 1) && !Segments.hasControl(value));
    }

    /** The key in the site store: the path without its first slash, empty for the root. */
    public String key() {
        return value.substring(1);
    }

    /** As written into an attribute or a header: RFC 3986 percent-encoded UTF-8. */
    public String encoded() {
        StringBuilder out = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNESCAPED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    @Override
    public int compareTo(UrlPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
