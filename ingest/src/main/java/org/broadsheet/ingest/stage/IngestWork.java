package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Signal;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryMemory;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.plan.EffectiveSettings;
import org.broadsheet.ingest.plan.HistoryRecall;
import org.broadsheet.ingest.plan.Intake;
import org.broadsheet.ingest.plan.Kept;
import org.broadsheet.ingest.plan.Report;
import org.broadsheet.ingest.plan.SiteState;
import org.broadsheet.ingest.source.Commits;
import org.broadsheet.ingest.source.HistoryReader;
import org.broadsheet.ingest.source.KeptIds;
import org.broadsheet.ingest.source.ShallowRepository;
import org.broadsheet.ingest.source.TooManyFiles;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's partition. A step is: the branch against the cursor, history, what differs, the work store, the records; the last
 * ones with the cursor. Whatever happens in between, the next look begins at the cursor that is committed.
 */
final class IngestWork implements Stage.Work {
    private static final Logger LOG = LoggerFactory.getLogger(IngestWork.class);

    /** Code points of a commit's first line that are told. */
    private static final int SUBJECT = 200;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final SiteId site;
    private final Source source;
    private final Intake.Tools tools;
    private final Output output;
    private final SiteState state;
    private final FirstTime firstTime;
    private final InstantSource clock;
    private final HistoryReader history;
    private final KeptIds keptIds;
    private final UnreadableRecords unreadable;
    private final long start;
    /** The commits that somebody waits for, each since when. */
    private final Map<CommitId, Instant> asked = new LinkedHashMap<>();

    private long position;
    private boolean lookDue = true;
    private boolean first = true;
    private boolean tookIn;

    IngestWork(
            Source source,
            Intake.Tools tools,
            Output output,
            FirstTime firstTime,
            InstantSource clock,
            Stage.Assignment assignment) {
        this.source = source;
        this.tools = tools;
        this.output = output;
        this.firstTime = firstTime;
        this.clock = clock;
        site = tools.site();
        state = output.state();
        history = new HistoryReader(
                source.repository(), site, tools.configuration().limits(), tools.pipeline());
        keptIds = new KeptIds(source.repository());
        unreadable = new UnreadableRecords(site, Role.INGEST, clock);
        start = assignment.committed();
        position = start;
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
                        // Nobody waits for a commit that a watch has found: once answered is enough.
                        Instant since = signal.reason() == Signal.Reason.PUSH ? signal.at() : Instant.MIN;
                        signal.commit().ifPresent(c -> asked.merge(c, since, (a, b) -> a.isAfter(b) ? a : b));
                    });
            position = record.offset() + 1;
        }
    }

    @Override
    public Duration tick(Stage.Outbox outbox) throws IOException {
        if (tookIn) {
            // What the step before took in is committed by now.
            firstTime.mark();
        }
        if (lookDue) {
            lookDue = !look(outbox);
            first = false;
        } else {
            // All is committed, and nobody waits: a kill from here on costs the next start little.
            output.saveIfDue();
        }
        return lookDue ? LOOK_AGAIN : Duration.ofMinutes(1);
    }

    @Override
    public void close(boolean clean) {
        if (clean) {
            output.saveAtEnd();
        }
    }

    /** False if it has to be looked again although nothing asks for it. */
    private boolean look(Stage.Outbox outbox) throws IOException {
        Instant startedAt = clock.instant();
        Optional<CommitId> tip = source.tip();
        Optional<Content.CommitIngested> cursor = state.cursor();
        if (tip.isEmpty()) {
            if (cursor.isPresent()) {
                LOG.atWarn()
                        .addKeyValue("site", site)
                        .log("The published branch {} is gone; what is live stays so", source.ref());
            }
            return true;
        }
        boolean there = cursor.isPresent()
                && cursor.get().taking().isEmpty()
                && cursor.get().commit().equals(tip);
        try {
            if (!there) {
                takeIn(tip.get(), cursor, outbox, startedAt);
            } else if (first) {
                prepare(tip.get());
                settle(cursor.get(), tip.get(), outbox);
            }
        } catch (ShallowRepository e) {
            // When its history is fetched no ref moves: nobody would say so.
            fail(tip.get(), e.getMessage(), outbox, startedAt);
            return false;
        } catch (TooManyFiles e) {
            fail(tip.get(), e.getMessage(), outbox, startedAt);
            return true;
        }
        for (CommitId commit : unanswered()) {
            if (commit.equals(tip.get())) {
                repeat(state.cursor().orElseThrow(), startedAt, outbox);
            } else {
                answer(superseded(commit, tip.get(), startedAt), outbox);
            }
        }
        asked.clear();
        return true;
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
    private void repeat(Content.CommitIngested cursor, Instant startedAt, Stage.Outbox outbox) throws IOException {
        CommitId tip = cursor.commit().orElseThrow();
        write(cursor, outbox);
        try (RevWalk walk = new RevWalk(source.repository())) {
            String subject = walk.parseCommit(ObjectId.fromString(tip.value())).getShortMessage();
            answer(done(tip, subject, new Report(), startedAt), outbox);
        }
        LOG.atInfo().addKeyValue("site", site).addKeyValue("commit", tip).log("Taken in before; nothing differs");
    }

    /** The configuration may have changed while nobody ran. */
    private void settle(Content.CommitIngested cursor, CommitId tip, Stage.Outbox outbox) throws IOException {
        try (ObjectReader reader = source.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(tip.value()));
            Optional<Text> file = history.remembered(commit).flatMap(h -> h.text(new ContentPath(Layout.SETTINGS)));
            boolean differ = new EffectiveSettings(site, tools.configuration(), reader, state)
                    .settle(file, tip, Commits.historic(commit).at(), outbox::add);
            if (differ) {
                write(cursor, outbox);
                LOG.atInfo()
                        .addKeyValue("site", site)
                        .addKeyValue("commit", tip)
                        .log("The site's settings differ from those of the last run; all is rendered again");
            }
        }
    }

    private void takeIn(CommitId tip, Optional<Content.CommitIngested> cursor, Stage.Outbox outbox, Instant startedAt)
            throws IOException {
        Repository repository = source.repository();
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(tip.value()));
            Optional<RevCommit> former =
                    cursor.flatMap(Content.CommitIngested::commit).flatMap(id -> find(walk, id));
            boolean known = cursor.flatMap(Content.CommitIngested::commit).isPresent();
            boolean interrupted = cursor.flatMap(Content.CommitIngested::taking).isPresent();
            boolean ancestor = former.isPresent() && walk.isMergedInto(former.get(), commit);
            boolean all = !ancestor || interrupted;
            Optional<ObjectId> from = former.map(RevCommit::getId);
            Optional<History> before = all ? Optional.empty() : former(former.orElseThrow(), reader);
            History after = before.isEmpty() ? history.readAll(commit, from) : history.read(commit, from);
            if (!known) {
                after = keep(commit, after, keptIds.read());
            } else if (before.isEmpty()
                    || !history.remembered(former.orElseThrow()).equals(before)) {
                // History was walked from its roots, and knows nothing of ids that outlived a rewriting.
                Map<ContentPath, PostId> kept = published(reader, !ancestor);
                after = keep(commit, after, kept);
                // Both ends from one walk compare as cheaply as what they have in common.
                before = all
                        ? before
                        : Optional.of(
                                HistoryMemory.keeping(history.read(former.orElseThrow(), Optional.empty()), kept));
            }
            if (source.isHosted() && (before.isEmpty() || !keptIds.isOf(after))) {
                // Before anything is written under these ids.
                keptIds.write(after);
            }

            boolean backfill = cursor.map(Content.CommitIngested::backfill)
                    .filter(flag -> interrupted)
                    .orElseGet(() -> !known && firstTime.isBackfill());
            List<CommitId> superseded =
                    unanswered().stream().filter(c -> !c.equals(tip)).toList();
            Instant at = Commits.historic(commit).at();
            Steps steps = new Steps(outbox, cursor, tip, backfill, startedAt);
            Intake.Version now = new Intake.Version(tip, commit.getTree(), at, after);
            History formerHistory = before.orElse(History.NONE);
            Optional<Intake.Version> formerVersion = former.map(
                    c -> new Intake.Version(new CommitId(c.name()), c.getTree(), Instant.EPOCH, formerHistory));
            Report report = Intake.take(tools, state, steps, formerVersion, now, all);
            write(
                    new Content.CommitIngested(
                                    site, Optional.of(tip), source.ref(), at, Optional.empty(), backfill, superseded)
                            .withDrafts(state.drafts()),
                    outbox);
            answer(done(tip, commit.getShortMessage(), report, startedAt), outbox);
            tookIn = true;
            log(tip, report, startedAt);
        }
    }

    private History keep(RevCommit commit, History walked, Map<ContentPath, PostId> ids) {
        if (ids.isEmpty()) {
            return walked;
        }
        History kept = HistoryMemory.keeping(walked, ids);
        history.remember(commit, kept);
        return kept;
    }

    /** Has the facts of the commit taken in last at hand before anybody waits for what follows it. */
    private void prepare(CommitId tip) throws IOException {
        try (ObjectReader reader = source.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(tip.value()));
            if (former(commit, reader).isEmpty()) {
                keep(commit, history.readAll(commit, Optional.empty()), published(reader, false));
            }
        }
    }

    private Optional<History> former(RevCommit commit, ObjectReader reader) throws IOException {
        Optional<History> remembered = history.remembered(commit);
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<History> recalled = recall(reader).recall(commit.getTree());
        recalled.ifPresent(h -> history.remember(commit, h));
        return recalled;
    }

    private HistoryRecall recall(ObjectReader reader) {
        return new HistoryRecall(site, state, reader, tools.configuration().limits());
    }

    private static Optional<RevCommit> find(RevWalk walk, CommitId id) {
        try {
            return Optional.of(walk.parseCommit(ObjectId.fromString(id.value())));
        } catch (MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * The ids that do not follow from history and that the author did not write, by path.
     *
     * @param all of a history that was rewritten: whatever was published
     */
    private Map<ContentPath, PostId> published(ObjectReader reader, boolean all) throws IOException {
        HistoryRecall recall = recall(reader);
        Map<ContentPath, PostId> ids = new HashMap<>();
        for (Kept.Document document : state.documents()) {
            if ((all || !recall.isBorn(document)) && !recall.isAuthored(document)) {
                ids.put(document.path(), document.id());
            }
        }
        return ids;
    }

    private void write(Content content, Stage.Outbox outbox) {
        byte[] value = Json.write(content);
        state.note(content, value);
        outbox.add(new NewRecord(KafkaTopic.CONTENT, content.key(), Optional.of(value), Map.of()));
    }

    private void answer(CommitStage stage, Stage.Outbox outbox) {
        outbox.add(NewRecord.of(KafkaTopic.COMMITS, site.value(), stage));
        if (stage.state() != CommitStage.State.PROCESSING) {
            output.answered(stage);
        }
    }

    private void fail(CommitId tip, @Nullable String why, Stage.Outbox outbox, Instant startedAt) {
        asked.putIfAbsent(tip, Instant.MIN);
        String failure = Objects.requireNonNullElse(why, "unknown");
        List<CommitId> waiting = unanswered();
        if (!waiting.isEmpty()) {
            LOG.atWarn().addKeyValue("site", site).addKeyValue("commit", tip).log("Not taken in: {}", failure);
        }
        for (CommitId commit : waiting) {
            answer(stage(commit, CommitStage.State.FAILED, startedAt, Optional.empty(), Optional.of(failure)), outbox);
        }
        asked.clear();
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
                Optional.of(Printable.cut(subject, SUBJECT)));
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

    private void log(CommitId tip, Report report, Instant startedAt) {
        CommitStage.Counts counts = report.counts();
        LOG.atInfo()
                .addKeyValue("site", site)
                .addKeyValue("commit", tip)
                .log(
                        "Taken in within {} ms: {} live, {} gone, {} drafts, {} assets, {} problems, {} warnings, {} files differ",
                        millis(startedAt),
                        counts.live(),
                        counts.gone(),
                        counts.drafts(),
                        counts.assets(),
                        counts.problems(),
                        counts.warnings(),
                        counts.files());
    }

    /** The records of one commit, in as many transactions as it takes. */
    private final class Steps implements org.broadsheet.ingest.plan.Sink {
        private final Stage.Outbox outbox;
        private final Content.CommitIngested taking;
        private final CommitId tip;
        private final Instant startedAt;
        private boolean begun;

        Steps(
                Stage.Outbox outbox,
                Optional<Content.CommitIngested> cursor,
                CommitId tip,
                boolean backfill,
                Instant startedAt)
                throws IOException {
            this.outbox = outbox;
            this.tip = tip;
            this.startedAt = startedAt;
            taking = new Content.CommitIngested(
                    site,
                    cursor.flatMap(Content.CommitIngested::commit),
                    cursor.isPresent() ? cursor.get().ref() : source.ref(),
                    cursor.map(Content.CommitIngested::committedAt).orElse(Instant.EPOCH),
                    Optional.of(tip),
                    backfill,
                    new ArrayList<>());
        }

        @Override
        public void add(NewRecord record) {
            outbox.add(record);
            if (!outbox.isFull()) {
                return;
            }
            if (!begun) {
                // From here on what is written is no commit's: whoever comes next has to compare it all.
                begun = true;
                write(taking, outbox);
                answer(stage(tip, CommitStage.State.PROCESSING, startedAt, Optional.empty(), Optional.empty()), outbox);
            }
            outbox.flush();
        }
    }
}
