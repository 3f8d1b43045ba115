package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics that end where they ended after the first of two commits: what stands in the site store and what was told stays so. */
class LostRecordsTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();
    private List<NewRecord> second = List.of();
    private long content;
    private long readable;
    private long problems;
    private Map<String, String> dump = Map.of();
    private List<Event> told = List.of();

    @BeforeEach
    void publishTwice() throws IOException {
        newsroom.post("still", 1, "Still", "Hello.").post("one", 2, "One", "1").post("two", 3, "Two", "1");
        press.ingest(newsroom, newsroom.commit()).run();
        content = press.log.end(KafkaTopic.CONTENT, 0);
        readable = press.log.end(KafkaTopic.READABLE, 0);
        problems = press.log.end(KafkaTopic.PROBLEMS, 0);
        press.now = press.now.plusSeconds(60);
        newsroom.post("one", 2, "One", "2").post("three", 4, "Three", "2").remove("two");
        second = newsroom.commit();
        press.ingest(newsroom, second).run();
        dump = press.dump();
        told = press.events();
    }

    @AfterEach
    void end() throws IOException {
        press.kill();
    }

    @Test
    void makesReadableAgainAndTellsNothingTwice() throws Exception {
        Map<String, String> recorded = press.recorded();
        press.lose(KafkaTopic.READABLE, readable);

        press.run();

        assertThat(press.recorded()).isEqualTo(recorded);
        assertThat(press.dump()).isEqualTo(dump);
        assertThat(press.events()).isEqualTo(told);
        assertThat(press.records(KafkaTopic.PROBLEMS, PathProblems.class))
                .extracting(problem -> problem.path().value())
                .containsExactly("broadsheet.2.readable/0");
        goesOn();
    }

    @Test
    void whatReadableLostGoesIntoTheIdOfTheNextNews() throws Exception {
        press.lose(KafkaTopic.READABLE, readable);
        press.run();
        newsroom.post("one", 2, "One", "1");
        press.ingest(newsroom, newsroom.commit()).run();

        press.ingest(newsroom, second).run();

        assertThat(press.events())
                .hasSizeGreaterThan(told.size() + 2)
                .extracting(Event::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void makesAllOfReadableAgainAndTellsNothing() throws Exception {
        Map<String, String> recorded = press.recorded();
        press.lose(KafkaTopic.READABLE, 0);

        press.run();

        assertThat(press.recorded()).isEqualTo(recorded);
        assertThat(press.dump()).isEqualTo(dump);
        assertThat(press.events().stream().filter(event -> !isBackfill(event))).isEqualTo(told);
        goesOn();
    }

    @Test
    void leavesAllAsItIsWhileContentIsOlder() throws Exception {
        press.lose(KafkaTopic.CONTENT, content);

        press.run();

        assertThat(press.dump()).isEqualTo(dump);
        assertThat(press.events()).isEqualTo(told);
    }

    @Test
    void takesInWhatIngestComparedWithGit() throws Exception {
        press.lose(KafkaTopic.CONTENT, content);
        press.run();

        press.ingest(newsroom, second).run();

        assertThat(press.dump()).isEqualTo(dump);
        assertThat(press.events()).isEqualTo(told);
        assertThat(press.records(KafkaTopic.COMMITS, CommitStage.class)
                        .getLast()
                        .state())
                .isEqualTo(CommitStage.State.DONE);
        goesOn();
    }

    @Test
    void isKilledBeforeIngestHasCompared() throws Exception {
        press.lose(KafkaTopic.CONTENT, content);
        press.run().kill();
        press.run().kill();

        press.ingest(newsroom, second).run();

        assertThat(press.dump()).isEqualTo(dump);
        assertThat(press.events()).isEqualTo(told);
        goesOn();
    }

    @Test
    void takesAwayWhatContentDoesNotHaveAtAll() throws Exception {
        press.lose(KafkaTopic.CONTENT, 0);
        press.run();
        assertThat(press.dump()).isEqualTo(dump);
        newsroom.remove("one");
        newsroom.commit();

        press.ingest(newsroom, newsroom.fresh()).run();

        assertThat(press.status("posts/one")).isNotEqualTo(200);
        assertThat(press.status("posts/three")).isEqualTo(200);
        goesOn();
    }

    @Test
    void tellsItsAuthorAgainWhatProblemsLost() throws Exception {
        newsroom.post("hard", 5, "Hard", Newsroom.TOO_HARD);
        press.ingest(newsroom, newsroom.commit()).run();
        Map<String, String> before = press.dump();
        List<Event> events = press.events();
        press.lose(KafkaTopic.PROBLEMS, problems);

        press.run();

        assertThat(press.records(KafkaTopic.PROBLEMS, PathProblems.class))
                .extracting(problem -> problem.path().value())
                .contains("_posts/hard.md");
        assertThat(press.dump()).isEqualTo(before);
        assertThat(press.events()).isEqualTo(events);
        goesOn();
    }

    /** The same as a clean run has; what comes is told, and nothing else. */
    private void goesOn() throws IOException {
        int before = press.events().size();
        newsroom.post("still", 1, "Still", "3").post("four", 6, "Four", "3");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.events().subList(before, press.events().size()))
                .extracting(Event::type)
                .containsExactlyInAnyOrder(
                        Event.Type.POST_UPDATED, Event.Type.POST_PUBLISHED, Event.Type.SITE_RELEASED);
        assertThat(press.stored()).isEqualTo(press.recorded());
        try (Press clean = new Press()) {
            clean.ingest(newsroom, newsroom.fresh()).run();
            assertThat(press.dump()).containsAllEntriesOf(clean.dump());
        }
    }

    private static boolean isBackfill(Event event) {
        return switch (event.data()) {
            case Event.DocumentData document -> document.backfill();
            case Event.ReleaseData release -> release.backfill();
        };
    }
}
