package org.broadsheet.common.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A site's work in a partition of a {@link SitesStage}: what waits for it, the step under way on a thread of its own, and what became of
 * it. What has no room in memory is read again from the log when it is its turn. Safe for the loop's thread and that one.
 */
final class SiteWork {
    private static final Logger LOG = LoggerFactory.getLogger(SiteWork.class);
    private static final long NONE = Long.MAX_VALUE;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** So long after it began again nothing may go wrong until it counts as mended, if there is nothing to take in. */
    private static final Duration PROBATION = Duration.ofSeconds(1);

    private final SitesStage of;
    private final SiteId site;
    private final Stage stage;
    private final Stage.Assignment assignment;
    private final Queue<Batch> batches;
    private final Runnable wakeup;

    // The step's.
    private Stage.@Nullable Work work;
    private long handed;
    private long began;
    private int failures;

    // Under the lock of this.
    private final Deque<LogRecord> queue = new ArrayDeque<>();
    private long queuedBytes;
    /** Where the log is to be read from once nothing is queued; {@link #NONE} if all is queued that came. */
    private long readFrom = NONE;
    /** What is before it was read from the log. */
    private long from;

    private long offered;
    /** Of the records that the step under way takes. */
    private long taking = NONE;
    /** Of those that were taken, and that a successor needs again. */
    private long held = NONE;

    private boolean busy;
    private boolean stopping;
    private long dueAt = System.nanoTime();
    /** After a failure nothing begins before. */
    private long pausedUntil = dueAt;

    private long finishBy = NONE;
    private boolean finished;
    private boolean restored;
    private Witness seen = Witness.NONE;
    private @Nullable Thread thread;
    private @Nullable Throwable trouble;

    /** @param assignment of the partition, from where on the site is to be taken in */
    SiteWork(SitesStage of, SiteId site, Stage stage, Stage.Assignment assignment, Queue<Batch> batches) {
        this.of = of;
        this.site = site;
        this.stage = stage;
        this.batches = batches;
        this.wakeup = assignment.wakeup();
        this.assignment = assignment;
        this.from = assignment.committed();
        this.restored = assignment.lost().partitions().isEmpty();
    }

    /** What a step has to commit. */
    static final class Batch {
        private final SiteWork of;
        private final List<NewRecord> records;
        private final @Nullable Outcome outcome;
        private final CountDownLatch committed = new CountDownLatch(1);
        private Witness written = Witness.NONE;

        /** @param outcome of the step that ends with it; null if the step goes on */
        private Batch(SiteWork of, List<NewRecord> records, @Nullable Outcome outcome) {
            this.of = of;
            this.records = records;
            this.outcome = outcome;
        }

        List<NewRecord> records() {
            return records;
        }

        /** It is committed next, and with it what the site needs from then on. */
        void isGoingOut() {
            if (outcome != null) {
                of.become(outcome);
            }
        }

        void commit(Witness at) {
            written = at;
            committed.countDown();
        }

        private Witness await() {
            try {
                committed.await();
                return written;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LogFailure("stopped before the records of a step were committed", e);
            }
        }
    }

    /** How the work stands behind a step. */
    private record Outcome(long held, boolean restored, Witness seen) {}

    /** Opens the work, on its own thread. */
    synchronized void begin() {
        start();
    }

    synchronized boolean isBusy() {
        return busy;
    }

    /** From which offset on it takes what is offered. */
    synchronized long from() {
        return Math.min(readFrom, from);
    }

    synchronized void offer(LogRecord record) {
        if (record.offset() < from) {
            return;
        }
        offered = record.offset() + 1;
        if (readFrom != NONE) {
            return;
        }
        if (of.limits().areReached(queue.size(), queuedBytes)) {
            readFrom = record.offset();
        } else {
            queue.add(record);
            queuedBytes += record.value().map(value -> value.length).orElse(0);
        }
    }

    /** From which offset on a successor needs the site's records; the greatest number if it has taken in all that came. */
    synchronized long needed() {
        long queued = queue.isEmpty() ? NONE : queue.getFirst().offset();
        return Math.min(Math.min(held, taking), Math.min(queued, readFrom));
    }

    synchronized boolean isRestored() {
        return restored;
    }

    synchronized Witness seen() {
        return seen;
    }

    synchronized Optional<Throwable> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** What the log could not do for this site it can do for none. */
    synchronized Optional<RuntimeException> logFailure() {
        return trouble instanceof LogFailure || trouble instanceof Fenced
                ? Optional.of((RuntimeException) trouble)
                : Optional.empty();
    }

    /** Begins a step if one is due; answers when it wants to be asked again at the latest. */
    synchronized Duration goOn() {
        if (busy || stopping) {
            return LONGEST_PAUSE; // Its end is told.
        }
        long now = System.nanoTime();
        long from = hasInput() ? pausedUntil : Math.max(dueAt, pausedUntil);
        if (from - now > 0) {
            return Duration.ofNanos(from - now);
        }
        start();
        return LONGEST_PAUSE;
    }

    private boolean hasInput() {
        return !queue.isEmpty() || readFrom != NONE;
    }

    private void start() {
        busy = true;
        of.threads().execute(this::run);
    }

    /** No step begins but the last one, which is to end by then. */
    synchronized void finish(long by) {
        finishBy = by;
        if (!busy && work != null && trouble == null) {
            start();
        }
    }

    /** Interrupts the step under way; no other begins. */
    synchronized void stop() {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Waits for the end of the step under way.
     *
     * @return false if it goes on, or if who waits was interrupted
     */
    synchronized boolean awaitPause(long deadline) {
        try {
            for (long left = deadline - System.nanoTime(); busy && left > 0; left = deadline - System.nanoTime()) {
                wait(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !busy;
    }

    /**
     * Waits for the step that was told to {@link #stop}, and closes the work.
     *
     * @return why it is not in order although it was to be
     */
    Optional<IOException> end(boolean clean, long deadline) {
        if (!awaitPause(deadline)) {
            LOG.atWarn()
                    .addKeyValue("site", site)
                    .log("A step of stage {} did not end in time; it is left to the end of the process", of.name());
            return Optional.of(new IOException("the site " + site + " has a step under way"));
        }
        boolean inOrder = clean && finished;
        Stage.Work open = work;
        work = null;
        try {
            if (open != null) {
                open.close(inOrder);
            }
        } catch (IOException | RuntimeException e) {
            return Optional.of(e instanceof IOException io ? io : new IOException(e));
        }
        return clean && !inOrder
                ? Optional.of(new IOException("the site " + site + " has not taken in what it had begun"))
                : Optional.empty();
    }

    private void run() {
        synchronized (this) {
            thread = Thread.currentThread();
            thread.setName("stage-" + of.name() + "-" + site);
        }
        try {
            while (goesOn(step())) {
                LOG.atTrace().log("Stage {} of {} goes on", of.name(), site);
            }
        } catch (Throwable e) {
            failed(e);
            paused();
        }
        wakeup.run();
    }

    /** In one with the pause: whatever comes from here on finds that a step has to be begun. */
    private synchronized boolean goesOn(Duration wish) {
        dueAt = System.nanoTime() + wish.toNanos();
        boolean goesOn = !stopping && !finished && (finishBy != NONE || wish.isZero() || hasInput());
        if (!goesOn) {
            paused();
        }
        return goesOn;
    }

    private synchronized void paused() {
        boolean interrupted = Thread.interrupted();
        LOG.atTrace().log("Stage {} of {} pauses; interrupted: {}", of.name(), site, interrupted);
        thread = null;
        busy = false;
        notifyAll();
    }

    /** How long until it wants the next one. */
    private Duration step() throws IOException {
        SiteOutbox outbox = new SiteOutbox();
        Stage.Work open = work;
        if (open == null) {
            open = open();
            work = open;
            return Duration.ofNanos(1);
        }
        long by;
        synchronized (this) {
            by = finishBy;
        }
        if (by != NONE) {
            open.drain(outbox, Duration.ofNanos(Math.max(0, by - System.nanoTime())));
            outbox.end(open);
            synchronized (this) {
                finished = true;
            }
            return Duration.ofDays(1);
        }
        List<LogRecord> records = next();
        if (!records.isEmpty()) {
            open.take(records, outbox);
            handed = records.getLast().offset() + 1;
        }
        Duration wish = open.tick(outbox);
        outbox.end(open);
        if (trouble().isPresent()) {
            if (records.isEmpty() && System.nanoTime() - began < PROBATION.toNanos()) {
                return wish.compareTo(PROBATION) < 0 ? wish : PROBATION;
            }
            mended();
        }
        return wish;
    }

    private Stage.Work open() throws IOException {
        boolean again = failures > 0;
        long committed;
        Stage.Lost lost;
        synchronized (this) {
            committed = from();
            lost = again && restored ? Stage.Lost.NOTHING : assignment.lost();
        }
        Stage.Work open = stage.open(new Stage.Assignment(
                assignment.partition(), committed, !again && assignment.clean(), this::wakeup, lost));
        began = System.nanoTime();
        handed = open.start();
        synchronized (this) {
            held = NONE;
            taking = NONE;
            restored = open.isRestored();
            if (again) {
                readFrom = handed < offered ? handed : NONE;
            }
            from = handed;
        }
        return open;
    }

    private void wakeup() {
        synchronized (this) {
            dueAt = System.nanoTime();
        }
        wakeup.run();
    }

    /** What waits; what has had no room is read now, as much as has room. */
    private List<LogRecord> next() {
        long reading;
        synchronized (this) {
            if (!queue.isEmpty() || readFrom == NONE) {
                List<LogRecord> waiting = new ArrayList<>(queue);
                queue.clear();
                queuedBytes = 0;
                taking = waiting.isEmpty() ? NONE : waiting.getFirst().offset();
                return waiting;
            }
            reading = readFrom;
            taking = reading;
        }
        List<LogRecord> read = new ArrayList<>();
        long[] bytes = {0};
        long reached = of.log().readWhile(stage.input(), assignment.partition(), reading, record -> {
            if (KafkaTopic.partitionKey(record.key()).equals(site.value())) {
                read.add(record);
                bytes[0] += record.value().map(value -> value.length).orElse(0);
            }
            return !of.limits().areReached(read.size(), bytes[0]);
        });
        synchronized (this) {
            from = reached;
            readFrom = reached < offered ? reached : NONE;
            return read;
        }
    }

    private synchronized void become(Outcome outcome) {
        held = outcome.held();
        restored = outcome.restored();
        seen = outcome.seen();
        taking = NONE;
    }

    private void mended() {
        failures = 0;
        synchronized (this) {
            trouble = null;
        }
    }

    /** It begins again after a pause, from what is committed of it. */
    private void failed(Throwable e) {
        boolean stopped;
        boolean known;
        synchronized (this) {
            stopped = stopping;
            known = trouble != null;
            trouble = e;
            readFrom = Math.min(needed(), Math.max(from, offered));
            from = readFrom;
            queue.clear();
            queuedBytes = 0;
            held = NONE;
            taking = NONE;
        }
        failures++;
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 16));
        synchronized (this) {
            pausedUntil = System.nanoTime() + Duration.ofMillis(pause).toNanos();
            dueAt = pausedUntil;
        }
        Stage.Work open = work;
        work = null;
        try {
            if (open != null) {
                open.close(false);
            }
        } catch (IOException | RuntimeException closing) {
            e.addSuppressed(closing);
        }
        if (stopped || e instanceof LogFailure || e instanceof Fenced) {
            LOG.atDebug().setCause(e).log("Stage {} of {} was stopped", of.name(), site);
        } else {
            StageFailure.tell(LOG, of.name() + " of " + site, stage.input(), failures, e, known && failures > 1);
        }
    }

    /** Of a step; the loop commits what it collects. */
    private final class SiteOutbox extends CollectingOutbox {
        SiteOutbox() {
            super(of.limits());
        }

        @Override
        void commit(List<NewRecord> collected) {
            commit(collected, null);
        }

        /** The step is done: what the site needs from now on is committed with what it wrote last. */
        void end(Stage.Work open) {
            long position = open.position();
            Outcome outcome = new Outcome(position < handed ? position : NONE, open.isRestored(), open.seen());
            if (isEmpty()) {
                become(outcome);
            } else {
                commit(drain(), outcome);
            }
        }

        private void commit(List<NewRecord> collected, @Nullable Outcome outcome) {
            Batch batch = new Batch(SiteWork.this, collected, outcome);
            batches.add(batch);
            wakeup.run();
            Witness written = batch.await();
            Stage.Work open = work;
            if (open != null) {
                open.committed(written);
            }
        }
    }
}
