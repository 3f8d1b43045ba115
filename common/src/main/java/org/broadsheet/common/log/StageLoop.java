package org.broadsheet.common.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.EventLog.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Stage} on one thread as a member of its group: for each partition that is assigned, what was taken in, what came
 * of it and the position become visible in one transaction, or nothing does.
 *
 * <p>Whatever goes wrong, the loop lets go of all partitions, leaves the group, waits a little and joins again; the same records
 * come again. Meanwhile its health names the cause. That somebody newer owns a partition is no failure.
 */
public final class StageLoop implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(StageLoop.class);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** While it waits for the log or for another owner there is nothing to spare. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** So long after joining again nothing may go wrong until the loop counts as mended, if there is nothing to take in. */
    private static final Duration PROBATION = Duration.ofSeconds(1);

    /** A member without partitions stands by, and that is in order. */
    private static final Duration STANDBY = Duration.ofSeconds(5);

    /** How long a hand-over waits for what its partitions have under way, all of them together. */
    private static final Duration LAST_WORK = Duration.ofSeconds(1);
    /** How long closing waits for the step under way, then for the thread that it has interrupted. */
    private static final Duration LAST_STEP = Duration.ofSeconds(2);

    private static final Duration LAST_BREATH = Duration.ofSeconds(2);

    private final EventLog log;
    private final Stage stage;
    private final CollectingOutbox.Limits limits;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean wakeupUnderWay = new AtomicBoolean();
    private volatile @Nullable Subscription current;
    private volatile Health health = new Health.Starting("not started");

    public StageLoop(EventLog log, Stage stage, Configuration.Kafka settings) {
        this.log = log;
        this.stage = stage;
        this.limits = CollectingOutbox.Limits.of(settings);
        this.thread = new Thread(this::run, "stage-" + stage.name());
        this.thread.setDaemon(true);
    }

    @Override
    public String name() {
        return stage.name();
    }

    /** Returns at once; {@link #health} says when all assigned partitions are open. */
    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            health = new Health.Starting("joining the group " + stage.name());
            thread.start();
        }
    }

    @Override
    public Health health() {
        return health;
    }

    /** Finishes the step under way and hands over in order; a step that takes too long is interrupted. */
    @Override
    public void close() {
        stop.countDown();
        if (!started.get() || Thread.currentThread() == thread) {
            return;
        }
        Subscription subscription = current;
        if (subscription != null) {
            subscription.wakeup();
        }
        try {
            if (!thread.join(LAST_STEP)) {
                thread.interrupt();
                if (!thread.join(LAST_BREATH)) {
                    LOG.atWarn()
                            .log("Stage {} did not end in time; it is left to the end of the process", stage.name());
                }
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private void run() {
        int failures = 0;
        Duration longest = Duration.ZERO;
        while (!stopping()) {
            Session session = null;
            try {
                session = new Session();
                session.work();
            } catch (Throwable e) {
                // Nothing uncommitted is visible: the next session begins at the committed positions.
                boolean progressed = session != null && session.progressed;
                failures = progressed ? 1 : failures + 1;
                longest = failed(e, failures);
                // Only close() interrupts; leaving the group in order needs a thread that is not.
                boolean interrupted = Thread.interrupted();
                LOG.atTrace().log("Stage {} ended a session; interrupted: {}", stage.name(), interrupted);
            } finally {
                if (session != null) {
                    session.close();
                }
            }
            pause(failures, longest);
        }
        health = new Health.Starting("closed");
    }

    /** Tells of it, and answers how long a pause may be before the next try. */
    private Duration failed(Throwable e, int failures) {
        if (stopping()) {
            LOG.atDebug().setCause(e).log("Stage {} was interrupted by its end", stage.name());
        } else if (e instanceof Fenced) {
            health = new Health.Starting("another owner took over; joining the group " + stage.name() + " again");
            LOG.atInfo()
                    .addKeyValue("topic", stage.input().kafkaName())
                    .log(
                            "Stage {} lost a partition to another owner and joins again: {}",
                            stage.name(),
                            e.getMessage());
        } else if (e instanceof LogFailure && health instanceof Health.Starting) {
            health = new Health.Starting(String.valueOf(e.getMessage()));
            LOG.atDebug().log("Stage {} waits: {}", stage.name(), e.getMessage());
        } else {
            // That the log is away is said once: it is tried every second.
            boolean told = e instanceof LogFailure
                    && health instanceof Health.Failing failing
                    && failing.cause() instanceof LogFailure;
            health = new Health.Failing(e);
            StageFailure.tell(LOG, stage.name(), stage.input(), failures, e, told);
        }
        return e instanceof LogFailure || health instanceof Health.Starting ? LONGEST_WAIT : LONGEST_PAUSE;
    }

    private void pause(int failures, Duration longest) {
        if (failures == 0 || stopping()) {
            return;
        }
        long millis = Math.min(longest.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 16));
        try {
            boolean stopped = stop.await(millis, TimeUnit.MILLISECONDS);
            LOG.atTrace().log("Stage {} paused; stopped: {}", stage.name(), stopped);
        } catch (InterruptedException e) {
            // Only close() interrupts, after it has set stop: the loop ends.
            Thread.currentThread().interrupt();
        }
    }

    /** From any thread; many calls during one step cost one early return of poll. */
    private void wakeup() {
        if (wakeupUnderWay.compareAndSet(false, true)) {
            Subscription subscription = current;
            if (subscription != null) {
                subscription.wakeup();
            }
        }
    }

    /** One membership in the group, from joining to leaving. */
    private final class Session implements EventLog.AssignmentListener {
        private final Subscription subscription;
        private final Map<Integer, PartitionWork> open = new TreeMap<>();
        private final long joined = System.nanoTime();
        private boolean assignedOnce;
        private long assigned;
        private boolean progressed;

        Session() {
            subscription = log.subscribe(stage.name(), stage.input());
            subscription.listener(this);
            current = subscription;
        }

        void work() throws IOException {
            Duration wait = Duration.ZERO;
            while (!stopping()) {
                List<LogRecord> records = subscription.poll(wait);
                // Before the ticks: what called for a wakeup was put in place before the call, so these ticks see it.
                wakeupUnderWay.set(false);
                wait = step(byPartition(records));
                settle(!records.isEmpty());
            }
            handOver(Set.copyOf(open.keySet()));
        }

        private Duration step(Map<Integer, List<LogRecord>> records) throws IOException {
            if (!open.keySet().containsAll(records.keySet())) {
                throw new IllegalStateException(
                        "records of partitions " + records.keySet() + ", ours are " + open.keySet());
            }
            Duration wait = LONGEST_POLL;
            for (Map.Entry<Integer, PartitionWork> partition : open.entrySet()) {
                Duration wish = partition.getValue().step(records.getOrDefault(partition.getKey(), List.of()));
                wait = wish.compareTo(wait) < 0 ? wish : wait;
            }
            return wait.isNegative() ? Duration.ZERO : wait;
        }

        private static Map<Integer, List<LogRecord>> byPartition(List<LogRecord> records) {
            Map<Integer, List<LogRecord>> byPartition = new HashMap<>();
            for (LogRecord record : records) {
                byPartition
                        .computeIfAbsent(record.partition(), p -> new ArrayList<>())
                        .add(record);
            }
            return byPartition;
        }

        private void settle(boolean tookRecords) {
            Optional<Throwable> trouble = open.values().stream()
                    .flatMap(partition -> partition.trouble().stream())
                    .findFirst();
            if (trouble.isPresent()) {
                health = new Health.Failing(trouble.get());
                return;
            }
            long now = System.nanoTime();
            boolean inPlace = assignedOnce || now - joined > STANDBY.toNanos();
            progressed |= tookRecords || (inPlace && now - assigned > PROBATION.toNanos());
            if (inPlace && (progressed || !(health instanceof Health.Failing)) && !(health instanceof Health.Ready)) {
                health = new Health.Ready();
            }
        }

        @Override
        public void assigned(Set<Integer> partitions) {
            try {
                for (int partition : partitions) {
                    open.put(
                            partition,
                            PartitionWork.open(log, stage, subscription, partition, limits, StageLoop.this::wakeup));
                }
                assignedOnce = true;
                assigned = System.nanoTime();
                if (health instanceof Health.Starting) {
                    // Open is ready: what is first taken in, such as a whole import, may last.
                    health = new Health.Ready();
                }
                // The poll that we are called from would wait on: what is open has something to do, and health to tell.
                wakeup();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** In the group's eyes the partitions are ours until this returns: everything taken is committed already. */
        @Override
        public void revoked(Set<Integer> partitions) {
            try {
                handOver(partitions);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void lost(Set<Integer> partitions) {
            LOG.atInfo()
                    .addKeyValue("topic", stage.input().kafkaName())
                    .log("Stage {} lost partitions {}", stage.name(), partitions);
            abandon(partitions);
        }

        /** If one fails, the others stay open for {@link #close}. */
        private void handOver(Set<Integer> partitions) throws IOException {
            long end = System.nanoTime() + LAST_WORK.toNanos();
            for (int partition : partitions) {
                PartitionWork work = open.remove(partition);
                if (work != null) {
                    work.handOver(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                }
            }
        }

        private void abandon(Set<Integer> partitions) {
            for (int partition : partitions) {
                PartitionWork work = open.remove(partition);
                try {
                    if (work != null) {
                        work.abandon();
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.atWarn()
                            .addKeyValue("topic", stage.input().kafkaName())
                            .addKeyValue("partition", partition)
                            .setCause(e)
                            .log("Stage {} could not let go of a partition in order", stage.name());
                }
            }
        }

        /** Whatever is still open was not handed over. Leaves the group. */
        void close() {
            abandon(Set.copyOf(open.keySet()));
            current = null;
            try {
                subscription.close();
            } catch (RuntimeException e) {
                LOG.atDebug().setCause(e).log("Stage {} could not leave its group in order", stage.name());
            }
        }
    }
}
