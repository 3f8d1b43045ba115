package org.broadsheet.common.storage;

import org.broadsheet.common.id.Digest;

/**
 * The name of an object of the work store, which says what it is: whoever makes it again makes the same bytes.
 *
 * @param digest of a source its bytes' own, of an article that of what it was made from
 */
public record ContentName(Kind kind, Digest digest) {
    public enum Kind {
        /** A binary file, or a value too large for its record. */
        SOURCE("sources/sha256"),
        /** What Markdown became; it carries the digest of its bytes. */
        ARTICLE("articles");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        String folder() {
            return folder;
        }
    }

    public static ContentName source(Digest ofBytes) {
        return new ContentName(Kind.SOURCE, ofBytes);
    }

    public static ContentName article(Digest ofInputs) {
        return new ContentName(Kind.ARTICLE, ofInputs);
    }

    /** Where it lies, such as {@code sources/sha256/…}. */
    @Override
    public String toString() {
        return kind.folder() + "/" + digest;
    }
}
