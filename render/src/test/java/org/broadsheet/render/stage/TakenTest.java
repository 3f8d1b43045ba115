package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.Test;

/** What comes behind the last end is cut off too; here nothing does. */
class TakenTest {
    private static final CommitId FIRST = new CommitId("1".repeat(40));
    private static final CommitId SECOND = new CommitId("2".repeat(40));
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

    private static Taken end(CommitId commit, boolean backfill, Optional<Instant> due) {
        Content.CommitIngested end = new Content.CommitIngested(
                        new SiteId("main"),
                        Optional.of(commit),
                        "refs/heads/main",
                        AT,
                        Optional.empty(),
                        backfill,
                        List.of())
                .with(0, due, due);
        return new Taken(
                new LogRecord(KafkaTopic.CONTENT, 0, 0, end.key(), Optional.empty(), Map.of(), AT), Optional.of(end));
    }

    private static final Taken BACKFILL = end(FIRST, true, Optional.empty());
    private static final Taken CAME_DUE = end(FIRST, true, Optional.of(AT));
    private static final Taken PUSHED = end(SECOND, false, Optional.empty());

    @Test
    void whatComesDueIsToldOfThoughItsCommitWasBackfill() {
        assertThat(Taken.releases(List.of(BACKFILL, CAME_DUE, PUSHED), Optional.empty()))
                .containsExactly(List.of(BACKFILL), List.of(CAME_DUE, PUSHED), List.of());
        assertThat(Taken.releases(List.of(CAME_DUE, PUSHED), Optional.of(FIRST)))
                .containsExactly(List.of(CAME_DUE, PUSHED), List.of());
    }

    /** Compaction keeps the later of the two ends. */
    @Test
    void backfillOfWhichTheOwnEndIsLostIsNotToldWithAPush() {
        assertThat(Taken.releases(List.of(CAME_DUE, PUSHED), Optional.empty()))
                .containsExactly(List.of(CAME_DUE), List.of(PUSHED), List.of());
    }
}
