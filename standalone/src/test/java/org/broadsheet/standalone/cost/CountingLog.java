package org.broadsheet.standalone.cost;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.ForwardingLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.KafkaTopic;

/** Counts the records that go through a log, either way. */
final class CountingLog extends ForwardingLog {
    private final LongAdder consumed;
    private final LongAdder written;

    CountingLog(EventLog log, LongAdder consumed, LongAdder written) {
        super(log);
        this.consumed = consumed;
        this.written = written;
    }

    @Override
    public CompletableFuture<Long> append(NewRecord record) {
        written.increment();
        return super.append(record);
    }

    @Override
    protected void beforeCommit(List<NewRecord> records) {
        written.add(records.size());
    }

    @Override
    public long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return super.read(topic, partition, from, counted(to));
    }

    @Override
    public long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return super.readAll(topic, partition, from, counted(to));
    }

    @Override
    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        List<LogRecord> page = super.page(topic, partition, from, limit);
        consumed.add(page.size());
        return page;
    }

    @Override
    public AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to) {
        return super.tail(topic, fromBeginning, counted(to));
    }

    private Consumer<LogRecord> counted(Consumer<LogRecord> to) {
        return record -> {
            consumed.increment();
            to.accept(record);
        };
    }

    @Override
    public Subscription subscribe(String group, KafkaTopic input) {
        return new CountingSubscription(super.subscribe(group, input), consumed);
    }

    @Override
    public TransactionalWriter writer(String transactionalId) {
        return new UnwrappingWriter(super.writer(transactionalId));
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

    private record UnwrappingWriter(TransactionalWriter writer) implements TransactionalWriter {
        @Override
        public Witness commit(List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions) {
            return writer.commit(records, ((CountingSubscription) subscription).subscription(), positions);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
