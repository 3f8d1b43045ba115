package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.broadsheet.common.id.Digest;

/** A document's text: in the record while that stays under 512 KiB, else in the work store. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "in")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Body.Inline.class, name = "record"),
    @JsonSubTypes.Type(value = Body.Stored.class, name = "work-store")
})
public sealed interface Body {
    /** Whether it is HTML; else it is Markdown. */
    boolean html();

    /** @param markdown the text, whatever it is */
    record Inline(
            String markdown,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean html) implements Body {
        @JsonCreator
        public Inline {}

        public Inline(String markdown) {
            this(markdown, false);
        }
    }

    /** The text as UTF-8 under {@code sources/sha256/<digest>}. */
    record Stored(
            Digest digest,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean html) implements Body {
        @JsonCreator
        public Stored {}

        public Stored(Digest digest) {
            this(digest, false);
        }
    }
}
