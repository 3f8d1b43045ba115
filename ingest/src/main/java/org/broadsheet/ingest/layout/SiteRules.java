package org.broadsheet.ingest.layout;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;

/**
 * By what a file becomes a post or page with a URL, apart from itself: read from each commit, and a part of its history. URLs that
 * files claim follow from these, and are derived anew where these change.
 *
 * @param layout what a file is by where it lies
 * @param zone of dates that name none: that of the last good {@code site.yml}
 */
public record SiteRules(Layout layout, ZoneId zone) {
    /** Of a site without files. */
    public static final SiteRules NONE = new SiteRules(Layout.PLAIN, ZoneOffset.UTC);

    public Place place(ContentPath path) {
        return layout.place(path.value());
    }

    /**
     * Where a post or page of which a version is good is, or would be, read.
     *
     * @param slug the front matter's, if that can stand in a URL
     * @param dated whether the day of its file name stands in the URL, if it {@link #mayBeDated}
     */
    public UrlPath url(ContentPath path, Optional<String> slug, boolean dated) {
        return Address.url(document(path), slug, dated);
    }

    /** Whether the day of its file name tells it from others of its name. */
    public boolean mayBeDated(ContentPath path, Optional<String> slug) {
        return Address.mayBeDated(document(path), slug);
    }

    private Place.Document document(ContentPath path) {
        if (place(path) instanceof Place.Document document) {
            return document;
        }
        throw new IllegalArgumentException("\"" + path.printable() + "\" is neither post nor page");
    }
}
