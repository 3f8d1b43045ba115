package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The random id of a webhook endpoint. */
public record EndpointId(UUID value) {
    @JsonCreator
    public static EndpointId of(String text) {
        return new EndpointId(UUID.fromString(text));
    }

    @Override
    @JsonValue
    public String toString() {
        return value.toString();
    }
}
