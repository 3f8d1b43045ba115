package org.broadsheet.common.record;

import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;

/** A post or page among all: kind and id. */
public record DocumentKey(Kind kind, PostId id) {
    public DocumentKey {
        if (kind != Kind.POST && kind != Kind.PAGE) {
            throw new IllegalArgumentException("a document is a post or a page, not \"" + kind + "\"");
        }
    }

    /** The key of its records in a site: in {@code content}, and in {@code readable}. */
    public String in(SiteId site) {
        return Content.key(site, kind, id.toString());
    }
}
