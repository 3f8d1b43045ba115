package org.broadsheet.ingest.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.CommitStage.Counts;
import org.broadsheet.common.record.CommitStage.Outcome;
import org.broadsheet.common.record.CommitStage.What;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Severity;
import org.broadsheet.ingest.commits.CommitState;

/**
 * The lines that a push of one commit prints: each as soon as a record makes it true; the last when the commit is live, has
 * failed, or time is up. A commit that is superseded is followed to the one with which it goes live, and what is said of that
 * one is printed. A state machine without clock or log; one thread.
 */
final class PushReport {
    private static final String GOES_ON = "; it goes on without you: ";

    private final Configuration.Push limits;
    private final String commitsUrl;
    private final Map<CommitId, CommitState> states = new HashMap<>();
    private final Set<CommitId> followed = new HashSet<>();
    private final Set<CommitId> ingested = new HashSet<>();
    private final Set<CommitId> rendered = new HashSet<>();
    private final Set<CommitId> remade = new HashSet<>();
    private final Set<Outcome> printed = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private CommitId commit;
    private Duration lastAnswer = Duration.ZERO;
    /** What ingest is at work on in place of this one, and when that was heard last. */
    private Optional<CommitId> before = Optional.empty();

    private Duration heardOfIt = Duration.ZERO;
    private int problems;
    private boolean finished;

    /** @param commitsUrl where to ask for commits, such as {@code http://localhost:8080/api/v1/commits/} */
    PushReport(CommitId pushed, Configuration.Push limits, String commitsUrl) {
        this.commit = pushed;
        this.limits = limits;
        this.commitsUrl = commitsUrl;
        followed.add(pushed);
    }

    /** Whether the last line was given. */
    boolean isFinished() {
        return finished;
    }

    /**
     * Takes in what a role said of any commit of the site.
     *
     * @param elapsed since the complete pack was received
     * @return the lines that became true
     */
    List<String> take(CommitStage stage, Duration elapsed) {
        CommitState known = states.get(stage.commit());
        states.put(stage.commit(), known == null ? CommitState.of(stage) : known.with(stage));
        if (stage.role() == Role.INGEST && !stage.commit().equals(commit)) {
            before = Optional.of(stage.commit()).filter(any -> stage.state() == CommitStage.State.PROCESSING);
            heardOfIt = elapsed;
        }
        if (!finished) {
            advance(elapsed);
        }
        return drain();
    }

    /** Lets time pass; when none is left, gives the last line. */
    List<String> tick(Duration elapsed) {
        if (!finished && elapsed.compareTo(limits.timeout()) >= 0) {
            finish(outOfTime(elapsed));
        }
        return drain();
    }

    private List<String> drain() {
        List<String> drained = List.copyOf(lines);
        lines.clear();
        return drained;
    }

    private void finish(String lastLine) {
        lines.add(lastLine);
        finished = true;
    }

    private void advance(Duration elapsed) {
        CommitState state = states.get(commit);
        if (state == null) {
            return;
        }
        lastAnswer = elapsed;
        if (state.isDone(Role.INGEST) && ingested.add(commit)) {
            state.stage(Role.INGEST).ifPresent(this::sayIngested);
        }
        state.stage(Role.RENDER).ifPresent(render -> sayRendered(render, elapsed));
        switch (state.progress()) {
            case PROCESSING -> {}
            case LIVE -> finish(summary(state, elapsed));
            case FAILED ->
                finish("error: not published: " + Printable.line(state.failure().orElse("no reason given")));
            case SUPERSEDED -> {
                Optional<CommitId> by = state.supersededBy();
                if (by.isPresent() && followed.add(by.get())) {
                    commit = by.get();
                    advance(elapsed);
                }
            }
        }
    }

    private void sayIngested(CommitStage ingest) {
        ingest.notes().forEach(note -> lines.add(Lines.note(note)));
        sayProblems(ingest);
        Counts counts = ingest.counts();

        List<Outcome> scheduled = of(ingest, Set.of(What.SCHEDULED));
        scheduled.forEach(document -> lines.add(Lines.scheduled(document)));
        sayMore(counts.scheduled() - scheduled.size(), " scheduled", " scheduled");

        List<Outcome> drafts = of(ingest, Set.of(What.DRAFT, What.EXPIRED));
        drafts.forEach(draft -> lines.add(draft.what() == What.DRAFT ? Lines.draft(draft) : Lines.expired(draft)));
        sayMore(counts.drafts() - drafts.size(), " draft", " drafts");
    }

    private void sayProblems(CommitStage stage) {
        Counts counts = stage.counts();
        problems += counts.problems();
        List<Problem> shown = stage.problems().stream()
                .sorted(Comparator.comparing(Problem::severity))
                .limit(limits.problemLines())
                .toList();
        shown.forEach(problem -> lines.add(Lines.problem(problem)));
        sayMore(counts.problems() - count(shown, Severity.PROBLEM), " problem", " problems");
        sayMore(counts.warnings() - count(shown, Severity.WARNING), " warning", " warnings");
    }

    private void sayRendered(CommitStage render, Duration elapsed) {
        List<Outcome> live = of(render, Set.of(What.LIVE));
        List<Outcome> gone = of(render, Set.of(What.GONE, What.WITHDRAWN));
        if (render.counts().remade() > 0 && remade.add(commit)) {
            lines.add(Lines.settings(render.counts().remade()));
        }
        boolean last = render.state() == CommitStage.State.DONE && rendered.add(commit);
        if (last) {
            sayProblems(render);
        }
        live.stream().filter(printed::add).forEach(document -> lines.add(Lines.live(document, elapsed)));
        if (last) {
            sayMore(render.counts().live() - live.size(), "", "");
        }
        gone.stream().filter(printed::add).forEach(document -> lines.add(Lines.gone(document, elapsed)));
        if (last && render.counts().moved() > 1) {
            lines.add(Lines.moved(render.counts().moved()));
        }
        if (last) {
            sayMore(render.counts().gone() - gone.size(), " gone", " gone");
        }
    }

    private List<Outcome> of(CommitStage stage, Set<What> what) {
        return stage.documents().stream()
                .filter(document -> what.contains(document.what()))
                .limit(limits.liveLines())
                .toList();
    }

    private static int count(List<Problem> shown, Severity severity) {
        return (int) shown.stream().filter(p -> p.severity() == severity).count();
    }

    private void sayMore(int left, String one, String many) {
        if (left > 0) {
            lines.add("… and " + Lines.number(left) + " more" + (left == 1 ? one : many));
        }
    }

    private String summary(CommitState state, Duration elapsed) {
        Counts planned = counts(state, Role.INGEST);
        String tally = Lines.tally(problems, planned, counts(state, Role.RENDER));
        if (!tally.isEmpty()) {
            return (problems > 0 ? "error: " : "success: ") + tally + " in " + Lines.seconds(elapsed);
        }
        return planned.files() == 0
                ? "success: nothing to publish: no files changed"
                : "success: nothing to publish: " + Lines.counted(planned.files(), "file")
                        + " changed, none is a post, page or asset";
    }

    /**
     * A role that said nothing for most of the time is named, so that somebody looks after it; else it is under way, and this
     * says how far.
     */
    private String outOfTime(Duration elapsed) {
        Optional<CommitState> state = Optional.ofNullable(states.get(commit));
        Counts planned = state.map(s -> counts(s, Role.INGEST)).orElse(Counts.NONE);
        Counts done = state.map(s -> counts(s, Role.RENDER)).orElse(Counts.NONE);
        Duration silence = elapsed.minus(lastAnswer);
        Optional<Role> silent =
                unheardOf(state).filter(role -> silence.multipliedBy(2).compareTo(elapsed) > 0);
        boolean busy = silent.equals(Optional.of(Role.INGEST))
                && before.isPresent()
                && elapsed.minus(heardOfIt).multipliedBy(2).compareTo(elapsed) <= 0;
        if (busy) {
            return "hint: ingest is still taking in " + before.get().abbreviated() + " after "
                    + Lines.wholeSeconds(elapsed) + ", and this comes behind it" + GOES_ON + commitsUrl + commit;
        }
        if (silent.isPresent()) {
            String unanswered = silent.get() + " has not answered for " + Lines.wholeSeconds(silence);
            return silent.get() == Role.NOTIFY
                    ? "warning: " + reached(done) + ", not in the feeds yet: " + unanswered
                            + "; they follow when it does"
                    : "warning: taken in, not live yet: " + unanswered + "; it will be published when it does";
        }
        return "hint: " + progress(state, planned, done, Lines.wholeSeconds(elapsed)) + GOES_ON + commitsUrl + commit;
    }

    /** How far it is, and what is still to come: {@code 456 live after 10 s, the feeds follow}. */
    private static String progress(Optional<CommitState> state, Counts planned, Counts done, String elapsed) {
        if (state.filter(s -> s.isDone(Role.INGEST)).isEmpty()) {
            return "ingest is still taking it in after " + elapsed;
        }
        if (state.filter(s -> s.isDone(Role.RENDER)).isPresent()) {
            return reached(done) + " after " + elapsed + ", the feeds follow";
        }
        if (done.live() < planned.live()) {
            return outOf(done.live(), planned.live()) + " live after " + elapsed;
        }
        String live = planned.live() > 0 ? Lines.number(done.live()) + " live after " + elapsed + ", " : "";
        String after = live.isEmpty() ? " after " + elapsed : "";
        if (done.gone() < planned.gone()) {
            return live + outOf(done.gone(), planned.gone()) + " gone" + after;
        }
        if (live.isEmpty() && done.remade() > 0) {
            return "not all of " + Lines.counted(done.remade(), "page") + " made again" + after;
        }
        return live.isEmpty() ? "not live" + after : live + "the lists and feeds follow";
    }

    /** Of what there is. */
    private static String reached(Counts done) {
        String tally = Lines.tally(0, Counts.NONE, done);
        return tally.isEmpty() ? "all done" : tally;
    }

    private static String outOf(int done, int planned) {
        return Lines.number(done) + " of " + Lines.number(planned);
    }

    /** The role whose turn it is, if it has not even begun. */
    private static Optional<Role> unheardOf(Optional<CommitState> state) {
        for (Role role : Role.values()) {
            if (state.flatMap(s -> s.stage(role)).isEmpty()) {
                return Optional.of(role);
            }
            if (!state.get().isDone(role)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Counts counts(CommitState state, Role role) {
        return state.stage(role).map(CommitStage::counts).orElse(Counts.NONE);
    }
}
