package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The id of the delivery of one event to one endpoint: it follows from both, so that no repetition makes a second one. */
public record DeliveryId(UUID value) {
    public static DeliveryId of(EndpointId endpoint, UUID event) {
        return new DeliveryId(
                NameUuid.version5(endpoint.value(), event.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @JsonCreator
    public static DeliveryId of(String text) {
        return new DeliveryId(UUID.fromString(text));
    }

    @Override
    @JsonValue
    public String toString() {
        return value.toString();
    }
}
