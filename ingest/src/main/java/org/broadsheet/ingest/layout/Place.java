package org.broadsheet.ingest.layout;

import java.time.LocalDate;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;

/** What a file is, by where it lies. {@link Layout} decides. */
public sealed interface Place {
    /** Whether it is a text that is read, and not served as it is or passed over. */
    default boolean isRead() {
        return this instanceof Document || this instanceof Introduction || isOfRules();
    }

    /** Whether it may say by what rules the others are posts and pages. */
    default boolean isOfRules() {
        return this instanceof Settings || this instanceof Configuration;
    }

    /**
     * A post or page.
     *
     * @param kind {@link Kind#POST} or {@link Kind#PAGE}
     * @param draft lies in a drafts folder
     * @param name what its slug is made of when the front matter has none: the file name without extension (the folder's for
     *     {@code index.md}) and, of a post, without the date at its beginning; empty for the page at {@code /}
     * @param date the date at the beginning of a post's file name
     * @param folder the URL's part before the slug, with a slash at its end: {@code /posts/}, {@code /}, {@code /about/}
     * @param section whether it is a post after all if it has a date of its own
     * @param bundle whether it is an {@code index.md}, so that the files beside it are its assets
     */
    record Document(
            Kind kind,
            boolean draft,
            String name,
            Optional<LocalDate> date,
            String folder,
            boolean bundle,
            boolean section)
            implements Place {
        /** Whether it would be the page at {@code /}. */
        public boolean isAtRoot() {
            return kind == Kind.PAGE && name.isEmpty();
        }

        /** What a version is there. */
        public Kind kind(boolean hasDate) {
            return section && hasDate ? Kind.POST : kind;
        }
    }

    /** Another file in a folder of posts or pages: an asset of its bundle, or, among posts, of the post that refers to it. */
    record Neighbour(boolean amongPosts) implements Place {}

    /** A file under the web root. */
    record WebRoot(UrlPath url) implements Place {}

    /** An {@code _index.md}: the introduction of the listing at this URL. */
    record Introduction(UrlPath listing) implements Place {}

    /** The {@code site.yml} in the root. */
    record Settings() implements Place {}

    /** A generator's, or what is named like it, in the root or where Hugo looks too. */
    record Configuration(String name) implements Place {}

    /** In a folder that is published, but it cannot be. */
    record Refused(String message, String hint) implements Place {}

    /** In a folder that is published, and nothing is lost without it. */
    record PassedOver(String message, String hint) implements Place {}

    /** Not published, and that is nothing to tell. */
    record NotPublished() implements Place {}
}
