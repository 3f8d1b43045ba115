package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.broadsheet.common.id.Digest;

/** A document's Markdown: in the record while that stays under 512 KiB, else in the work store. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "in")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Body.Inline.class, name = "record"),
    @JsonSubTypes.Type(value = Body.Stored.class, name = "work-store")
})
public sealed interface Body {
    record Inline(String markdown) implements Body {}

    /** The Markdown as UTF-8 under {@code sources/sha256/<digest>}. */
    record Stored(Digest digest) implements Body {}
}
