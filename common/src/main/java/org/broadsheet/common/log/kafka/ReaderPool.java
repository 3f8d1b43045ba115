package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.KafkaTopic;

/** Reads partitions from an offset to their end, with consumers that are kept for the next time. Safe for all threads. */
final class ReaderPool implements AutoCloseable {
    private static final int KEPT = 4;
    private static final Duration POLL = Duration.ofSeconds(1);

    /** So long a read may make no progress, such as while a broker restarts. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final KafkaClients clients;
    private final Queue<KafkaConsumer<String, byte[]>> idle = new ConcurrentLinkedQueue<>();
    private final Set<KafkaConsumer<String, byte[]>> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ReaderPool(KafkaClients clients) {
        this.clients = clients;
    }

    long end(KafkaTopic topic, int partition) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        return with("the end of " + of, consumer -> end(consumer, of));
    }

    long read(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        return with(of.toString(), consumer -> {
            long end = end(consumer, of);
            List<LogRecord> batch = new ArrayList<>();
            for (long position = from; position < end; ) {
                position = next(consumer, topic, of, position, end, Integer.MAX_VALUE, batch);
                batch.forEach(to);
                batch.clear();
            }
            return end;
        });
    }

    List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        return with(of.toString(), consumer -> {
            long end = end(consumer, of);
            List<LogRecord> page = new ArrayList<>();
            for (long position = from; position < end && page.size() < limit; ) {
                position = next(consumer, topic, of, position, end, limit, page);
            }
            return page;
        });
    }

    /**
     * Adds some records before {@code end} to {@code to}; returns the position behind them. A position counts, not a record: the
     * last offsets before the end may be marks of transactions, aborted, or compacted away.
     */
    private static long next(
            KafkaConsumer<String, byte[]> consumer,
            KafkaTopic topic,
            TopicPartition of,
            long position,
            long end,
            int limit,
            List<LogRecord> to) {
        if (consumer.assignment().isEmpty()) {
            consumer.assign(List.of(of));
            consumer.seek(of, position);
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            for (var record : consumer.poll(POLL).records(of)) {
                if (record.offset() < end && to.size() < limit) {
                    to.add(KafkaRecords.in(topic, record));
                }
            }
            long reached = consumer.position(of);
            if (reached > position || reached >= end) {
                return reached;
            }
        }
        throw new LogFailure("reading " + of + " stands still at offset " + position + " of " + end, null);
    }

    private static long end(KafkaConsumer<String, byte[]> consumer, TopicPartition of) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(of));
        Long end = ends.get(of);
        if (end == null) {
            throw new LogFailure("Kafka does not say where " + of + " ends", null);
        }
        return end;
    }

    /** The consumer is kept if all went well, or if what the caller did with the records failed. */
    private <T> T with(String what, Function<KafkaConsumer<String, byte[]>, T> use) {
        KafkaConsumer<String, byte[]> consumer = idle.poll();
        if (consumer == null) {
            consumer = clients.reader();
        }
        busy.add(consumer);
        boolean keep = true;
        try {
            if (closed) {
                throw new LogFailure("the log is closed", null);
            }
            return use.apply(consumer);
        } catch (LogFailure e) {
            // Whatever this consumer stands still for, another may not.
            keep = false;
            throw e;
        } catch (KafkaException e) {
            keep = false;
            throw new LogFailure("reading " + what + " failed: " + e.getMessage(), e);
        } finally {
            busy.remove(consumer);
            giveBack(consumer, keep);
        }
    }

    private void giveBack(KafkaConsumer<String, byte[]> consumer, boolean keep) {
        if (keep && !closed && idle.size() < KEPT) {
            consumer.unsubscribe();
            idle.add(consumer);
        } else {
            closeQuietly(consumer);
        }
        if (closed) {
            close();
        }
    }

    private static void closeQuietly(KafkaConsumer<String, byte[]> consumer) {
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            // It held nothing but a connection.
        }
    }

    /** Reads under way fail. */
    @Override
    public void close() {
        closed = true;
        busy.forEach(KafkaConsumer::wakeup);
        for (var consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            closeQuietly(consumer);
        }
    }
}
