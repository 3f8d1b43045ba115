package org.broadsheet.common.log;

import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;

/**
 * A record to write. Its partition follows from {@link KafkaTopic#partitionKey} of its key.
 *
 * @param value empty for a tombstone
 */
public record NewRecord(KafkaTopic topic, String key, Optional<byte[]> value, Map<String, String> headers) {
    public NewRecord {
        headers = Map.copyOf(headers);
    }

    /** With {@code value} as JSON. */
    public static NewRecord of(KafkaTopic topic, String key, Object value) {
        return new NewRecord(topic, key, Optional.of(Json.write(value)), Map.of());
    }

    public static NewRecord tombstone(KafkaTopic topic, String key) {
        return new NewRecord(topic, key, Optional.empty(), Map.of());
    }

    public static NewRecord of(Event event) {
        return new NewRecord(
                KafkaTopic.EVENTS,
                event.site().value(),
                Optional.of(EventCodec.value(event)),
                EventCodec.headers(event));
    }

    /** Bytes of key and value, about what it takes in a transaction. */
    public int size() {
        return key.length() + value.map(v -> v.length).orElse(0);
    }
}
