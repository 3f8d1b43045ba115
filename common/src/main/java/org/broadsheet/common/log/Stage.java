package org.broadsheet.common.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.record.KafkaTopic;

/**
 * What a role does with a partition of its input. Driven by a {@link StageLoop} on one thread; a test drives it without a broker.
 */
public interface Stage {
    /** Consumer group and first part of the transactional id, such as {@code render}. */
    String name();

    KafkaTopic input();

    /**
     * The partition is ours, and every older owner is fenced. Folds what this stage has written itself: its "before" is its own
     * output, never its input.
     */
    Work open(Assignment assignment) throws IOException;

    /**
     * @param committed the input's committed position
     * @param clean whether the former owner handed over in order; else its last storage writes may be ahead of its records
     * @param wakeup from any thread: {@link Work#tick} is to be called soon
     * @param lost what the log does not hold any more; if it is of the input, {@code committed} is 0
     */
    record Assignment(int partition, long committed, boolean clean, Runnable wakeup, Lost lost) {
        /** Of a log that lost nothing. */
        public Assignment(int partition, long committed, boolean clean, Runnable wakeup) {
            this(partition, committed, clean, wakeup, Lost.NOTHING);
        }
    }

    /**
     * Of a log whose disk was restored in part, or lost what was written last.
     *
     * @param partitions that were cut, of the input or of what the stage writes; they may have grown again
     * @param since what was appended later than this was appended after the loss
     * @param told whose loss the former owner has told
     */
    record Lost(Set<LogPartition> partitions, Instant since, Set<LogPartition> told) {
        public static final Lost NOTHING = new Lost(Set.of(), Instant.EPOCH, Set.of());

        public Lost {
            partitions = Collections.unmodifiableSet(new TreeSet<>(partitions));
            told = Collections.unmodifiableSet(new TreeSet<>(told));
        }

        public boolean isOf(KafkaTopic... topics) {
            List<KafkaTopic> any = List.of(topics);
            return partitions.stream().map(LogPartition::topic).anyMatch(any::contains);
        }
    }

    /** One partition's work. One thread. */
    interface Work {
        /** Where to begin reading. */
        long start();

        /**
         * Takes in records: writes storage first, then puts records into the outbox. The loop commits them together with
         * {@link #position}. If it throws, nothing that was not {@link Outbox#flush}ed becomes visible, the partition is closed and
         * opened again, and the same records come again.
         */
        void take(List<LogRecord> records, Outbox outbox) throws IOException;

        /** The offset from which a successor has to read: behind the last record taken, or earlier. */
        long position();

        /**
         * Whether all is made again that {@link Assignment#lost} calls for, as far as it can be, once the outbox is committed. Until
         * then no position is, so that whoever comes next finds the same loss.
         */
        default boolean isRestored() {
            return true;
        }

        /** What it has seen of partitions that are neither its input nor its output. */
        default Witness seen() {
            return Witness.NONE;
        }

        /**
         * Does what is due without input. Called after every poll.
         *
         * @return how long until it wants to be called again; a wakeup comes earlier
         */
        default Duration tick(Outbox outbox) throws IOException {
            return Duration.ofSeconds(1);
        }

        /**
         * Before the partition is handed over in order: starts nothing new, waits for what is under way, but no longer than
         * {@code atMost}, and puts what came of it into the outbox, to be committed with the hand-over.
         */
        default void drain(Outbox outbox, Duration atMost) throws IOException {}

        /**
         * All that was put into the outbox so far is committed, and others see it.
         *
         * @param written where all ends that was
         */
        default void committed(Witness written) {}

        /** What keeps a part of it from its work, while it goes on trying and with the rest. */
        default Optional<Throwable> trouble() {
            return Optional.empty();
        }

        /** @param clean in order: everything taken is committed; else another owns the partition, or something failed */
        void close(boolean clean) throws IOException;
    }

    /** Collects the records of a transaction in memory; the transaction itself lasts only as long as its commit. */
    interface Outbox {
        void add(NewRecord record);

        /** Whether what was collected since the last commit fills a transaction. */
        default boolean isFull() {
            return isFull(0, 0);
        }

        /** Likewise together with what is held back elsewhere until it is sure. */
        boolean isFull(int moreRecords, long moreBytes);

        /** Commits what was collected, without a position: for a step larger than one transaction. */
        void flush();
    }
}
