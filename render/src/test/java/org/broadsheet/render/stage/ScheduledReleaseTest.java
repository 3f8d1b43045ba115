package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be readable is told of and shown to nobody, until its instant has come. */
class ScheduledReleaseTest {
    private static final Instant DUE = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-02T00:00:00Z");

    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @BeforeEach
    void begin() throws IOException {
        newsroom.post("first", 1, "First", "See [the launch](launch).", "news")
                .post("launch", 2, "Launch", "Hello, world.", "launches");
        scheduled(DUE);
        press.ingest(newsroom, newsroom.commit()).run();
    }

    @AfterEach
    void end() throws IOException {
        press.kill();
    }

    /** It was never published. */
    private void scheduled(Instant due) {
        newsroom.posts().stream()
                .filter(post -> post.name().equals("launch"))
                .forEach(post -> post.urls().clear());
        newsroom.state("launch", Content.State.SCHEDULED, due);
    }

    private List<Event.Type> told() {
        return press.events().stream().map(Event::type).toList();
    }

    private Event last() {
        return press.events().stream()
                .filter(event -> event.type() != Event.Type.SITE_RELEASED)
                .toList()
                .getLast();
    }

    @Test
    void itIsTold() {
        assertThat(told())
                .containsExactly(Event.Type.POST_PUBLISHED, Event.Type.POST_SCHEDULED, Event.Type.SITE_RELEASED);
        Event.DocumentData data = (Event.DocumentData) last().data();
        assertThat(data.due()).contains(DUE);
        assertThat(data.url()).isEqualTo("http://localhost:8080/posts/launch");
        assertThat(data.title()).isEqualTo("Launch");
        assertThat(data.topics()).containsExactly("launches");
    }

    @Test
    void nothingOfItIsShown() throws IOException {
        assertThat(press.dump().keySet()).noneMatch(key -> key.contains("launch"));
        assertThat(press.dump().values()).noneMatch(text -> text.contains("Launch") || text.contains("Hello, world"));
        assertThat(press.text("posts/first.html")).contains("href=\"launch\"");
        assertThat(press.told()).anyMatch(line -> line.contains("no post launch"));
    }

    @Test
    void itIsToldOnceAndAgainWithAnotherInstant() throws IOException {
        newsroom.post("launch", 2, "Big launch", "Hello, worlds.", "launches");
        scheduled(DUE);
        press.ingest(newsroom, newsroom.commit()).run();
        press.kill();
        assertThat(told()).filteredOn(Event.Type.POST_SCHEDULED::equals).hasSize(1);

        scheduled(LATER);
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(told()).filteredOn(Event.Type.POST_SCHEDULED::equals).hasSize(2);
        assertThat(((Event.DocumentData) last().data()).due()).contains(LATER);
        assertThat(((Event.DocumentData) last().data()).title()).isEqualTo("Big launch");
    }

    @Test
    void itIsPublishedBecauseOfItsInstant() throws IOException {
        int said = press.records(KafkaTopic.COMMITS, CommitStage.class).size();
        newsroom.state("launch", Content.State.LIVE, DUE);
        press.ingest(newsroom, newsroom.at(DUE)).run();

        assertThat(press.text("posts/launch.html")).contains("Hello, world.");
        assertThat(press.text("posts/first.html")).contains("href=\"/posts/launch\"");
        assertThat(press.text("index.html")).contains("Launch");
        assertThat(last().type()).isEqualTo(Event.Type.POST_PUBLISHED);
        assertThat(last().time()).isEqualTo(DUE);
        assertThat(((Event.DocumentData) last().data()).backfill()).isFalse();
        assertThat(press.events().getLast().type()).isEqualTo(Event.Type.SITE_RELEASED);
        assertThat(press.events().getLast().time()).isEqualTo(DUE);
        assertThat(press.records(KafkaTopic.COMMITS, CommitStage.class))
                .as("of the commit all is said")
                .hasSize(said);
        assertThat(press.readable().values()).noneMatch(Readable.Draft.class::isInstance);
    }

    /** Though its owner dies, and the same comes again. */
    @Test
    void itIsPublishedOnce() throws IOException {
        newsroom.state("launch", Content.State.LIVE, DUE);
        List<NewRecord> due = newsroom.at(DUE);
        press.ingest(newsroom, due).runAndDieAfter(0);
        press.run().kill();
        press.ingest(newsroom, due).run();

        assertThat(told()).filteredOn(type -> type == Event.Type.POST_PUBLISHED).hasSize(2);
        assertThat(told()).filteredOn(type -> type == Event.Type.POST_SCHEDULED).hasSize(1);
    }

    /** The later commit's records were compacted away, or a release of several commits is made. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatGoesLiveWithItIsAnsweredAndTheOneBeforeIsNotSuperseded(boolean compacted) throws IOException {
        List<NewRecord> all = new ArrayList<>();
        newsroom.state("launch", Content.State.LIVE, DUE);
        List<NewRecord> first = newsroom.at(DUE);
        newsroom.post("second", 3, "Second", "Again.");
        List<NewRecord> second = newsroom.commit();
        if (compacted) {
            all.addAll(second.subList(0, second.size() - 1));
            all.addAll(first.subList(0, first.size() - 1));
            all.addAll(newsroom.at(DUE));
        } else {
            all.addAll(first);
            all.addAll(second);
        }
        press.ingest(newsroom, all).run();

        List<CommitStage> said = press.records(KafkaTopic.COMMITS, CommitStage.class);
        assertThat(said.getLast().commit()).isEqualTo(newsroom.lastCommit());
        assertThat(said.getLast().state()).isEqualTo(CommitStage.State.DONE);
        assertThat(said).noneMatch(stage -> stage.state() == CommitStage.State.SUPERSEDED);
    }

    @Test
    void itExpires() throws IOException {
        newsroom.state("first", Content.State.EXPIRED, DUE);
        press.ingest(newsroom, newsroom.at(DUE)).run();

        assertThat(press.status("posts/first.html")).isEqualTo(410);
        assertThat(press.text("index.html")).doesNotContain("First");
        assertThat(last().type()).isEqualTo(Event.Type.POST_UNPUBLISHED);
        assertThat(((Event.DocumentData) last().data()).reason()).contains("expired");
        assertThat(last().time()).isEqualTo(DUE);

        newsroom.state("first", Content.State.LIVE);
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/first.html")).isEqualTo(200);
        assertThat(last().type()).isEqualTo(Event.Type.POST_PUBLISHED);
    }

    @Test
    void whatWasLiveAndIsScheduledIsUnpublishedAndNoMore() throws IOException {
        newsroom.state("first", Content.State.SCHEDULED, LATER);
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(told()).filteredOn(Event.Type.POST_SCHEDULED::equals).hasSize(1);
        assertThat(last().type()).isEqualTo(Event.Type.POST_UNPUBLISHED);
        assertThat(((Event.DocumentData) last().data()).reason()).isEqualTo(Optional.empty());
        assertThat(press.stored()).doesNotContainKey("posts/first.html");
    }

    @Test
    void aPageIsScheduledToo() throws IOException {
        newsroom.page("about", "About");
        newsroom.posts().stream()
                .filter(post -> post.name().equals("about"))
                .forEach(post -> post.urls().clear());
        newsroom.state("about", Content.State.SCHEDULED, DUE);
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(last().type()).isEqualTo(Event.Type.PAGE_SCHEDULED);
        assertThat(press.stored()).doesNotContainKey("about.html");
    }
}
