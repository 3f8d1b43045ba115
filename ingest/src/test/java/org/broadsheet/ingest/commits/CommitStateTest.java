package org.broadsheet.ingest.commits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.commits.CommitState.Progress;
import org.broadsheet.ingest.testing.Said;
import org.junit.jupiter.api.Test;

class CommitStateTest {
    private static final CommitId COMMIT = new CommitId("a".repeat(40));
    private static final CommitId LATER = new CommitId("b".repeat(40));
    private static final Instant ONCE = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void isLiveWhenTheFeedsAreDone() {
        CommitState rendered = CommitState.of(Said.ingest(COMMIT).done())
                .with(Said.render(COMMIT).done());

        assertThat(rendered.progress()).isEqualTo(Progress.PROCESSING);
        assertThat(rendered.with(Said.notify(COMMIT).done()).progress()).isEqualTo(Progress.LIVE);
    }

    @Test
    void isSupersededWhicheverRoleSaysSo() {
        CommitState state = CommitState.of(Said.ingest(COMMIT).done())
                .with(Said.render(COMMIT).supersededBy(LATER));

        assertThat(state.progress()).isEqualTo(Progress.SUPERSEDED);
        assertThat(state.supersededBy()).contains(LATER);
    }

    @Test
    void forgetsTheLaterRolesWhenIngestBeginsAnew() {
        CommitState live = CommitState.of(Said.ingest(COMMIT).at(ONCE).done())
                .with(Said.render(COMMIT).done())
                .with(Said.notify(COMMIT).done());

        CommitState again =
                live.with(Said.ingest(COMMIT).at(ONCE.plusSeconds(60)).done());

        assertThat(again.progress()).isEqualTo(Progress.PROCESSING);
        assertThat(again.stages()).containsOnlyKeys(Role.INGEST);
    }

    @Test
    void keepsThemWhenIngestOnlyGoesOn() {
        CommitState state = CommitState.of(Said.ingest(COMMIT).at(ONCE).processing())
                .with(Said.render(COMMIT).processing())
                .with(Said.ingest(COMMIT).at(ONCE).done());

        assertThat(state.stages()).containsOnlyKeys(Role.INGEST, Role.RENDER);
    }
}
