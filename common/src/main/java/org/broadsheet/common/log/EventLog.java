package org.broadsheet.common.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/**
 * The log that all roles meet in: Kafka, or memory. Every reader sees committed records only. Safe for all threads,
 * but for what it hands out, which belongs to one thread each where nothing else is said.
 */
public interface EventLog extends AutoCloseable {
    /** How many partitions the topic has. */
    int partitions(KafkaTopic topic);

    /** The partition of a key: the same in every process and implementation (Kafka's murmur2 of {@link KafkaTopic#partitionKey}). */
    int partitionOf(KafkaTopic topic, String key);

    /** Which log this is: another value when the topic was made anew, so that offsets remembered elsewhere mean nothing. */
    String identity(KafkaTopic topic);

    /** Appends outside any transaction; completes with the offset when all in-sync replicas have it. */
    CompletableFuture<Long> append(NewRecord record);

    /**
     * The offset behind the last committed record, as of now; never behind a transaction that is still open. What a
     * {@link TransactionalWriter} has just committed may take some milliseconds to count; what was appended, and what an older
     * writer of an id had committed when {@link #writer} returned, counts at once.
     */
    long end(KafkaTopic topic, int partition);

    /**
     * The offset behind the last record, of transactions that are still open too: where all ends that is, or may yet be, committed
     * as of now.
     */
    long written(KafkaTopic topic, int partition);

    /** The offset of the first record that was appended later than {@code time}; {@link #written} if there is none. */
    long after(KafkaTopic topic, int partition, Instant time);

    /** The partitions of which the log no longer holds what was seen: a disk was restored in part, or lost what was written last. */
    default Set<LogPartition> missing(Witness seen) {
        Set<LogPartition> missing = new TreeSet<>();
        seen.ends().forEach((of, end) -> {
            if (written(of.topic(), of.partition()) < end || after(of.topic(), of.partition(), seen.latest()) < end) {
                missing.add(of);
            }
        });
        return missing;
    }

    /**
     * Reads the committed records from {@code from} (or the first that is still there) to the end as of the call, in order.
     *
     * @return the offset to go on from: the end as of the call
     */
    default long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return readWhile(topic, partition, from, record -> {
            to.accept(record);
            return true;
        });
    }

    /**
     * Likewise until {@code to} has had enough.
     *
     * @param to whether it takes more
     * @return the offset to go on from: behind the last that was handed over, or the end as of the call
     */
    long readWhile(KafkaTopic topic, int partition, long from, Predicate<LogRecord> to);

    /**
     * Reads all that is committed as of the call, what stands behind another writer's open transaction too: waits until that has
     * ended. For whoever has to see everything, such as a stage that folds a state which others write as well. Of a transaction that
     * does not end in the time that transactions have, it says so and reads what stands before it.
     *
     * @return the offset to go on from: {@link #written} as of the call, or where that transaction began
     */
    long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to);

    /**
     * The first committed records at or behind {@code from}, at most {@code limit} of them, in order; empty at the end. For
     * looking up single records and for pages of a list: its cost does not grow with what stands behind.
     */
    List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit);

    /**
     * Follows all partitions of a topic on a thread of its own until closed, without a group: for views and waiters.
     *
     * @param fromBeginning returns at once; else only what is committed from now on is handed over, and when this method
     *     returns, "now" is behind
     */
    AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to);

    /**
     * Takes part in the consumer group: each partition of {@code input} is assigned to one member of the group at a time. A log of
     * which this process is the only user may assign them all to whoever subscribes, at its first poll.
     */
    Subscription subscribe(String group, KafkaTopic input);

    /** A writer of transactions. Opening one fences every older one with the same id: their commits fail with {@link Fenced}. */
    TransactionalWriter writer(String transactionalId);

    @Override
    void close();

    /** A member of a consumer group. One thread, but for {@link #wakeup}. Closing it leaves the group. */
    interface Subscription extends AutoCloseable {
        /**
         * Waits up to {@code timeout} for records of the partitions that are ours, at their positions. Calls the listener for
         * changes of the assignment from within; what the listener throws, it throws. Returns early, with what is there, after
         * {@link #wakeup}.
         */
        List<LogRecord> poll(Duration timeout);

        /** Set before the first poll. */
        void listener(AssignmentListener listener);

        /** From any thread: the present or next poll returns at once. */
        void wakeup();

        /** The committed position of a partition that is ours; 0 when there is none. */
        Committed committed(int partition);

        /** Moves the position of a partition that is ours. */
        void seek(int partition, long offset);

        @Override
        void close();
    }

    /**
     * @param metadata what was committed with the offset, such as how the owner left; without spaces
     * @param seen of the log at that time; a {@link TransactionalWriter} adds what it has written itself
     */
    record Committed(long offset, String metadata, Witness seen) {
        public Committed(long offset, String metadata) {
            this(offset, metadata, Witness.NONE);
        }

        /** Of more beside a position Kafka's default refuses the position too. */
        private static final int MOST = 4096;

        /** As one text; without what was seen if that is of too many partitions. */
        public String text() {
            String text = (metadata + " " + seen).strip();
            return text.length() <= MOST ? text : metadata;
        }

        /** Of {@link #text}. */
        public static Committed parse(long offset, String text) {
            int space = text.indexOf(' ');
            return space < 0
                    ? new Committed(offset, text)
                    : new Committed(offset, text.substring(0, space), Witness.parse(text.substring(space + 1)));
        }

        public Committed and(Witness more) {
            return new Committed(offset, metadata, seen.and(more));
        }
    }

    interface AssignmentListener {
        /** These are ours now; nothing of them was polled yet. */
        void assigned(Set<Integer> partitions);

        /** These are to be given up; transactions still count. */
        void revoked(Set<Integer> partitions);

        /** These are another's already; transactions fail. */
        void lost(Set<Integer> partitions);
    }

    /** Writes transactions, one at a time. */
    interface TransactionalWriter extends AutoCloseable {
        /**
         * Commits the records and, with them, the positions of partitions of {@code subscription} (which may be none). All or
         * nothing becomes visible. Fails with {@link Fenced} when a newer writer or member took over: nothing is visible then.
         * Fails with {@link LogFailure} when the log could not, or could not say whether it did: the next writer of the same id
         * finds out, and what stands in the log then counts. After either the writer is to be closed.
         *
         * @return where all ends that this writer has written
         */
        Witness commit(List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions);

        @Override
        void close();
    }

    /** Somebody newer owns what was to be written. Nothing was. */
    final class Fenced extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Fenced(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The log could not do it, for now. */
    final class LogFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LogFailure(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
