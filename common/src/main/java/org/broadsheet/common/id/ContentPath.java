package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A file's path in the repository, such as {@code _posts/first.md}: separated by {@code /}, relative, without empty,
 * {@code .} or {@code ..} segments. Control characters may occur in it (Git allows them); {@link #printable()} is for people.
 */
public record ContentPath(@JsonValue String value) implements Comparable<ContentPath> {
    @JsonCreator
    public ContentPath {
        if (!Segments.areNames(value, 0)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a path inside a repository");
        }
    }

    /** The last segment, such as {@code first.md}. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** The folder with a slash behind it, such as {@code _posts/}; empty at the root. */
    public String folder() {
        return value.substring(0, value.lastIndexOf('/') + 1);
    }

    /** A path up to its last dot: what the URL of what lies there mostly ends with. */
    public static String withoutExtension(String path) {
        int end = path.lastIndexOf('.');
        return end < 0 ? path : path.substring(0, end);
    }

    /** The path on one line: control characters and line ends as {@code \}{@code uXXXX}. */
    public String printable() {
        return Printable.line(value);
    }

    @Override
    public int compareTo(ContentPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
