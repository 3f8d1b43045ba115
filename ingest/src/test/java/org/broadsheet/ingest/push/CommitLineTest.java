package org.broadsheet.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.ingest.commits.CommitState;
import org.broadsheet.ingest.testing.Said;
import org.junit.jupiter.api.Test;

class CommitLineTest {
    private static final CommitId COMMIT = new CommitId("4be1c90" + "0".repeat(33));
    private static final CommitId LATER = new CommitId("5af0000" + "0".repeat(33));
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void saysWhatBecameOfACommitAndWhereTheTimeWent() {
        CommitState state = state(
                Said.ingest(COMMIT)
                        .at(START)
                        .subject("First post")
                        .live("first")
                        .done(),
                Said.render(COMMIT).at(START.plusMillis(100)).live("first").done(),
                Said.notify(COMMIT).at(START.plusMillis(260)).done());

        assertThat(CommitLine.of(state))
                .contains("4be1c90 First post · 1 live · 0.31 s (ingest 0.05, render 0.05, notify 0.05)");
    }

    @Test
    void saysNothingBeforeTheEnd() {
        assertThat(CommitLine.of(
                        state(Said.ingest(COMMIT).done(), Said.render(COMMIT).done())))
                .isEmpty();
    }

    @Test
    void namesTheCommitWithWhichItGoesLive() {
        CommitState state = state(
                Said.ingest(COMMIT).subject("First post").done(),
                Said.render(COMMIT).supersededBy(LATER));

        assertThat(CommitLine.of(state)).contains("4be1c90 First post · goes live with 5af0000");
    }

    @Test
    void keepsItsSubjectOnOneLine() {
        CommitState state = state(Said.ingest(COMMIT).subject("a\u001b[2J\nb").failed("no\nway"));

        assertThat(CommitLine.of(state)).contains("4be1c90 a\\u001b[2J\\u000ab · failed: no\\u000away");
    }

    @Test
    void isPrintedOncePerCommit() throws Exception {
        List<String> printed = new CopyOnWriteArrayList<>();
        try (MemoryEventLog log = new MemoryEventLog();
                CommitLines lines = new CommitLines(log, false, printed::add)) {
            lines.start();

            Said.allDone(COMMIT, "first").forEach(stage -> append(log, stage));
            append(log, Said.notify(COMMIT).done());
            Said.allDone(LATER).forEach(stage -> append(log, stage));

            await().until(() -> printed.size() >= 2);
            assertThat(printed)
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("4be1c90 · 1 live · "),
                            line -> assertThat(line).startsWith("5af0000 · nothing to publish · "));
        }
    }

    private static void append(MemoryEventLog log, CommitStage stage) {
        log.append(NewRecord.of(KafkaTopic.COMMITS, stage.site().value(), stage))
                .join();
    }

    private static CommitState state(CommitStage first, CommitStage... more) {
        CommitState state = CommitState.of(first);
        for (CommitStage stage : more) {
            state = state.with(stage);
        }
        return state;
    }
}
