package org.broadsheet.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No record can be made that its topic would not take. */
class NewRecordTest {
    private static final SiteId SITE = new SiteId("main");
    private static final CommitId COMMIT = new CommitId("a".repeat(40));
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    /** Six bytes of JSON each. */
    private static final String HARD = "\u0001";

    private static Problem problem(int i, String message) {
        return Finding.problem(message, message).in(new ContentPath("_posts/" + HARD.repeat(1000) + i));
    }

    static Stream<Object> ofAnyNumber() {
        List<Problem> problems = IntStream.range(0, 101)
                .mapToObj(i -> problem(i, HARD.repeat(5_000)))
                .toList();
        List<CommitStage.Outcome> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> new CommitStage.Outcome(
                        CommitStage.What.LIVE,
                        new ContentPath("_posts/" + HARD.repeat(1000) + i),
                        Optional.of("%E2%82%AC".repeat(1000))))
                .toList();
        List<CommitId> commits = Collections.nCopies(30_000, COMMIT);
        TreeSet<UrlPath> urls = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            urls.add(new UrlPath("/posts/" + "x".repeat(900) + i));
        }
        PostId id = PostId.born(SITE, new ContentPath("_posts/a.md"), AT);
        String title = "\ud83d\ude80".repeat(400_000);
        return Stream.of(
                new PathProblems(SITE, Role.INGEST, new ContentPath("_posts/a.md"), COMMIT, AT, problems),
                new CommitStage(
                        SITE,
                        COMMIT,
                        Role.INGEST,
                        CommitStage.State.DONE,
                        AT,
                        1,
                        CommitStage.Counts.NONE,
                        outcomes,
                        problems,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Content.CommitIngested(
                        SITE, Optional.of(COMMIT), "refs/heads/main", AT, Optional.empty(), false, commits),
                new Content.Removed(SITE, Kind.POST, id.toString(), COMMIT, AT, Optional.empty(), urls),
                new Readable.Release(SITE, COMMIT, AT, 1, Digest.of(""), Digest.of(""), commits, true),
                new Event.DocumentData(
                        id,
                        "http://localhost/posts/a",
                        title,
                        List.of(),
                        COMMIT,
                        Optional.of(COMMIT),
                        AT,
                        List.of("title"),
                        Optional.of(new Event.Previous(Optional.of(title), Optional.empty(), Optional.empty())),
                        true,
                        false));
    }

    @ParameterizedTest
    @MethodSource("ofAnyNumber")
    void whatHasNoNumberIsWrittenAsFarAsThereIsRoom(Object value) throws Exception {
        assertThat(Json.write(value).length).as("whole").isGreaterThan(NewRecord.MOST_BYTES);

        NewRecord record = NewRecord.of(KafkaTopic.COMMITS, "main", value);

        assertThat(record.size()).isBetween(1, NewRecord.MOST_BYTES);
        assertThat(Json.MAPPER.readTree(record.value().orElseThrow()).isObject())
                .isTrue();
    }

    @Test
    void whatIsWrittenOfManyProblemsSaysThatThereAreMore() {
        PathProblems all = new PathProblems(
                SITE,
                Role.INGEST,
                new ContentPath("_posts/a.md"),
                COMMIT,
                AT,
                IntStream.range(0, 101)
                        .mapToObj(i -> problem(i, HARD.repeat(5_000)))
                        .toList());

        NewRecord record = NewRecord.of(KafkaTopic.PROBLEMS, all.key(), all);

        PathProblems written = Json.read(record.value().orElseThrow(), PathProblems.class);
        assertThat(written.problems()).hasSizeBetween(2, 100);
        assertThat(written.problems().getFirst()).isEqualTo(all.problems().getFirst());
        assertThat(written.problems().getLast().message()).isEqualTo("\u2026 and more that have no room here");
    }

    @Test
    void whatCannotBeShortenedIsRefusedWhereItIsMade() {
        assertThatThrownBy(() -> NewRecord.tombstone(KafkaTopic.CONTENT, "k".repeat(2 << 20)))
                .isInstanceOf(NewRecord.TooLarge.class)
                .hasMessageStartingWith(
                        "a record of broadsheet.2.content would have 2097152 bytes, at most 1048576 are allowed")
                .message()
                .hasSizeLessThan(300);
        assertThatThrownBy(() ->
                        new NewRecord(KafkaTopic.CONTENT, "key", Optional.of(new byte[NewRecord.MOST_BYTES]), Map.of()))
                .isInstanceOf(NewRecord.TooLarge.class);
        assertThatThrownBy(() -> new NewRecord(
                        KafkaTopic.EVENTS, "key", Optional.empty(), Map.of("ce_subject", "\u20ac".repeat(400_000))))
                .isInstanceOf(NewRecord.TooLarge.class);
    }

    @Test
    void aProblemOfAnyPathHasAKey() {
        String long1 = PathProblems.key(SITE, Role.INGEST, new ContentPath("x".repeat(1 << 21) + "1"));
        String long2 = PathProblems.key(SITE, Role.INGEST, new ContentPath("x".repeat(1 << 21) + "2"));

        assertThat(long1).hasSizeLessThan(2_000).isNotEqualTo(long2);
        assertThat(PathProblems.key(SITE, Role.INGEST, new ContentPath("_posts/a.md")))
                .isEqualTo("main/ingest/_posts/a.md");
    }

    @Test
    void ofARecordWithAKeyOfMegabytesThePlaceIsTold() {
        List<NewRecord> told = new java.util.ArrayList<>();
        UnreadableRecords unreadable = new UnreadableRecords(SITE, Role.RENDER, () -> AT);
        LogRecord record = new LogRecord(
                KafkaTopic.CONTENT, 0, 7, "k".repeat(1 << 20), Optional.of(new byte[] {'x'}), Map.of(), AT);

        Optional<UUID> read = unreadable.read(
                record,
                r -> {
                    throw new IllegalArgumentException("no".repeat(1 << 20));
                },
                new Stage.Outbox() {
                    @Override
                    public void add(NewRecord one) {
                        told.add(one);
                    }

                    @Override
                    public boolean isFull(int moreRecords, long moreBytes) {
                        return false;
                    }

                    @Override
                    public void flush() {}
                });

        assertThat(read).isEmpty();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().key()).isEqualTo("main/render/broadsheet.2.content/0/7");
    }
}
