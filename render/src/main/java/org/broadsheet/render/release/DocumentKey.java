package org.broadsheet.render.release;

import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Kind;

/** A post or page among all: kind and id. */
public record DocumentKey(Kind kind, PostId id) {
    public DocumentKey {
        if (kind != Kind.POST && kind != Kind.PAGE) {
            throw new IllegalArgumentException("a document is a post or a page, not \"" + kind + "\"");
        }
    }
}
