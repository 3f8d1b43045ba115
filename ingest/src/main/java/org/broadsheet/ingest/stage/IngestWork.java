package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.LostRecords;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Signal;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryFile;
import org.broadsheet.ingest.plan.EffectiveSettings;
import org.broadsheet.ingest.plan.Intake;
import org.broadsheet.ingest.plan.Report;
import org.broadsheet.ingest.plan.SiteState;
import org.broadsheet.ingest.source.Commits;
import org.broadsheet.ingest.source.DamagedRef;
import org.broadsheet.ingest.source.HistoryReader;
import org.broadsheet.ingest.source.KeptIds;
import org.broadsheet.ingest.source.TreeSizes;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The site's partition. A step is: the branch against the cursor, history, what differs, the work store, the records; the last
 * ones with the cursor. Whatever happens in between, the next look begins at the cursor that is committed.
 */
final class IngestWork implements Stage.Work {
    private static final Logger LOG = LoggerFactory.getLogger(IngestWork.class);

    /** How often a commit that takes longer is told to be under way. */
    private static final Duration STILL_AT_WORK = Duration.ofSeconds(2);

    /** Raised when files are read otherwise, so that what another program took in is taken in anew. */
    private static final int READING = 3;

    /** Against what it stands that a remote cannot be fetched. */
    private static final ContentPath REMOTE = new ContentPath("refs/remotes/origin");

    /** The clock may be set, or stand still with the machine: so long at the most it is not looked at while something is to come. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** Code points of a commit's first line that are told. */
    private static final int SUBJECT = 200;

    private final SiteId site;
    private final Source source;
    private final Intake.Tools tools;
    private final Output output;
    private final SiteState state;
    private final FirstTime firstTime;
    private final InstantSource clock;
    private final HistoryReader history;
    private final KnownFacts facts;
    private final KeptIds keptIds;
    private final TreeSizes sizes;
    private final UnreadableRecords unreadable;
    private final long start;
    private final Stage.Lost loss;
    private final Optional<Upstream> upstream;
    /** The commits that somebody waits for, each since when. */
    private final Map<CommitId, Instant> asked = new LinkedHashMap<>();
    /** The files of which the work store has lost something. */
    private final Set<ContentPath> lost = new LinkedHashSet<>();

    private long position;
    private boolean lookDue = true;
    private boolean first = true;
    private boolean tookIn;
    /** Before, it is not looked again unless somebody asks for it. */
    private Instant lookFrom = Instant.MIN;

    private @Nullable UnderWay underWay;
    /** What is published; null until that is known. */
    private @Nullable History shown;
    /** Before, nothing that is due is tried: it went wrong. */
    private Instant notBefore = Instant.MIN;
    /** What was taken in, and is not yet noted beside the repository. */
    private @Nullable History unnoted;

    private boolean lossTold;
    /** Whether what was written is lost in part, so that nothing less than the whole tree says what misses. */
    private boolean anew;

    IngestWork(
            Source source,
            Intake.Tools tools,
            Output output,
            HistoryFile snapshot,
            FirstTime firstTime,
            InstantSource clock,
            Stage.Assignment assignment) {
        this.source = source;
        this.tools = tools.with(tools.pipeline().telling(this::stillAtWork));
        this.output = output;
        this.firstTime = firstTime;
        this.clock = clock;
        site = tools.site();
        state = output.state();
        history = new HistoryReader(
                source.repository(), site, tools.configuration().limits(), this.tools.pipeline(), tools.texts());
        facts = new KnownFacts(source.repository(), state, history, snapshot);
        keptIds = new KeptIds(source.repository());
        sizes = new TreeSizes(tools.configuration().limits().files());
        unreadable = new UnreadableRecords(site, Role.INGEST, clock);
        start = assignment.committed();
        position = start;
        loss = assignment.lost();
        upstream = source.upstream(assignment.wakeup());
        anew = loss.isOf(KafkaTopic.CONTENT, KafkaTopic.PROBLEMS, KafkaTopic.COMMITS);
        tookIn = state.cursor().flatMap(Content.CommitIngested::commit).isPresent();
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void take(List<LogRecord> records, Stage.Outbox outbox) {
        for (LogRecord record : records) {
            unreadable
                    .read(record, r -> Json.read(r.value().orElseThrow(), Signal.class), outbox)
                    .filter(signal -> signal.site().equals(site))
                    .ifPresent(signal -> {
                        lookDue = true;
                        if (signal.reason() != Signal.Reason.LOST) {
                            upstream.ifPresent(Upstream::ask);
                        }
                        lookFrom = Instant.MIN;
                        lost.addAll(signal.lost());
                        // Nobody waits for a commit that a watch has found: once answered is enough.
                        Instant since = signal.reason() == Signal.Reason.PUSH ? signal.at() : Instant.MIN;
                        signal.commit().ifPresent(c -> asked.merge(c, since, (a, b) -> a.isAfter(b) ? a : b));
                    });
            position = record.offset() + 1;
        }
    }

    @Override
    public Duration tick(Stage.Outbox outbox) throws IOException {
        if (!lossTold) {
            LostRecords.tell(loss, site, Role.INGEST, clock.instant(), outbox);
            lossTold = true;
        }
        committed();
        upstream.flatMap(Upstream::look).ifPresent(look -> hear(look, outbox));
        Optional<Content.CommitIngested> before = state.cursor();
        if (untilDue().isZero()) {
            due(outbox);
        } else if (lookDue && !clock.instant().isBefore(lookFrom)) {
            Optional<Duration> again = look(outbox);
            lookDue = again.isPresent();
            lookFrom = again.map(clock.instant()::plus).orElse(Instant.MIN);
            first = false;
        } else {
            // All is committed, and nobody waits: a kill from here on costs the next start little.
            output.saveIfDue();
            facts.saveIfDue();
        }
        if (unnoted != null || !before.equals(state.cursor())) {
            // What is restored stands in the log: it must not come again behind what is on its way there.
            return Duration.ZERO;
        }
        restore(outbox);
        Duration untilDue = untilDue();
        Duration untilLook = lookDue ? Duration.between(clock.instant(), lookFrom) : A_MINUTE;
        Duration rest = upstream.map(Upstream::rest).orElse(A_MINUTE);
        Duration wait = Stream.of(untilDue, untilLook, rest)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** What the remote has is in its clone now, or it stands in {@code problems} why it is not. */
    private void hear(Upstream.Look look, Stage.Outbox outbox) {
        Step step = new Step(outbox, output);
        switch (look) {
            case Upstream.Look.Done done -> {
                lookDue = true;
                if (state.mend(REMOTE)) {
                    step.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, Role.INGEST, REMOTE)));
                    LOG.atInfo().addKeyValue("site", site).log("The remote can be fetched again");
                }
            }
            case Upstream.Look.Failed failed -> {
                Instant now = clock.instant();
                CommitId last =
                        state.cursor().flatMap(Content.CommitIngested::commit).orElse(CommitId.NONE);
                CommitId commit = failed.refused().orElse(last);
                boolean news = against(REMOTE, commit, failed.why(), failed.hint(), step, now);
                if (news && failed.refused().isPresent()) {
                    Optional<String> why = Optional.of(failed.why() + ": " + failed.hint());
                    step.answer(stage(commit, CommitStage.State.FAILED, now, Optional.empty(), why));
                }
            }
        }
        step.handOver();
    }

    /** How long to wait for what comes due next, or expires, without a commit: a minute at the most. */
    private Duration untilDue() {
        Optional<Instant> next = Optional.ofNullable(shown).flatMap(History::next);
        if (next.isEmpty()) {
            return A_MINUTE;
        }
        Instant at = next.get().isBefore(notBefore) ? notBefore : next.get();
        Instant now = clock.instant();
        if (!now.isBefore(at)) {
            return Duration.ZERO;
        }
        // Never less than it takes: who comes too early finds nothing due.
        Duration left = Duration.between(now, at).plusMillis(1);
        return left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
    }

    /** The instant has come of something in what was taken in last, wherever the branch stands by now. */
    private void due(Stage.Outbox outbox) throws IOException {
        Optional<Content.CommitIngested> cursor = state.cursor();
        Instant now = clock.instant();
        boolean wentWrong = notBefore.isAfter(Instant.MIN);
        notBefore = now.plus(A_MINUTE);
        Optional<CommitId> commit =
                cursor.filter(c -> c.taking().isEmpty() && !anew).flatMap(Content.CommitIngested::commit);
        if (commit.isEmpty()) {
            return;
        }
        Step step = new Step(outbox, output);
        switch (attempt(commit.get(), step, () -> takeIn(commit.get(), cursor, step, now))) {
            case Outcome.Done done -> {
                taken(done);
                notBefore = Instant.MIN;
                // What is said against the branch is mended where nothing else is wrong with it.
                lookDue |= wentWrong;
            }
            case Outcome.Refused refused -> {
                step.drop();
                history.forget();
                String what = "what is due of commit " + commit.get().abbreviated() + " is not taken in: "
                        + refused.refusal.why();
                against(
                        new ContentPath(cursor.orElseThrow().ref()),
                        commit.get(),
                        what,
                        refused.refusal.hint(),
                        step,
                        now);
            }
        }
        step.handOver();
    }

    /** As of now, and of no earlier instant than anything that was published for its sake: a clock may go back. */
    private History shown(History facts, Optional<Content.CommitIngested> cursor) {
        Instant now = clock.instant();
        return facts.asOf(cursor.flatMap(Content.CommitIngested::asOf)
                .filter(last -> last.isAfter(now))
                .orElse(now));
    }

    /** As the cursor has it. */
    private static History shownBefore(History facts, Optional<Content.CommitIngested> cursor) {
        return facts.asOf(cursor.flatMap(Content.CommitIngested::asOf).orElse(Instant.EPOCH));
    }

    /** What the step before took in is committed by now, so that nobody newer owns the site. */
    private void committed() throws IOException {
        if (tookIn) {
            firstTime.mark();
        }
        History ids = unnoted;
        if (ids != null) {
            keptIds.write(ids);
            unnoted = null;
        }
    }

    @Override
    public boolean isRestored() {
        return !anew;
    }

    @Override
    public void close(boolean clean) {
        upstream.ifPresent(Upstream::close);
        if (clean) {
            output.saveAtEnd();
            facts.saveAtEnd();
        }
    }

    /** What a look came to. */
    private sealed interface Outcome {
        /**
         * @param ids of which it is to be noted which were kept; empty if that stands there
         * @param shown what is published; empty if that is known
         */
        record Done(Optional<HistoryFile.Snapshot> taken, Optional<History> ids, Optional<History> shown)
                implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /** When it has to be looked again although nothing asks for it. */
    private Optional<Duration> look(Stage.Outbox outbox) throws IOException {
        Instant startedAt = clock.instant();
        Optional<Content.CommitIngested> cursor = state.cursor();
        Step step = new Step(outbox, output);
        Optional<CommitId> tip;
        try {
            tip = tip(cursor);
        } catch (DamagedRef e) {
            upstream.ifPresent(Upstream::distrust);
            withoutTip(cursor, e.why(), e.hint(), step, startedAt);
            step.handOver();
            goOn(cursor);
            return Refusal.because(e).flatMap(Refusal::again);
        }
        if (tip.isEmpty()) {
            // Of a clone its remote says where the branch is, when it is asked.
            if (upstream.isEmpty()
                    && cursor.flatMap(Content.CommitIngested::commit).isPresent()) {
                String hint = source.isHosted() ? "push it again" : "make it again: git branch NAME COMMIT";
                withoutTip(cursor, "there is no such branch", hint, step, startedAt);
                step.handOver();
                goOn(cursor);
            }
            return Optional.empty();
        }
        Optional<Duration> next =
                switch (attempt(tip.get(), step, () -> taken(tip.get(), cursor, step, startedAt, outbox))) {
                    case Outcome.Done done -> {
                        taken(done);
                        yield Optional.empty();
                    }
                    case Outcome.Refused refused -> {
                        step.drop();
                        history.forget();
                        if (refused.refusal.again().isPresent()) {
                            upstream.ifPresent(Upstream::distrust);
                        }
                        refuse(tip.get(), refused.refusal, step, startedAt);
                        goOn(cursor);
                        yield refused.refusal.again();
                    }
                };
        step.handOver();
        asked.clear();
        return next;
    }

    private void taken(Outcome.Done done) {
        done.taken.ifPresent(facts::taken);
        tookIn |= done.taken.isPresent();
        anew &= done.taken.isEmpty();
        unnoted = done.ids.orElse(unnoted);
        shown = done.shown.orElse(shown);
    }

    /** Whatever is wrong with the branch: what was taken in comes due, and expires. */
    private void goOn(Optional<Content.CommitIngested> cursor) {
        Optional<CommitId> last = cursor.filter(c -> c.taking().isEmpty()).flatMap(Content.CommitIngested::commit);
        if (shown == null && last.isPresent()) {
            try (RevWalk walk = new RevWalk(source.repository())) {
                Optional<RevCommit> commit = Commits.find(walk, last.get());
                if (commit.isPresent()) {
                    shown = shownBefore(facts.of(commit.get()), cursor);
                }
            } catch (IOException | RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("site", site)
                        .addKeyValue("commit", last.get())
                        .log("Nothing of it comes due: {}", e.toString());
            }
        }
    }

    /** What else than the branch is damaged in a repository of ours, so that nobody could push, is mended at once. */
    private Optional<CommitId> tip(Optional<Content.CommitIngested> cursor) throws IOException {
        DamagedRef damage = null;
        try {
            Optional<CommitId> tip = source.tip();
            if (tip.isPresent() || cursor.isEmpty()) {
                return tip;
            }
        } catch (DamagedRef e) {
            LOG.atWarn().addKeyValue("site", site).log("Git's files are damaged: {}", e.getMessage());
            damage = e;
        }
        source.mend(cursor.map(Content.CommitIngested::ref));
        Optional<CommitId> tip = source.tip();
        if (tip.isEmpty() && damage != null) {
            throw damage;
        }
        return tip;
    }

    /** Whatever goes wrong with this commit is its own affair: a stage that fails would fail again for ever. */
    private Outcome attempt(CommitId tip, Step step, Attempt attempt) throws IOException {
        try {
            return attempt.run();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            Optional<Refusal> refusal =
                    step.isGoingOut() || Thread.currentThread().isInterrupted() ? Optional.empty() : Refusal.because(e);
            if (refusal.isEmpty()) {
                throw e;
            }
            // What Git lacks says itself where; a fault of ours needs to be found.
            LOG.atLevel(refusal.get().again().isPresent() ? Level.DEBUG : Level.WARN)
                    .addKeyValue("site", site)
                    .addKeyValue("commit", tip)
                    .setCause(e)
                    .log("A look was given up");
            return new Outcome.Refused(refusal.get());
        }
    }

    private interface Attempt {
        Outcome run() throws IOException;
    }

    private Outcome taken(
            CommitId tip, Optional<Content.CommitIngested> cursor, Step step, Instant startedAt, Stage.Outbox outbox)
            throws IOException {
        boolean there = cursor.isPresent()
                && cursor.get().taking().isEmpty()
                && cursor.get().commit().equals(Optional.of(tip))
                && !anew
                && isReadAsNow(cursor.get());
        Outcome outcome = new Outcome.Done(Optional.empty(), Optional.empty(), Optional.empty());
        if (!there) {
            underWay = new UnderWay(tip, startedAt, outbox);
            try {
                outcome = takeIn(tip, cursor, step, startedAt);
            } finally {
                underWay = null;
            }
        } else if (first) {
            History ids = settle(cursor.get(), tip, step);
            // A process that died may have committed what it did not note.
            outcome = new Outcome.Done(
                    Optional.empty(),
                    Optional.of(ids).filter(any -> source.isOurs()),
                    Optional.of(shownBefore(ids, cursor)));
        }
        if (outcome instanceof Outcome.Refused) {
            return outcome;
        }
        Optional<TreeSizes.TooMany> tooMany = there ? tooMany(tip) : Optional.empty();
        if (tooMany.isPresent()) {
            stays(tip, tooMany.get(), step, startedAt);
        } else {
            mend(step);
        }
        for (CommitId commit : unanswered()) {
            if (!commit.equals(tip)) {
                step.answer(superseded(commit, tip, startedAt));
            } else if (there) {
                repeat(cursor.get(), startedAt, step);
            }
        }
        return outcome;
    }

    /** The commit that is being taken in. */
    private static final class UnderWay {
        private final CommitId commit;
        private final Instant startedAt;
        private final Stage.Outbox outbox;
        private Instant told;

        UnderWay(CommitId commit, Instant startedAt, Stage.Outbox outbox) {
            this.commit = commit;
            this.startedAt = startedAt;
            this.outbox = outbox;
            told = startedAt;
        }
    }

    /**
     * Whoever waits for a commit that takes long hears that somebody is at it. That alone is committed: what the look has to write is
     * held back still.
     */
    private void stillAtWork() {
        UnderWay way = underWay;
        Instant now = clock.instant();
        if (way != null && Duration.between(way.told, now).compareTo(STILL_AT_WORK) >= 0) {
            way.told = now;
            CommitStage processing =
                    stage(way.commit, CommitStage.State.PROCESSING, way.startedAt, Optional.empty(), Optional.empty());
            way.outbox.add(NewRecord.of(KafkaTopic.COMMITS, site.value(), processing));
            way.outbox.flush();
        }
    }

    /** Whoever waits has heard what was answered since then; an answer from before went to somebody else. */
    private List<CommitId> unanswered() {
        return asked.entrySet().stream()
                .filter(entry -> !output.isAnswered(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The branch went away from the commit and came back before anybody looked: nothing differs, but whoever pushed it waits. The
     * cursor comes once more so that the later roles answer too.
     */
    private void repeat(Content.CommitIngested cursor, Instant startedAt, Step step) throws IOException {
        CommitId tip = cursor.commit().orElseThrow();
        write(again(cursor), step);
        try (RevWalk walk = new RevWalk(source.repository())) {
            String subject = parsed(walk, tip).getShortMessage();
            step.answer(done(tip, subject, new Report(0), startedAt));
        }
        LOG.atInfo().addKeyValue("site", site).addKeyValue("commit", tip).log("Taken in before; nothing differs");
    }

    /** For the sake of no instant. */
    private static Content.CommitIngested again(Content.CommitIngested cursor) {
        return cursor.with(cursor.scheduled(), cursor.asOf(), Optional.empty());
    }

    /** What came in last is stored again where it was lost, and comes once more, so that whoever missed it tries again. */
    private void restore(Stage.Outbox outbox) throws IOException {
        Optional<Content.CommitIngested> cursor =
                state.cursor().filter(c -> c.taking().isEmpty());
        Optional<CommitId> commit = cursor.flatMap(Content.CommitIngested::commit);
        if (lost.isEmpty() || commit.isEmpty()) {
            return;
        }
        Step step = new Step(outbox, output);
        step.inParts(() -> {});
        try (ObjectReader reader = source.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            Optional<RevCommit> there = Commits.find(walk, commit.get());
            if (there.isPresent()) {
                int restored = output.restoring(tools, reader, there.get().getTree(), facts.now())
                        .restore(lost, step);
                if (restored > 0) {
                    write(again(cursor.orElseThrow()), step);
                }
                LOG.atWarn()
                        .addKeyValue("site", site)
                        .addKeyValue("commit", commit.get())
                        .log(
                                "The work store lacked what {} files had; {} of their records come again with it",
                                lost.size(),
                                restored);
            }
        }
        step.handOver();
        lost.clear();
    }

    private static boolean isReadAsNow(Content.CommitIngested cursor) {
        return cursor.commit().isEmpty() || cursor.reading() == READING;
    }

    /** The configuration may have changed while nobody ran. The facts are at hand from here on, before anybody waits for what follows. */
    private History settle(Content.CommitIngested cursor, CommitId tip, Step step) throws IOException {
        try (ObjectReader reader = source.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = parsed(walk, tip);
            History there = facts.of(commit);
            boolean differ = new EffectiveSettings(tools, reader, state)
                    .settle(there, tip, Commits.historic(commit).at(), step);
            if (differ) {
                write(again(cursor), step);
                LOG.atInfo()
                        .addKeyValue("site", site)
                        .addKeyValue("commit", tip)
                        .log("The site's settings differ from those of the last run; all is rendered again");
            }
            return there;
        }
    }

    private Outcome takeIn(CommitId tip, Optional<Content.CommitIngested> cursor, Step step, Instant startedAt)
            throws IOException {
        Repository repository = source.repository();
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = parsed(walk, tip);
            Optional<TreeSizes.TooMany> tooMany = sizes.refusal(reader, commit.getTree());
            if (tooMany.isPresent()) {
                return new Outcome.Refused(Refusal.tooMany(tooMany.get()));
            }
            Optional<RevCommit> former =
                    cursor.flatMap(Content.CommitIngested::commit).flatMap(id -> Commits.find(walk, id));
            stillAtWork();
            boolean known = cursor.flatMap(Content.CommitIngested::commit).isPresent();
            boolean interrupted = cursor.flatMap(Content.CommitIngested::taking).isPresent();
            boolean ancestor = former.isPresent() && walk.isMergedInto(former.get(), commit);
            boolean otherwise = cursor.filter(IngestWork::isReadAsNow).isEmpty();
            boolean all = !ancestor || interrupted || anew || otherwise;
            boolean isDue = !all && former.filter(commit::equals).isPresent();
            Optional<ObjectId> from = former.map(RevCommit::getId);
            Optional<History> before = all ? Optional.empty() : Optional.of(facts.of(former.orElseThrow()));
            History after;
            if (!all) {
                after = history.read(commit, from);
                // Both ends from one walk compare as cheaply as what they have in common.
                before = history.remembered(former.orElseThrow());
            } else if (ancestor) {
                // What another program published under an id keeps that, wherever ids come from now.
                Map<ContentPath, PostId> kept = facts.published(otherwise && !interrupted);
                after = history.readAll(commit, from.map(there -> new HistoryReader.Way(there, kept)));
            } else {
                after = facts.keep(
                        commit,
                        history.readAll(commit, Optional.empty()),
                        known ? facts.published(true) : keptIds.read());
            }
            stillAtWork();
            Optional<History> ids = source.isOurs() && (before.isEmpty() || !keptIds.isOf(after))
                    ? Optional.of(after)
                    : Optional.empty();

            boolean backfill = cursor.map(Content.CommitIngested::backfill)
                    .filter(flag -> interrupted || isDue)
                    .orElseGet(() -> !known && firstTime.isBackfill());
            List<CommitId> superseded = isDue
                    ? List.of()
                    : unanswered().stream().filter(c -> !c.equals(tip)).toList();
            Instant at = Commits.historic(commit).at();
            Content.CommitIngested taking = taking(cursor, tip, backfill && !isDue);
            step.inParts(() -> {
                // From here on what is written is no commit's: whoever comes next has to compare it all.
                write(taking, step);
                if (!isDue) {
                    step.answer(
                            stage(tip, CommitStage.State.PROCESSING, startedAt, Optional.empty(), Optional.empty()));
                }
            });
            History present = shown(after, cursor);
            Intake.Version now = new Intake.Version(tip, commit.getTree(), at, present);
            History formerHistory =
                    before.map(facts -> shownBefore(facts, cursor)).orElse(History.NONE);
            Optional<Intake.Version> formerVersion = former.map(
                    c -> new Intake.Version(new CommitId(c.name()), c.getTree(), Instant.EPOCH, formerHistory));
            Report report = Intake.take(tools, state, step, formerVersion, now, all);
            for (CommitId unsought : history.tooMany()) {
                if (former.isPresent()) {
                    report.problem(renamesNotSought(unsought).in(new ContentPath(source.ref()), Optional.empty()));
                }
            }
            step.ends();
            Optional<Instant> asOf = Stream.concat(
                            present.passed().stream(), cursor.flatMap(Content.CommitIngested::asOf).stream())
                    .max(Comparator.naturalOrder());
            write(
                    new Content.CommitIngested(
                                    site, Optional.of(tip), source.ref(), at, Optional.empty(), backfill, superseded)
                            .with(state.drafts(), READING)
                            .with(state.scheduled(), asOf, asOf.filter(any -> isDue)),
                    step);
            if (!isDue) {
                step.answer(done(tip, commit.getShortMessage(), report, startedAt));
            }
            log(isDue ? "What came due, or expired, was taken in" : "Taken in", tip, report, startedAt);
            tools.texts().commitTaken();
            return new Outcome.Done(Optional.of(new HistoryFile.Snapshot(tip, after)), ids, Optional.of(present));
        }
    }

    private Finding renamesNotSought(CommitId commit) {
        return Finding.warning(
                "commit " + commit.abbreviated() + " takes away and brings more than "
                        + tools.configuration().limits().renames()
                        + " files of other names and bytes, or larger ones than are compared: none of these was taken for another, so the URLs of those that left are gone",
                "commit renames and edits one after the other, or raise limits.renames or limits.renameTexts");
    }

    private Content.CommitIngested taking(Optional<Content.CommitIngested> cursor, CommitId tip, boolean backfill)
            throws IOException {
        return new Content.CommitIngested(
                        site,
                        cursor.flatMap(Content.CommitIngested::commit),
                        cursor.isPresent() ? cursor.get().ref() : source.ref(),
                        cursor.map(Content.CommitIngested::committedAt).orElse(Instant.EPOCH),
                        Optional.of(tip),
                        backfill,
                        List.of())
                .with(0, cursor.flatMap(Content.CommitIngested::asOf), Optional.empty());
    }

    /** With its body, wherever its headers stand. */
    private static RevCommit parsed(RevWalk walk, CommitId id) throws IOException {
        RevCommit commit = walk.parseCommit(ObjectId.fromString(id.value()));
        walk.parseBody(commit);
        return commit;
    }

    private void write(Content content, Step step) {
        byte[] value = NewRecord.value(content);
        state.note(content, value);
        step.add(new NewRecord(KafkaTopic.CONTENT, content.key(), Optional.of(value), Map.of()));
    }

    private Optional<TreeSizes.TooMany> tooMany(CommitId tip) throws IOException {
        try (ObjectReader reader = source.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            return sizes.refusal(reader, parsed(walk, tip).getTree());
        }
    }

    /** The limit was higher when it was taken in. */
    private void stays(CommitId tip, TreeSizes.TooMany many, Step step, Instant startedAt) throws IOException {
        String what = "commit " + tip.abbreviated() + " holds " + many.why()
                + ": it is live and stays so, and no other is published that holds as many";
        against(new ContentPath(source.ref()), tip, what, many.hint(), step, startedAt);
    }

    private void refuse(CommitId tip, Refusal refusal, Step step, Instant startedAt) throws IOException {
        asked.putIfAbsent(tip, Instant.MIN);
        for (CommitId commit : unanswered()) {
            step.answer(
                    stage(commit, CommitStage.State.FAILED, startedAt, Optional.empty(), Optional.of(refusal.line())));
        }
        String what = "commit " + tip.abbreviated() + " is not published: " + refusal.why();
        against(new ContentPath(source.ref()), tip, what, refusal.hint(), step, startedAt);
    }

    /** Nobody knows where the branch stands. */
    private void withoutTip(
            Optional<Content.CommitIngested> cursor, String why, String hint, Step step, Instant startedAt)
            throws IOException {
        CommitId last = cursor.flatMap(Content.CommitIngested::commit).orElse(CommitId.NONE);
        against(new ContentPath(source.ref()), last, why + "; what is live stays so", hint, step, startedAt);
    }

    /** Stands in {@code problems}, against the branch, until one of its commits is taken in; whether it did not already. */
    private boolean against(ContentPath branch, CommitId tip, String what, String hint, Step step, Instant startedAt) {
        Problem problem =
                Finding.problem(what, hint).in(branch, state.cursor().flatMap(Content.CommitIngested::commit));
        PathProblems former = state.problems().get(branch);
        boolean news = former == null || !former.problems().equals(List.of(problem));
        if (news) {
            LOG.atWarn().addKeyValue("site", site).addKeyValue("commit", tip).log("Not taken in: {}: {}", what, hint);
            PathProblems now = new PathProblems(site, Role.INGEST, branch, tip, startedAt, List.of(problem));
            state.put(now);
            step.add(NewRecord.of(KafkaTopic.PROBLEMS, now.key(), now));
        }
        return news;
    }

    /** What the published branch stands at is taken in: nothing is wrong with it, nor with one that was published before. */
    private void mend(Step step) {
        List<ContentPath> branches = state.problems().keySet().stream()
                .filter(path -> path.value().startsWith(Constants.R_HEADS))
                .toList();
        for (ContentPath branch : branches) {
            state.mend(branch);
            step.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, Role.INGEST, branch)));
        }
    }

    private CommitStage done(CommitId tip, String subject, Report report, Instant startedAt) {
        return new CommitStage(
                site,
                tip,
                Role.INGEST,
                CommitStage.State.DONE,
                startedAt,
                millis(startedAt),
                report.counts(),
                report.documents(),
                report.problems(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Printable.cut(subject, SUBJECT)),
                report.notes());
    }

    private CommitStage superseded(CommitId commit, CommitId by, Instant startedAt) {
        return stage(commit, CommitStage.State.SUPERSEDED, startedAt, Optional.of(by), Optional.empty());
    }

    private CommitStage stage(
            CommitId commit,
            CommitStage.State stageState,
            Instant startedAt,
            Optional<CommitId> by,
            Optional<String> failure) {
        return new CommitStage(
                site,
                commit,
                Role.INGEST,
                stageState,
                startedAt,
                millis(startedAt),
                CommitStage.Counts.NONE,
                List.of(),
                List.of(),
                by,
                failure,
                Optional.empty());
    }

    private long millis(Instant startedAt) {
        return Math.max(0, Duration.between(startedAt, clock.instant()).toMillis());
    }

    private void log(String what, CommitId tip, Report report, Instant startedAt) {
        CommitStage.Counts counts = report.counts();
        LOG.atInfo()
                .addKeyValue("site", site)
                .addKeyValue("commit", tip)
                .log(
                        "{} within {} ms: {} live, {} gone, {} scheduled, {} drafts, {} assets, {} problems, {} warnings, {} files differ",
                        what,
                        millis(startedAt),
                        counts.live(),
                        counts.gone(),
                        counts.scheduled(),
                        counts.drafts(),
                        counts.assets(),
                        counts.problems(),
                        counts.warnings(),
                        counts.files());
    }
}
