package org.broadsheet.notify.deliver;

import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.notify.signature.Payload;

/**
 * The payloads of events by their place in the log: a delivery's record has none. Reads a few records ahead, since what one
 * endpoint is told next is what the next endpoint is told too. One thread.
 */
final class EventPayloads {
    private static final int AHEAD = 32;
    private static final int MOST_BYTES = 4 << 20;

    private final EventLog eventLog;
    private final LinkedHashMap<DeliveryId, Told> cache = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    EventPayloads(EventLog eventLog) {
        this.eventLog = eventLog;
    }

    /** What an endpoint is told. */
    static final class Told {
        private final UUID event;
        private final String type;
        private final byte[] body;

        private Told(UUID event, String type, byte[] body) {
            this.event = event;
            this.type = type;
            this.body = body;
        }

        /** Such as {@code post.published}. */
        String type() {
            return type;
        }

        /** As it is sent; not to be changed. */
        byte[] body() {
            return body;
        }
    }

    /**
     * Empty when the log no longer keeps the event. After a power loss another may stand in its place, which must not be told
     * under its id.
     */
    Optional<Told> of(Delivery delivery) {
        DeliveryId place = delivery.id();
        Optional<Told> told = Optional.ofNullable(cache.get(place)).or(() -> at(place));
        return told.filter(found -> found.event.equals(delivery.eventId()));
    }

    private Optional<Told> at(DeliveryId place) {
        Optional<Told> found = Optional.empty();
        for (LogRecord entry : eventLog.page(KafkaTopic.EVENTS, place.partition(), place.offset(), AHEAD)) {
            Optional<Told> told = read(entry);
            if (told.isPresent()) {
                keep(new DeliveryId(place.partition(), entry.offset()), told.get());
                if (entry.offset() == place.offset()) {
                    found = told;
                }
            }
        }
        shrink();
        return found;
    }

    private void keep(DeliveryId place, Told told) {
        Told former = cache.put(place, told);
        bytes += told.body().length - (former == null ? 0 : former.body().length);
    }

    private void shrink() {
        var oldest = cache.entrySet().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            Map.Entry<DeliveryId, Told> entry = oldest.next();
            bytes -= entry.getValue().body().length;
            oldest.remove();
        }
    }

    private static Optional<Told> read(LogRecord entry) {
        try {
            if (entry.value().isEmpty()) {
                return Optional.empty();
            }
            Event event = EventCodec.read(entry.headers(), entry.value().get());
            String type = event.type().toString();
            return Optional.of(new Told(
                    event.id(),
                    type,
                    Payload.of(type, event.time(), entry.value().get())));
        } catch (Json.UnreadableRecord | IllegalArgumentException | DateTimeException e) {
            // Nothing is dispatched for it either.
            return Optional.empty();
        }
    }
}
