package org.broadsheet.common.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.broadsheet.common.record.KafkaTopic;

/**
 * The log in memory, with Kafka's semantics as far as they can be seen through {@link EventLog}: a transaction's end takes an
 * offset of its own, members of a group give up partitions in their own {@code poll}, newer writers fence older ones. It ends
 * with its process. Safe for all threads.
 */
public final class MemoryEventLog implements EventLog {
    /** As Kafka's default: the most records of one poll. */
    static final int POLL_RECORDS = 500;

    /** Guards everything below and everything in the groups; notified at each change. */
    final Object lock = new Object();

    private final int partitions;
    private final InstantSource clock;
    private final String identity = UUID.randomUUID().toString();
    private final Map<KafkaTopic, List<Partition>> topics = new EnumMap<>(KafkaTopic.class);
    private final Map<String, MemoryGroup> groups = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Set<Tail> tails = new HashSet<>();
    private boolean closed;

    public MemoryEventLog(int partitions, InstantSource clock) {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has at least one partition, not " + partitions);
        }
        this.partitions = partitions;
        this.clock = clock;
        for (KafkaTopic topic : KafkaTopic.values()) {
            List<Partition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new Partition());
            }
            topics.put(topic, all);
        }
    }

    /** With one partition per topic, on the machine's clock. */
    public MemoryEventLog() {
        this(1, InstantSource.system());
    }

    @Override
    public int partitions(KafkaTopic topic) {
        return partitions;
    }

    @Override
    public int partitionOf(KafkaTopic topic, String key) {
        return Partitioning.partitionOf(key, partitions);
    }

    @Override
    public String identity(KafkaTopic topic) {
        return identity;
    }

    @Override
    public CompletableFuture<Long> append(NewRecord record) {
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(new LogFailure("the log is closed", null));
            }
            long offset = add(record);
            lock.notifyAll();
            return CompletableFuture.completedFuture(offset);
        }
    }

    @Override
    public long end(KafkaTopic topic, int partition) {
        synchronized (lock) {
            checkOpen();
            return partition(topic, partition).end;
        }
    }

    @Override
    public long written(KafkaTopic topic, int partition) {
        return end(topic, partition);
    }

    @Override
    public long after(KafkaTopic topic, int partition, Instant time) {
        synchronized (lock) {
            checkOpen();
            return partition(topic, partition).records.values().stream()
                    .filter(record -> record.appendedAt().isAfter(time))
                    .mapToLong(LogRecord::offset)
                    .findFirst()
                    .orElseGet(() -> partition(topic, partition).end);
        }
    }

    @Override
    public long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return read(topic, partition, from, to);
    }

    @Override
    public long readWhile(KafkaTopic topic, int partition, long from, Predicate<LogRecord> to) {
        long end = end(topic, partition);
        long position = from;
        while (position < end) {
            List<LogRecord> records;
            synchronized (lock) {
                checkOpen();
                records = partition(topic, partition).from(position, end, POLL_RECORDS);
            }
            for (LogRecord record : records) {
                if (!to.test(record)) {
                    return record.offset() + 1;
                }
            }
            position = records.isEmpty() ? end : records.get(records.size() - 1).offset() + 1;
        }
        return end;
    }

    @Override
    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        synchronized (lock) {
            checkOpen();
            return partition(topic, partition).from(from, Long.MAX_VALUE, limit);
        }
    }

    @Override
    public AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to) {
        synchronized (lock) {
            checkOpen();
            Tail tail = new Tail(topic, to);
            for (int p = 0; p < partitions; p++) {
                tail.positions.put(p, fromBeginning ? 0 : partition(topic, p).end);
            }
            tails.add(tail);
            tail.thread.start();
            return tail;
        }
    }

    @Override
    public Subscription subscribe(String group, KafkaTopic input) {
        synchronized (lock) {
            checkOpen();
            MemoryGroup of = groups.computeIfAbsent(group + " " + input, g -> new MemoryGroup(this, input));
            return of.newMember();
        }
    }

    @Override
    public TransactionalWriter writer(String transactionalId) {
        synchronized (lock) {
            checkOpen();
            return new Writer(transactionalId, epochs.merge(transactionalId, 1, Integer::sum));
        }
    }

    /**
     * What Kafka's cleaner does to a state some time: of each key only the latest record stays, at its offset.
     *
     * @param tombstonesToo they vanish as well, as they do in Kafka a good while later
     */
    public void compact(KafkaTopic topic, boolean tombstonesToo) {
        if (!topic.isState()) {
            throw new IllegalArgumentException(topic + " is a log, only states are compacted");
        }
        synchronized (lock) {
            for (Partition partition : topics.getOrDefault(topic, List.of())) {
                Map<String, Long> latest = new HashMap<>();
                partition.records.values().forEach(r -> latest.put(r.key(), r.offset()));
                partition
                        .records
                        .values()
                        .removeIf(r -> !Long.valueOf(r.offset()).equals(latest.get(r.key()))
                                || (tombstonesToo && r.value().isEmpty()));
            }
        }
    }

    /** What a disk does that is restored in part, or loses what was written last: the partition ends at {@code end} from now on. */
    public void cut(KafkaTopic topic, int partition, long end) {
        synchronized (lock) {
            Partition cut = partition(topic, partition);
            cut.records.tailMap(end, true).clear();
            cut.end = Math.min(cut.end, end);
            lock.notifyAll();
        }
    }

    /** Ends the member's session, as if it had been silent for too long: its partitions go to the others. */
    public void expire(Subscription member) {
        ((MemoryGroup.Member) member).expire();
    }

    @Override
    public void close() {
        List<Tail> open;
        synchronized (lock) {
            closed = true;
            open = List.copyOf(tails);
            lock.notifyAll();
        }
        open.forEach(Tail::close);
    }

    /** Under the lock. */
    void checkOpen() {
        if (closed) {
            throw new LogFailure("the log is closed", null);
        }
    }

    /** Under the lock. */
    List<LogRecord> from(KafkaTopic topic, int partition, long position) {
        return partition(topic, partition).from(position, Long.MAX_VALUE, POLL_RECORDS);
    }

    int partitions() {
        return partitions;
    }

    private Partition partition(KafkaTopic topic, int partition) {
        if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException(topic + " has no partition " + partition);
        }
        return topics.getOrDefault(topic, List.of()).get(partition);
    }

    private long add(NewRecord record) {
        int p = partitionOf(record.topic(), record.key());
        Partition partition = partition(record.topic(), p);
        long offset = partition.end++;
        partition.records.put(
                offset,
                new LogRecord(record.topic(), p, offset, record.key(), record.value(), record.headers(), now()));
        return offset;
    }

    /** As Kafka has it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static final class Partition {
        final TreeMap<Long, LogRecord> records = new TreeMap<>();
        long end;

        List<LogRecord> from(long position, long below, int limit) {
            return records.tailMap(position, true).values().stream()
                    .takeWhile(r -> r.offset() < below)
                    .limit(limit)
                    .toList();
        }
    }

    private final class Writer implements TransactionalWriter {
        private final String id;
        private final int epoch;
        private Witness wrote = Witness.NONE;

        Writer(String id, int epoch) {
            this.id = id;
            this.epoch = epoch;
        }

        @Override
        public Witness commit(List<NewRecord> records, Subscription subscription, Map<Integer, Committed> positions) {
            synchronized (lock) {
                checkOpen();
                int newest = epochs.getOrDefault(id, 0);
                if (epoch != newest) {
                    throw new Fenced("writer " + epoch + " of " + id + " is fenced by writer " + newest, null);
                }
                MemoryGroup.Member member = (MemoryGroup.Member) subscription;
                member.checkOwns(positions.keySet());
                Set<Partition> touched = new HashSet<>();
                for (NewRecord record : records) {
                    int p = partitionOf(record.topic(), record.key());
                    long offset = add(record);
                    wrote = wrote.and(Witness.of(new LogPartition(record.topic(), p), offset + 1, now()));
                    touched.add(partition(record.topic(), p));
                }
                // As in Kafka the mark of a transaction's end has an offset of its own.
                touched.forEach(partition -> partition.end++);
                Map<Integer, Committed> completed = new HashMap<>();
                positions.forEach((p, position) -> completed.put(p, position.and(wrote)));
                member.commit(completed);
                lock.notifyAll();
                return wrote;
            }
        }

        @Override
        public void close() {}
    }

    private final class Tail implements AutoCloseable {
        final Map<Integer, Long> positions = new HashMap<>();
        final Thread thread;
        private final KafkaTopic topic;
        private final Consumer<LogRecord> to;
        private boolean ended;

        Tail(KafkaTopic topic, Consumer<LogRecord> to) {
            this.topic = topic;
            this.to = to;
            thread = new Thread(this::run, "tail-" + topic.kafkaName());
            thread.setDaemon(true);
        }

        private void run() {
            try {
                for (List<LogRecord> next = next(); !next.isEmpty(); next = next()) {
                    next.forEach(to);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Empty when closed. */
        private List<LogRecord> next() throws InterruptedException {
            synchronized (lock) {
                while (!ended && !closed) {
                    List<LogRecord> next = new ArrayList<>();
                    for (Map.Entry<Integer, Long> position : positions.entrySet()) {
                        List<LogRecord> records = from(topic, position.getKey(), position.getValue());
                        if (!records.isEmpty()) {
                            position.setValue(records.get(records.size() - 1).offset() + 1);
                            next.addAll(records);
                        }
                    }
                    if (!next.isEmpty()) {
                        return next;
                    }
                    lock.wait();
                }
                return List.of();
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                ended = true;
                tails.remove(this);
                lock.notifyAll();
            }
            if (Thread.currentThread() != thread) {
                joinQuietly(thread);
            }
        }
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
