package org.broadsheet.render.stage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Severity;
import org.broadsheet.render.plan.Plan;
import org.broadsheet.render.release.DocumentChange;
import org.broadsheet.render.release.Kept;

/** Tells {@code commits} how far a release is. One thread. */
final class CommitProgress {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final SiteId site;
    private final CommitId commit;
    private final Set<UrlPath> changing;
    /** Posts and pages that change for the settings alone. */
    private final int remade;

    private final int mostProblems;

    private final Instant begun;
    private final InstantSource clock;
    private final Outbox outbox;
    private Instant told;
    private int live;

    /**
     * @param told of what whoever began this release has told already
     * @param mostProblems so many are named
     */
    CommitProgress(
            SiteId site,
            CommitId commit,
            Plan plan,
            Set<DocumentKey> told,
            int mostProblems,
            Instant begun,
            InstantSource clock,
            Outbox outbox) {
        this.site = site;
        this.commit = commit;
        this.changing = plan.documents().stream()
                .filter(DocumentChange::isTold)
                .flatMap(change -> change.is().stream())
                .map(Kept::object)
                .collect(Collectors.toUnmodifiableSet());
        this.remade = plan.bringsSettings()
                ? (int) plan.shown().stream()
                        .filter(document -> !changing.contains(document.object()) && !told.contains(document.key()))
                        .count()
                : 0;
        this.mostProblems = mostProblems;
        this.begun = begun;
        this.clock = clock;
        this.outbox = outbox;
        this.told = clock.instant();
    }

    /** Says what other settings bring before it is done. */
    void begin() {
        if (remade > 0) {
            processing();
        }
    }

    private void processing() {
        CommitStage.Counts counts = new CommitStage.Counts(live, 0, 0, 0, 0, 0, 0, remade);
        add(commit, CommitStage.State.PROCESSING, counts, List.of(), List.of(), Optional.empty());
        outbox.flush();
    }

    /** A long release says every second how far it is, in a transaction of its own. */
    void step(SiteWriter.Result result) {
        if (changing.contains(result.step().url())) {
            live++;
        }
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(INTERVAL) >= 0) {
            told = now;
            processing();
        }
    }

    /** The commit went live as a part of this one. */
    void superseded(CommitId earlier) {
        add(earlier, CommitStage.State.SUPERSEDED, CommitStage.Counts.NONE, List.of(), List.of(), Optional.of(commit));
    }

    /** @param found what is wrong with files */
    void done(ReleaseRecords records, List<Problem> found) {
        List<Problem> problems = found.stream().sorted(Problem.ORDER).toList();
        CommitStage.Counts done = records.counts();
        int warnings = (int) problems.stream()
                .filter(problem -> problem.severity() == Severity.WARNING)
                .count();
        CommitStage.Counts counts = new CommitStage.Counts(
                done.live(), done.gone(), 0, problems.size() - warnings, warnings, 0, 0, remade, 0, done.moved());
        List<Problem> first = problems.subList(0, Math.min(mostProblems, problems.size()));
        add(commit, CommitStage.State.DONE, counts, records.outcomes(), first, Optional.empty());
    }

    long millis() {
        return Duration.between(begun, clock.instant()).toMillis();
    }

    private void add(
            CommitId of,
            CommitStage.State state,
            CommitStage.Counts counts,
            List<CommitStage.Outcome> documents,
            List<Problem> problems,
            Optional<CommitId> supersededBy) {
        CommitStage stage = new CommitStage(
                site,
                of,
                Role.RENDER,
                state,
                begun,
                millis(),
                counts,
                documents,
                problems,
                supersededBy,
                Optional.empty(),
                Optional.empty());
        outbox.add(NewRecord.of(KafkaTopic.COMMITS, site.value(), stage));
    }
}
