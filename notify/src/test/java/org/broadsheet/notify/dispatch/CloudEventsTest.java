package org.broadsheet.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.broadsheet.notify.testing.Events.post;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.junit.jupiter.api.Test;

/** The records of {@code broadsheet.events} against the CloudEvents project's own Kafka binding. */
class CloudEventsTest {
    private final Event event = post(Event.Type.POST_PUBLISHED, "größe", 1, "life");

    @Test
    void isReadByTheCloudEventsLibrary() {
        Headers headers = new RecordHeaders();
        EventCodec.headers(event).forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));

        CloudEvent read;
        try (CloudEventDeserializer deserializer = new CloudEventDeserializer()) {
            read = deserializer.deserialize("broadsheet.events", headers, EventCodec.value(event));
        }

        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getId()).isEqualTo(event.id().toString());
        assertThat(read.getSource()).hasToString("/sites/main");
        assertThat(read.getType()).isEqualTo("post.published");
        assertThat(read.getSubject()).isEqualTo(event.subject());
        assertThat(read.getTime()).isEqualTo(event.time().atOffset(ZoneOffset.UTC));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(Objects.requireNonNull(read.getData()).toBytes()).isEqualTo(EventCodec.value(event));
    }

    @Test
    void readsWhatTheCloudEventsLibraryWrites() {
        CloudEvent written = io.cloudevents.core.builder.CloudEventBuilder.v1()
                .withId(event.id().toString())
                .withSource(java.net.URI.create(event.source()))
                .withType(event.type().toString())
                .withSubject(event.subject())
                .withTime(event.time().atOffset(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .withData(BytesCloudEventData.wrap(EventCodec.value(event)))
                .build();
        Headers headers = new RecordHeaders();

        byte[] value;
        try (CloudEventSerializer serializer = new CloudEventSerializer()) {
            value = serializer.serialize("broadsheet.events", headers, written);
        }

        Map<String, String> ours = new HashMap<>();
        for (Header header : headers) {
            ours.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        assertThat(EventCodec.read(ours, value)).isEqualTo(event);
    }
}
