package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.broadsheet.common.log.EventLog.Committed;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLog.TransactionalWriter;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Witness;
import org.jspecify.annotations.Nullable;

/** A producer with a transactional id. A transaction is open only for as long as its commit takes. */
final class KafkaTransactionalWriter implements TransactionalWriter {
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String transactionalId;
    private final KafkaProducer<String, byte[]> producer;
    private final int partitions;
    private Witness wrote = Witness.NONE;

    private KafkaTransactionalWriter(String transactionalId, KafkaProducer<String, byte[]> producer, int partitions) {
        this.transactionalId = transactionalId;
        this.producer = producer;
        this.partitions = partitions;
    }

    /** Fences older writers, and waits until what they left open is committed or aborted. */
    static KafkaTransactionalWriter open(
            String transactionalId, KafkaProducer<String, byte[]> producer, int partitions) {
        KafkaTransactionalWriter writer = new KafkaTransactionalWriter(transactionalId, producer, partitions);
        try {
            producer.initTransactions();
            return writer;
        } catch (KafkaException e) {
            writer.close();
            throw writer.failure("be opened", e);
        }
    }

    @Override
    public Witness commit(List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions) {
        if (records.isEmpty() && positions.isEmpty()) {
            return wrote;
        }
        KafkaSubscription member = (KafkaSubscription) subscription;
        ConsumerGroupMetadata as = member.groupMetadata();
        while (as != null) {
            try {
                wrote = transact(records, member, positions, as);
                return wrote;
            } catch (CommitFailedException e) {
                // Nothing is visible. The group may only have a new epoch: then the partition is ours still, and once
                // the
                // epoch is known here the same transaction goes through.
                abort(e);
                as = member.newerThan(as);
            } catch (IllegalStateException e) {
                // Of the same transaction once more, when it could not be aborted.
                throw new LogFailure("the writer " + transactionalId + " could not commit: " + e.getMessage(), e);
            } catch (KafkaException e) {
                if (!isFenced(e)) {
                    abort(e);
                }
                throw failure("commit", e);
            }
        }
        throw new Fenced("the group of " + member.input().kafkaName() + " has gone on without this member", null);
    }

    /** What was written goes with the positions: so it is written first, and its places are known. */
    private Witness transact(
            List<NewRecord> records,
            KafkaSubscription member,
            Map<Integer, Committed> positions,
            ConsumerGroupMetadata as) {
        producer.beginTransaction();
        Places places = new Places();
        for (NewRecord record : records) {
            // A send that fails makes the commit fail.
            var unused = producer.send(KafkaRecords.out(record, partitions), places);
        }
        if (!records.isEmpty() && !positions.isEmpty()) {
            producer.flush();
        }
        if (!positions.isEmpty()) {
            producer.sendOffsetsToTransaction(offsets(member, positions, wrote.and(places.seen())), as);
        }
        producer.commitTransaction();
        return wrote.and(places.seen());
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(
            KafkaSubscription member, Map<Integer, Committed> positions, Witness wrote) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) -> offsets.put(
                KafkaRecords.partition(member.input(), partition),
                new OffsetAndMetadata(position.offset(), position.and(wrote).text())));
        return offsets;
    }

    /** Where the broker put what was sent. Called by the producer's thread, read when that is done. */
    private static final class Places implements Callback {
        private final Map<TopicPartition, RecordMetadata> last = new HashMap<>();

        @Override
        public synchronized void onCompletion(RecordMetadata written, @Nullable Exception failure) {
            if (failure == null) {
                last.merge(
                        new TopicPartition(written.topic(), written.partition()),
                        written,
                        (a, b) -> a.offset() > b.offset() ? a : b);
            }
        }

        synchronized Witness seen() {
            Witness seen = Witness.NONE;
            for (RecordMetadata written : last.values()) {
                seen = seen.and(Witness.of(
                        KafkaRecords.partition(new TopicPartition(written.topic(), written.partition())),
                        written.offset() + 1,
                        Instant.ofEpochMilli(written.timestamp())));
            }
            return seen;
        }
    }

    private void abort(KafkaException because) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            // The broker aborts it when it times out, or the next writer of this id does when it is opened.
            because.addSuppressed(e);
        }
    }

    private RuntimeException failure(String what, KafkaException e) {
        return isFenced(e)
                ? new Fenced("a newer writer took over " + transactionalId, e)
                : new LogFailure("the writer " + transactionalId + " could not " + what + ": " + e.getMessage(), e);
    }

    /** Also what a transaction looks like that the broker has ended because it took too long. */
    private static boolean isFenced(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof InvalidPidMappingException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            producer.close(CLOSING);
        } catch (KafkaException e) {
            throw new LogFailure("the writer " + transactionalId + " could not be closed: " + e.getMessage(), e);
        }
    }
}
