package org.broadsheet.common.link;

import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;

/** What a destination may mean. Also what a document waits for: when the target comes, goes or moves, its links change. */
public sealed interface Target {
    /** What is at a URL of the site. */
    record AtUrl(UrlPath url) implements Target {}

    /** What is made of a file. */
    record OfFile(ContentPath path) implements Target {}
}
