package org.broadsheet.ingest.commits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Role;

/**
 * How far a commit is: the last record of each role. Pure.
 *
 * @param stages never empty
 */
public record CommitState(SiteId site, CommitId commit, Map<Role, CommitStage> stages) {
    public enum Progress {
        PROCESSING,
        LIVE,
        SUPERSEDED,
        FAILED
    }

    public CommitState {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("nothing is known of commit " + commit);
        }
        stages = Collections.unmodifiableMap(new EnumMap<>(stages));
    }

    public static CommitState of(CommitStage first) {
        return new CommitState(first.site(), first.commit(), Map.of(first.role(), first));
    }

    /**
     * With one more record. When ingest begins anew with the commit (the branch went back to it), what the later roles said of
     * it before no longer counts.
     */
    public CommitState with(CommitStage stage) {
        EnumMap<Role, CommitStage> all = new EnumMap<>(stages);
        CommitStage before = all.put(stage.role(), stage);
        if (stage.role() == Role.INGEST && before != null && !before.startedAt().equals(stage.startedAt())) {
            all.keySet().removeIf(role -> role != Role.INGEST);
        }
        return new CommitState(site, commit, all);
    }

    public Optional<CommitStage> stage(Role role) {
        return Optional.ofNullable(stages.get(role));
    }

    /** Whether it is live, superseded or failed, and stays so. */
    public boolean isEnded() {
        return progress() != Progress.PROCESSING;
    }

    public Progress progress() {
        if (has(CommitStage.State.FAILED)) {
            return Progress.FAILED;
        }
        if (has(CommitStage.State.SUPERSEDED)) {
            return Progress.SUPERSEDED;
        }
        // The feeds are a release's last step.
        return isDone(Role.NOTIFY) ? Progress.LIVE : Progress.PROCESSING;
    }

    public boolean isDone(Role role) {
        return stage(role).filter(s -> s.state() == CommitStage.State.DONE).isPresent();
    }

    /** The commit with which this one went live, or that took its place. */
    public Optional<CommitId> supersededBy() {
        return stages.values().stream()
                .filter(s -> s.state() == CommitStage.State.SUPERSEDED)
                .flatMap(s -> s.supersededBy().stream())
                .findFirst();
    }

    public Optional<String> failure() {
        return stages.values().stream()
                .filter(s -> s.state() == CommitStage.State.FAILED)
                .map(s -> s.failure().orElse(s.role() + " failed"))
                .findFirst();
    }

    private boolean has(CommitStage.State state) {
        return stages.values().stream().anyMatch(s -> s.state() == state);
    }
}
