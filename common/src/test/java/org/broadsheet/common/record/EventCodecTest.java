package org.broadsheet.common.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final CommitId COMMIT = new CommitId("4be1c90".repeat(5) + "00000");
    private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void readsWhatItWrote() {
        Event event = post(
                List.of("life"),
                List.of("title", "topics"),
                Optional.of(new Event.Previous(Optional.of("Old"), Optional.empty(), Optional.of(List.of()))));

        assertThat(EventCodec.read(EventCodec.headers(event), EventCodec.value(event)))
                .isEqualTo(event);
    }

    @Test
    void readsAPostWithoutTopicsAndChanges() {
        Event event = post(List.of(), List.of(), Optional.empty());

        assertThat(EventCodec.read(EventCodec.headers(event), EventCodec.value(event)))
                .isEqualTo(event);
    }

    @Test
    void namesTopicsThoughThereAreNone() {
        Event event = post(List.of(), List.of(), Optional.empty());

        String value = new String(EventCodec.value(event), StandardCharsets.UTF_8);

        assertThat(value).contains("\"topics\":[]").doesNotContain("changed");
    }

    @Test
    void readsWhatWasToldBeforeEventsNamedTheirRelease() {
        Event event = post(List.of(), List.of(), Optional.empty());
        String value = new String(EventCodec.value(event), StandardCharsets.UTF_8);

        String older = value.replaceFirst("\"release\":\"[0-9a-f]+\",", "");

        assertThat(older).isNotEqualTo(value);
        Event read = EventCodec.read(EventCodec.headers(event), older.getBytes(StandardCharsets.UTF_8));
        assertThat(((Event.DocumentData) read.data()).release()).isEmpty();
        assertThat(new String(EventCodec.value(read), StandardCharsets.UTF_8)).isEqualTo(older);
    }

    @Test
    void passesOverWhatANewerProgramAdds() {
        Event event = post(List.of(), List.of(), Optional.empty());
        String value = new String(EventCodec.value(event), StandardCharsets.UTF_8);

        byte[] newer = value.replaceFirst("\\{", "{\"mood\":\"bright\",").getBytes(StandardCharsets.UTF_8);

        assertThat(EventCodec.read(EventCodec.headers(event), newer)).isEqualTo(event);
    }

    private static Event post(List<String> topics, List<String> changed, Optional<Event.Previous> previous) {
        PostId id = new PostId(new UUID(1, 2));
        return Event.of(
                new SiteId("main"),
                Event.Type.POST_UPDATED,
                id.toString(),
                COMMIT,
                Optional.empty(),
                TIME,
                new Event.DocumentData(
                        id,
                        "http://localhost:8080/posts/first",
                        "First post",
                        topics,
                        COMMIT,
                        Optional.of(COMMIT),
                        TIME,
                        changed,
                        previous,
                        false,
                        false));
    }
}
