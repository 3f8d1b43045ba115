package org.broadsheet.common.article;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A place in an article's HTML at which stands what does not follow from its text alone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Slot.Destination.class, name = "destination"),
    @JsonSubTypes.Type(value = Slot.Size.class, name = "size")
})
public sealed interface Slot {
    /** A destination that may be ours, as written, within the quotes of its attribute. */
    record Destination(String written) implements Slot {}

    /** Width and height of the picture that a destination, as written, leads to: attributes, or nothing. */
    record Size(String written) implements Slot {}
}
