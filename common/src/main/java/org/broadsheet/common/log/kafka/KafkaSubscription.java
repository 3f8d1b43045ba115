package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.broadsheet.common.log.EventLog.AssignmentListener;
import org.broadsheet.common.log.EventLog.Committed;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as a member of its group; or alone, with all partitions from its first poll on. The positions of a group that never has
 * members are anybody's to commit: alone is for a process that is the only one of its broker.
 */
final class KafkaSubscription implements Subscription {
    private static final Duration LEAVING = Duration.ofSeconds(2);

    /** A member learns of its new epoch with a heartbeat: the embedded broker wants one every 0.5 s. */
    private static final long EPOCH_ARRIVES_NANOS = Duration.ofMillis(1_500).toNanos();

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaTopic input;
    private final boolean heartbeatsRenew;
    private @Nullable AssignmentListener listener;
    private @Nullable Throwable thrownByListener;
    /** Not told of yet. */
    private Set<TopicPartition> given = Set.of();

    private KafkaSubscription(KafkaConsumer<String, byte[]> consumer, KafkaTopic input, boolean heartbeatsRenew) {
        this.consumer = consumer;
        this.input = input;
        this.heartbeatsRenew = heartbeatsRenew;
    }

    /** @param heartbeatsRenew whether the member's epoch changes without a poll, as in the protocol "consumer" */
    static KafkaSubscription member(KafkaConsumer<String, byte[]> consumer, KafkaTopic input, boolean heartbeatsRenew) {
        KafkaSubscription member = new KafkaSubscription(consumer, input, heartbeatsRenew);
        consumer.subscribe(Set.of(input.kafkaName()), member.new Rebalances());
        return member;
    }

    static KafkaSubscription alone(KafkaConsumer<String, byte[]> consumer, KafkaTopic input, int partitions) {
        KafkaSubscription alone = new KafkaSubscription(consumer, input, false);
        alone.given = IntStream.range(0, partitions)
                .mapToObj(partition -> KafkaRecords.partition(input, partition))
                .collect(Collectors.toSet());
        consumer.assign(alone.given);
        return alone;
    }

    @Override
    public List<LogRecord> poll(Duration timeout) {
        if (!given.isEmpty()) {
            Set<TopicPartition> all = given;
            given = Set.of();
            new Rebalances().onPartitionsAssigned(all);
        }
        try {
            ConsumerRecords<String, byte[]> records =
                    thrownByListener == null ? pollThroughWakeup(timeout) : ConsumerRecords.empty();
            if (thrownByListener instanceof Error e) {
                throw e;
            } else if (thrownByListener instanceof RuntimeException e) {
                throw e;
            }
            return KafkaRecords.in(input, records);
        } catch (KafkaException e) {
            throw new LogFailure("reading " + input.kafkaName() + " failed: " + e.getMessage(), e);
        }
    }

    /** What has arrived is handed out in spite of a wakeup: else many wakeups would starve the input. */
    private ConsumerRecords<String, byte[]> pollThroughWakeup(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (WakeupException e) {
            if (thrownByListener != null) {
                return ConsumerRecords.empty();
            }
        }
        try {
            return consumer.poll(Duration.ZERO);
        } catch (WakeupException again) {
            return ConsumerRecords.empty();
        }
    }

    @Override
    public void listener(AssignmentListener to) {
        listener = to;
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public Committed committed(int partition) {
        TopicPartition of = KafkaRecords.partition(input, partition);
        boolean woken = false;
        while (true) {
            try {
                Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.of(of));
                OffsetAndMetadata offset = committed.get(of);
                if (woken) {
                    consumer.wakeup();
                }
                return offset == null ? new Committed(0, "") : Committed.parse(offset.offset(), offset.metadata());
            } catch (WakeupException e) {
                // It was meant for poll, which may be what we are called from.
                woken = true;
            } catch (KafkaException e) {
                throw new LogFailure("the committed offset of " + of + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void seek(int partition, long offset) {
        consumer.seek(KafkaRecords.partition(input, partition), offset);
    }

    ConsumerGroupMetadata groupMetadata() {
        return consumer.groupMetadata();
    }

    /**
     * Waits for another epoch than that of {@code known}; null when there is none to be had. While this waits nothing can be taken
     * from this member: that takes its own poll.
     */
    @Nullable ConsumerGroupMetadata newerThan(ConsumerGroupMetadata known) {
        long deadline = System.nanoTime() + EPOCH_ARRIVES_NANOS;
        while (heartbeatsRenew && System.nanoTime() < deadline) {
            ConsumerGroupMetadata now = consumer.groupMetadata();
            if (!now.memberId().equals(known.memberId()) || now.generationId() < known.generationId()) {
                return null;
            }
            if (now.generationId() > known.generationId()) {
                return now;
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    KafkaTopic input() {
        return input;
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(LEAVING));
        } catch (KafkaException e) {
            // The session's end does what the goodbye would have done.
            throw new LogFailure("leaving the group of " + input.kafkaName() + " failed: " + e.getMessage(), e);
        }
    }

    /** What the listener throws is kept for poll to throw: Kafka would wrap it, and retry the assignment behind our back. */
    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            tell(partitions, to -> to.assigned(numbers(partitions)));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            tell(partitions, to -> to.revoked(numbers(partitions)));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            tell(partitions, to -> to.lost(numbers(partitions)));
        }

        private void tell(Collection<TopicPartition> partitions, Consumer<AssignmentListener> what) {
            if (partitions.isEmpty() || listener == null) {
                return;
            }
            try {
                what.accept(listener);
            } catch (Throwable e) {
                thrownByListener = e;
                consumer.wakeup();
            }
        }

        private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        }
    }
}
