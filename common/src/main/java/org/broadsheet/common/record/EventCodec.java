package org.broadsheet.common.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.broadsheet.common.id.SiteId;

/** Events as Kafka records: CloudEvents 1.0, Kafka protocol binding, section 3.2 (binary content mode). */
public final class EventCodec {
    private EventCodec() {}

    /** The headers: {@code ce_} attributes and {@code content-type}. */
    public static Map<String, String> headers(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.id().toString());
        headers.put("ce_source", event.source());
        headers.put("ce_type", event.type().toString());
        headers.put("ce_subject", event.subject());
        headers.put("ce_time", event.time().toString());
        headers.put("content-type", "application/json");
        return headers;
    }

    public static byte[] value(Event event) {
        return Json.write(event.data());
    }

    /** The event of a record's headers and value. Fails with {@link Json.UnreadableRecord} or IllegalArgumentException. */
    public static Event read(Map<String, String> headers, byte[] value) {
        String source = attribute(headers, "ce_source");
        if (!source.startsWith("/sites/")) {
            throw new IllegalArgumentException("ce_source is \"" + source + "\", not /sites/<site>");
        }
        Event.Type type = Event.Type.of(attribute(headers, "ce_type"));
        Event.Data data = type == Event.Type.SITE_RELEASED
                ? Json.read(value, Event.ReleaseData.class)
                : Json.read(value, Event.DocumentData.class);
        return new Event(
                UUID.fromString(attribute(headers, "ce_id")),
                new SiteId(source.substring("/sites/".length())),
                type,
                attribute(headers, "ce_subject"),
                Instant.parse(attribute(headers, "ce_time")),
                data);
    }

    private static String attribute(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("an event without the header " + name);
        }
        return value;
    }
}
