package org.broadsheet.render.release;

import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;

/** What is to be at a URL. */
public sealed interface Target {
    /** Under which kind {@code readable} has it. */
    Kind kind();

    /** A post's or page's own page. */
    record Document(Published document) implements Target {
        @Override
        public Kind kind() {
            return document.kind();
        }
    }

    /** A file of the author's, as it is. */
    record Asset(Readable.StoredObject object) implements Target {
        @Override
        public Kind kind() {
            return Kind.ASSET;
        }
    }

    /** The newest posts. */
    record Home() implements Target {
        @Override
        public Kind kind() {
            return Kind.LISTING;
        }
    }

    /**
     * A page of a list of posts.
     *
     * @param list where the list's newest page is: {@code /archive}, {@code /topics/<topic>}, {@code /authors/<author>}
     * @param page from 1, of a full block; 0 is the newest page
     */
    record Listing(UrlPath list, int page) implements Target {
        @Override
        public Kind kind() {
            return Kind.LISTING;
        }
    }

    /** The index of topics. */
    record Topics() implements Target {
        @Override
        public Kind kind() {
            return Kind.LISTING;
        }
    }

    record Stylesheet() implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /** What browsers show beside the title. */
    record Icon() implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /** What is shown where nothing is. */
    record NotFound() implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    record Robots() implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /** The index of the sitemaps. */
    record SitemapIndex() implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /** The sitemap of the home page and the pages. */
    record SitemapPages() implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /** @param block from 1 */
    record SitemapPosts(int block) implements Target {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /** A URL that answers 410. */
    record Gone() implements Target {
        @Override
        public Kind kind() {
            return Kind.GONE;
        }
    }
}
