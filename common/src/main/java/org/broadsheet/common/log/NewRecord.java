package org.broadsheet.common.log;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Shortened;

/**
 * A record to write. Its partition follows from {@link KafkaTopic#partitionKey} of its key. None can be made that a topic would
 * not take: {@link TooLarge} is thrown where it is made, not when its transaction fails for everybody.
 *
 * @param value empty for a tombstone
 */
public record NewRecord(KafkaTopic topic, String key, Optional<byte[]> value, Map<String, String> headers) {
    /** Of key, value and headers. Topics take some more, for what Kafka puts around it. */
    public static final int MOST_BYTES = 1 << 20;

    /** Kept free for key and headers. */
    private static final int BESIDE_VALUE = 64 << 10;

    /** Code points of a key that are told. */
    private static final int TOLD = 100;

    public NewRecord {
        headers = Map.copyOf(headers);
        long bytes = bytes(key) + value.map(v -> v.length).orElse(0);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += bytes(header.getKey()) + bytes(header.getValue());
        }
        if (bytes > MOST_BYTES) {
            throw new TooLarge(topic, key, bytes);
        }
    }

    /** With {@code value} as JSON. */
    public static NewRecord of(KafkaTopic topic, String key, Object value) {
        return new NewRecord(topic, key, Optional.of(value(value)), Map.of());
    }

    public static NewRecord tombstone(KafkaTopic topic, String key) {
        return new NewRecord(topic, key, Optional.empty(), Map.of());
    }

    public static NewRecord of(Event event) {
        return new NewRecord(
                KafkaTopic.EVENTS, event.site().value(), Optional.of(value(event.data())), EventCodec.headers(event));
    }

    /** A value's JSON; of what is {@link Shortened} as much as a record holds. */
    public static byte[] value(Object value) {
        byte[] json = Json.write(value);
        while (json.length > MOST_BYTES - BESIDE_VALUE) {
            Optional<?> shorter = value instanceof Shortened<?> shortened ? shortened.shorter() : Optional.empty();
            if (shorter.isEmpty()) {
                return json;
            }
            value = shorter.get();
            json = Json.write(value);
        }
        return json;
    }

    /** Bytes of key and value, about what it takes in a transaction. */
    public int size() {
        return key.length() + value.map(v -> v.length).orElse(0);
    }

    private static long bytes(String text) {
        // One that is long is not encoded to be counted.
        return text.length() > MOST_BYTES ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A record that no topic takes. */
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge(KafkaTopic topic, String key, long bytes) {
            super("a record of " + topic.kafkaName() + " would have " + bytes + " bytes, at most " + MOST_BYTES
                    + " are allowed; its key is " + Printable.line(Printable.cut(key, TOLD)));
        }
    }
}
