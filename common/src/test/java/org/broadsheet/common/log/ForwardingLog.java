package org.broadsheet.common.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.broadsheet.common.record.KafkaTopic;

/** Another log, with something before each commit. */
public abstract class ForwardingLog implements EventLog {
    private final EventLog log;

    protected ForwardingLog(EventLog log) {
        this.log = log;
    }

    /** May throw instead of the commit. */
    protected void beforeCommit(List<NewRecord> records) {}

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
        return log.append(record);
    }

    @Override
    public long end(KafkaTopic topic, int partition) {
        return log.end(topic, partition);
    }

    @Override
    public long readWhile(KafkaTopic topic, int partition, long from, Predicate<LogRecord> to) {
        return log.readWhile(topic, partition, from, to);
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
        return log.readAll(topic, partition, from, to);
    }

    @Override
    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        return log.page(topic, partition, from, limit);
    }

    @Override
    public AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to) {
        return log.tail(topic, fromBeginning, to);
    }

    @Override
    public Subscription subscribe(String group, KafkaTopic input) {
        return log.subscribe(group, input);
    }

    @Override
    public TransactionalWriter writer(String transactionalId) {
        TransactionalWriter writer = log.writer(transactionalId);
        return new TransactionalWriter() {
            @Override
            public Witness commit(
                    List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions) {
                beforeCommit(records);
                return writer.commit(records, subscription, positions);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public void close() {
        log.close();
    }
}
