package org.broadsheet.standalone.cost;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.KafkaTopic;

/** Counts the records that go through a log, either way. */
record CountingLog(EventLog log, LongAdder consumed, LongAdder written) implements EventLog {
    @Override
    public int partitions(KafkaTopic topic) {
        return log.partitions(topic);
    }

    @Override
    public int partitionOf(KafkaTopic topic, String key) {
        return log.partitionOf(topic, key);
    }

    @Override
    public String identity(KafkaTopic topic) {
        return log.identity(topic);
    }

    @Override
    public CompletableFuture<Long> append(NewRecord record) {
        written.increment();
        return log.append(record);
    }

    @Override
    public long end(KafkaTopic topic, int partition) {
        return log.end(topic, partition);
    }

    @Override
    public long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return log.read(topic, partition, from, counted(to));
    }

    @Override
    public long written(KafkaTopic topic, int partition) {
        return log.written(topic, partition);
    }

    @Override
    public long after(KafkaTopic topic, int partition, Instant time) {
        return log.after(topic, partition, time);
    }

    @Override
    public long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return log.readAll(topic, partition, from, counted(to));
    }

    @Override
    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        List<LogRecord> page = log.page(topic, partition, from, limit);
        consumed.add(page.size());
        return page;
    }

    @Override
    public AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to) {
        return log.tail(topic, fromBeginning, counted(to));
    }

    private Consumer<LogRecord> counted(Consumer<LogRecord> to) {
        return record -> {
            consumed.increment();
            to.accept(record);
        };
    }

    @Override
    public Subscription subscribe(String group, KafkaTopic input) {
        return new CountingSubscription(log.subscribe(group, input), consumed);
    }

    @Override
    public TransactionalWriter writer(String transactionalId) {
        return new CountingWriter(log.writer(transactionalId), written);
    }

    @Override
    public void close() {
        log.close();
    }

    private record CountingSubscription(Subscription subscription, LongAdder consumed) implements Subscription {
        @Override
        public List<LogRecord> poll(Duration timeout) {
            List<LogRecord> records = subscription.poll(timeout);
            consumed.add(records.size());
            return records;
        }

        @Override
        public void listener(AssignmentListener listener) {
            subscription.listener(listener);
        }

        @Override
        public void wakeup() {
            subscription.wakeup();
        }

        @Override
        public Committed committed(int partition) {
            return subscription.committed(partition);
        }

        @Override
        public void seek(int partition, long offset) {
            subscription.seek(partition, offset);
        }

        @Override
        public void close() {
            subscription.close();
        }
    }

    private record CountingWriter(TransactionalWriter writer, LongAdder written) implements TransactionalWriter {
        @Override
        public Witness commit(List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions) {
            written.add(records.size());
            Subscription real =
                    subscription instanceof CountingSubscription counting ? counting.subscription() : subscription;
            return writer.commit(records, real, positions);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
