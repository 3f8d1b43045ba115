package org.broadsheet.common.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/**
 * The log that all roles meet in: Kafka, or memory for tests. Every reader sees committed records only. Safe for all threads,
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
     * Reads the committed records from {@code from} (or the first that is still there) to the end as of the call, in order.
     *
     * @return the offset to go on from: the end as of the call
     */
    long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to);

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

    /** @param metadata what was committed with the offset, such as how the owner left */
    record Committed(long offset, String metadata) {}

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
         */
        void commit(List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions);

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
