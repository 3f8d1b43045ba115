package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads partitions from an offset to their end, with consumers that are kept for the next time. Safe for all threads. */
final class ReaderPool implements AutoCloseable {
    private static final int KEPT = 4;
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final Duration patience;
    private final Queue<KafkaConsumer<String, byte[]>> idle = new ConcurrentLinkedQueue<>();
    private final Set<KafkaConsumer<String, byte[]>> busy = ConcurrentHashMap.newKeySet();
    /** Where a transaction stands that does not end. */
    private final Map<TopicPartition, Long> hanging = new ConcurrentHashMap<>();

    private volatile boolean closed;
    private @Nullable Admin admin;

    /** @param patience so long a read may make no progress, such as while a broker restarts or a transaction is open */
    ReaderPool(KafkaClients clients, Duration patience) {
        this.clients = clients;
        this.patience = patience;
    }

    long end(KafkaTopic topic, int partition) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        return with("the end of " + of, consumer -> end(consumer, of));
    }

    /** The high watermark: a consumer that reads what is committed is told of the last stable offset only. */
    long written(KafkaTopic topic, int partition) {
        return offset(KafkaRecords.partition(topic, partition), OffsetSpec.latest());
    }

    long after(KafkaTopic topic, int partition, Instant time) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        long first = offset(of, OffsetSpec.forTimestamp(time.toEpochMilli() + 1));
        return first < 0 ? offset(of, OffsetSpec.latest()) : first;
    }

    private long offset(TopicPartition of, OffsetSpec which) {
        try {
            return admin().listOffsets(Map.of(of, which))
                    .partitionResult(of)
                    .get(KafkaClients.CALL.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogFailure("Kafka does not say where " + of + " ends: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogFailure("interrupted while asking where " + of + " ends", e);
        }
    }

    private synchronized Admin admin() {
        if (closed) {
            throw new LogFailure("the log is closed", null);
        }
        if (admin == null) {
            admin = clients.admin();
        }
        return admin;
    }

    long readWhile(KafkaTopic topic, int partition, long from, Predicate<LogRecord> to) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        return with(of.toString(), consumer -> {
            long end = end(consumer, of);
            for (long position = from; position < end; ) {
                List<LogRecord> batch = new ArrayList<>();
                position =
                        progress(position, next(consumer, topic, of, position, end, Integer.MAX_VALUE, batch), of, end);
                for (LogRecord record : batch) {
                    if (!to.test(record)) {
                        return record.offset() + 1;
                    }
                }
            }
            return end;
        });
    }

    /** Of a transaction that never ends it is said once, and what stands before it has to do. */
    long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        long written = written(topic, partition);
        return with(of.toString(), consumer -> {
            Long hangs = hanging.get(of);
            long end = hangs != null && end(consumer, of) == hangs ? Math.min(hangs, written) : written;
            for (long position = from; position < end; ) {
                long reached = step(consumer, topic, of, position, end, to);
                if (reached == position && end(consumer, of) <= position) {
                    LOG.atError()
                            .addKeyValue("topic", topic.kafkaName())
                            .addKeyValue("partition", partition)
                            .log(
                                    "A transaction that began at offset {} never ended: nothing that is written behind it can"
                                            + " be read; kafka-transactions.sh find-hanging names it, and abort ends it",
                                    position);
                    hanging.put(of, position);
                    return position;
                }
                position = progress(position, reached, of, end);
            }
            return end;
        });
    }

    private long step(
            KafkaConsumer<String, byte[]> consumer,
            KafkaTopic topic,
            TopicPartition of,
            long position,
            long end,
            Consumer<LogRecord> to) {
        List<LogRecord> batch = new ArrayList<>();
        long reached = next(consumer, topic, of, position, end, Integer.MAX_VALUE, batch);
        batch.forEach(to);
        return reached;
    }

    List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        TopicPartition of = KafkaRecords.partition(topic, partition);
        return with(of.toString(), consumer -> {
            long end = end(consumer, of);
            List<LogRecord> page = new ArrayList<>();
            for (long position = from; position < end && page.size() < limit; ) {
                position = progress(position, next(consumer, topic, of, position, end, limit, page), of, end);
            }
            return page;
        });
    }

    /**
     * Adds some records before {@code end} to {@code to}; returns the position behind them, the same one if none came for as long as
     * is waited. A position counts, not a record: the
     * last offsets before the end may be marks of transactions, aborted, or compacted away.
     */
    private long next(
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
        long deadline = System.nanoTime() + patience.toNanos();
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
        return position;
    }

    private static long progress(long before, long reached, TopicPartition of, long end) {
        if (reached == before) {
            throw new LogFailure("reading " + of + " stands still at offset " + before + " of " + end, null);
        }
        return reached;
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
        synchronized (this) {
            if (admin != null) {
                admin.close(Duration.ZERO);
                admin = null;
            }
        }
        busy.forEach(KafkaConsumer::wakeup);
        for (var consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            closeQuietly(consumer);
        }
    }
}
