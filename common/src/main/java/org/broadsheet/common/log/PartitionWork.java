package org.broadsheet.common.log;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.log.EventLog.Committed;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLog.TransactionalWriter;
import org.broadsheet.common.log.Stage.Assignment;
import org.broadsheet.common.log.Stage.Lost;
import org.broadsheet.common.log.Stage.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a stage's input, from its assignment to its end: its work, its writer, and how far it is committed. What the
 * work puts into the outbox becomes visible together with its position, or not at all.
 */
final class PartitionWork {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWork.class);

    /** Committed with the position while somebody works on the partition. */
    static final String OPEN = "open";

    /** Committed with the position when the owner handed over in order. */
    static final String CLEAN = "clean";

    private final int partition;
    private final Subscription subscription;
    private final TransactionalWriter writer;
    private final Work work;
    private final CollectingOutbox outbox;
    private Witness seen;
    private long committed;
    /** Where the next record is to be expected. */
    private long next;
    /** Whether a loss is to be committed as told. */
    private boolean losing;

    private PartitionWork(
            int partition,
            Subscription subscription,
            TransactionalWriter writer,
            Work work,
            CollectingOutbox outbox,
            Committed committed,
            Lost lost) {
        this.partition = partition;
        this.subscription = subscription;
        this.writer = writer;
        this.work = work;
        this.outbox = outbox;
        this.seen = committed.seen().telling(lost.partitions());
        this.committed = committed.offset();
        this.next = work.start();
        this.losing = !lost.partitions().isEmpty() || !lost.told().isEmpty();
    }

    /**
     * The order is what makes a takeover safe: opening the writer ends what an older owner left open and fences it; only then its
     * last position is final, and only then all its output can be folded.
     */
    static PartitionWork open(
            EventLog log,
            Stage stage,
            Subscription subscription,
            int partition,
            CollectingOutbox.Limits limits,
            Runnable wakeup)
            throws IOException {
        TransactionalWriter writer =
                log.writer(stage.name() + "-" + stage.input().kafkaName() + "-" + partition);
        try {
            Committed position = subscription.committed(partition);
            boolean clean = position.metadata().equals(CLEAN);
            if (clean) {
                // From here on a death must be noticed by whoever comes next.
                writer.commit(
                        List.of(),
                        subscription,
                        Map.of(partition, new Committed(position.offset(), OPEN, position.seen())));
            }
            LogPartition input = new LogPartition(stage.input(), partition);
            Lost lost = lost(log, input, position);
            lost.partitions()
                    .forEach(of -> LOG.atWarn()
                            .addKeyValue("topic", of.topic().kafkaName())
                            .addKeyValue("partition", of.partition())
                            .log(
                                    "Records were lost that the stage {} had seen; what can be made again is",
                                    stage.name()));
            Work work = stage.open(new Assignment(
                    partition,
                    lost.partitions().contains(input) ? 0 : position.offset(),
                    clean && lost.partitions().isEmpty(),
                    wakeup,
                    lost));
            try {
                subscription.seek(partition, work.start());
                CollectingOutbox outbox = new CollectingOutbox(limits) {
                    @Override
                    void commit(List<NewRecord> collected) {
                        work.committed(writer.commit(collected, subscription, Map.of()));
                    }
                };
                return new PartitionWork(partition, subscription, writer, work, outbox, position, lost);
            } catch (RuntimeException e) {
                closeAfter(e, () -> work.close(false));
                throw e;
            }
        } catch (RuntimeException | IOException e) {
            closeAfter(e, writer::close);
            throw e;
        }
    }

    private static Lost lost(EventLog log, LogPartition input, Committed position) {
        Set<LogPartition> missing = new HashSet<>(log.missing(position.seen()));
        if (log.written(input.topic(), input.partition()) < position.offset()) {
            missing.add(input);
        }
        return new Lost(missing, position.seen().time(), position.seen().told());
    }

    /** Takes the records, does what is due, commits. Returns when it wants to be called again at the latest. */
    Duration step(List<LogRecord> records) throws IOException {
        if (!records.isEmpty()) {
            if (records.getFirst().offset() < next) {
                throw new LogFailure(
                        "partition " + partition + " goes on at offset "
                                + records.getFirst().offset() + ", not at " + next + ": records of it were lost",
                        null);
            }
            next = records.getLast().offset() + 1;
            seen = seen.and(records);
            work.take(records, outbox);
        }
        Duration wish = work.tick(outbox);
        long position = work.position();
        if (!work.isRestored()) {
            outbox.flush();
        } else if (losing || !outbox.isEmpty() || position != committed) {
            commit(position, OPEN);
        }
        return wish;
    }

    private void commit(long position, String how) {
        Committed at = new Committed(position, how, seen.and(work.seen()));
        work.committed(writer.commit(outbox.drain(), subscription, Map.of(partition, at)));
        committed = position;
        losing = false;
    }

    /** What keeps it, or a part of it, from its work; it goes on trying. */
    Optional<Throwable> trouble() {
        return work.trouble();
    }

    /** Commits what is left to tell, so that everything taken is committed; says so to the next owner. */
    void handOver(Duration atMost) throws IOException {
        try (writer) {
            work.drain(outbox, atMost);
            long position = work.position();
            work.close(true);
            if (work.isRestored()) {
                commit(position, CLEAN);
            } else {
                outbox.flush();
            }
        }
    }

    /** Another owns the partition, or something failed: what is not committed never was. */
    void abandon() throws IOException {
        try (writer) {
            work.close(false);
        }
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void closeAfter(Exception failure, Closing closing) {
        try {
            closing.close();
        } catch (RuntimeException | IOException e) {
            failure.addSuppressed(e);
        }
    }
}
