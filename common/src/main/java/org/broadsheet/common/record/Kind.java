package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of keys in {@code content} and {@code readable}: {@code site/kind/id}. */
public enum Kind {
    /** id: the post's id. */
    POST,
    /** id: the page's id. */
    PAGE,
    /** id: the file's path (content), or the URL path without its first slash (readable). */
    ASSET,
    /** id: the file's path (readable). */
    SOURCE,
    /** id: the id of a post or page that cannot be read (readable). */
    DRAFT,
    /** id: the listing's URL path's key (content, readable). */
    INTRODUCTION,
    /** id: {@code site} (content, readable). */
    SETTINGS,
    /** id: the URL path's key (readable): home, archive, topics, topic, author pages. */
    LISTING,
    /** id: the URL path's key (readable): sitemaps, robots.txt, styles, the 404 page. */
    FILE,
    /** id: the URL path's key (readable): a URL at which nothing is any more: it leads on, or answers 410. */
    GONE;

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
