package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Partitioning;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/**
 * The log in Kafka. Its start creates the topics that are missing and checks the others; as long as no broker answers it goes on
 * trying, and whatever needs the log waits for it. After that a broker may restart at any time.
 */
public final class KafkaEventLog implements EventLog, Part {
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

    /** So long a read may make no progress when no transaction is open. */
    private static final Duration READ_STANDS = Duration.ofSeconds(45);

    /** How long reading and following wait for the topics; a role's start may need them. */
    private static final Duration READERS_WAIT = Duration.ofSeconds(60);

    /** How long all others do: a stage tries again by itself and must be able to stop, a push must not hang. */
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(1);

    private final Supplier<String> bootstrap;
    private final Configuration.Kafka settings;
    private final boolean alone;
    private final Set<LogTail> tails = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Connection connection;

    /** @param bootstrap asked once, at start: an embedded broker's port is known only then */
    public KafkaEventLog(Supplier<String> bootstrap, Configuration.Kafka settings) {
        this(bootstrap, settings, false);
    }

    private KafkaEventLog(Supplier<String> bootstrap, Configuration.Kafka settings, boolean alone) {
        this.bootstrap = bootstrap;
        this.settings = settings;
        this.alone = alone;
    }

    /**
     * For a process that is the only one of its broker, ever. Whoever subscribes has all partitions at once, and the groups have no
     * members: a start need not wait until those of a killed process have timed out.
     */
    public static KafkaEventLog alone(Supplier<String> bootstrap, Configuration.Kafka settings) {
        return new KafkaEventLog(bootstrap, settings, true);
    }

    @Override
    public String name() {
        return "kafka";
    }

    /**
     * Returns when the topics are there, or a few seconds later when no broker has answered yet.
     *
     * @throws StartFailure when the topics are not as configured
     */
    @Override
    public void start() {
        Connection to = new Connection(new KafkaClients(bootstrap.get(), settings), settings);
        connection = to;
        to.watch.start();
        try {
            to.topics(FIRST_ANSWER);
        } catch (LogFailure e) {
            if (e.getCause() instanceof StartFailure failure) {
                throw failure;
            }
            // No broker yet: health says so, the watch goes on.
        }
    }

    @Override
    public Health health() {
        Connection to = connection;
        return to == null ? new Health.Starting("not started") : to.watch.health();
    }

    @Override
    public int partitions(KafkaTopic topic) {
        return settings.partitions();
    }

    @Override
    public int partitionOf(KafkaTopic topic, String key) {
        return Partitioning.partitionOf(key, settings.partitions());
    }

    @Override
    public String identity(KafkaTopic topic) {
        String id = connection().topics(READERS_WAIT).get(topic);
        if (id == null) {
            throw new IllegalStateException(topic + " has no id");
        }
        return id;
    }

    @Override
    public CompletableFuture<Long> append(NewRecord record) {
        CompletableFuture<Long> offset = new CompletableFuture<>();
        try {
            var unused = connectedWithin(OTHERS_WAIT)
                    .appender()
                    .send(KafkaRecords.out(record, settings.partitions()), (written, failure) -> {
                        if (failure == null) {
                            offset.complete(written.offset());
                        } else {
                            offset.completeExceptionally(appendFailed(record, failure));
                        }
                    });
        } catch (KafkaException e) {
            offset.completeExceptionally(appendFailed(record, e));
        } catch (LogFailure e) {
            offset.completeExceptionally(e);
        }
        return offset;
    }

    private static LogFailure appendFailed(NewRecord record, Exception e) {
        return new LogFailure("appending to " + record.topic().kafkaName() + " failed: " + e.getMessage(), e);
    }

    @Override
    public long end(KafkaTopic topic, int partition) {
        return connectedWithin(READERS_WAIT).readers.end(topic, partition);
    }

    @Override
    public long readWhile(KafkaTopic topic, int partition, long from, Predicate<LogRecord> to) {
        return connectedWithin(READERS_WAIT).readers.readWhile(topic, partition, from, to);
    }

    @Override
    public long written(KafkaTopic topic, int partition) {
        return connectedWithin(READERS_WAIT).readers.written(topic, partition);
    }

    @Override
    public long after(KafkaTopic topic, int partition, Instant time) {
        return connectedWithin(READERS_WAIT).readers.after(topic, partition, time);
    }

    @Override
    public long readAll(KafkaTopic topic, int partition, long from, Consumer<LogRecord> to) {
        return connectedWithin(READERS_WAIT).readers.readAll(topic, partition, from, to);
    }

    @Override
    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
        return connectedWithin(READERS_WAIT).readers.page(topic, partition, from, limit);
    }

    @Override
    public AutoCloseable tail(KafkaTopic topic, boolean fromBeginning, Consumer<LogRecord> to) {
        KafkaClients clients = connectedWithin(READERS_WAIT).clients;
        LogTail tail = new LogTail(clients, topic, settings.partitions(), fromBeginning, to, tails::remove);
        tails.add(tail);
        tail.start();
        return tail;
    }

    @Override
    public Subscription subscribe(String group, KafkaTopic input) {
        boolean classic = settings.groupProtocol().toLowerCase(Locale.ROOT).equals("classic");
        try {
            KafkaConsumer<String, byte[]> consumer =
                    connectedWithin(OTHERS_WAIT).clients.member(group);
            try {
                return alone
                        ? KafkaSubscription.alone(consumer, input, settings.partitions())
                        : KafkaSubscription.member(consumer, input, !classic);
            } catch (RuntimeException e) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
                throw e;
            }
        } catch (KafkaException e) {
            throw new LogFailure("joining the group " + group + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public TransactionalWriter writer(String transactionalId) {
        try {
            KafkaProducer<String, byte[]> producer =
                    connectedWithin(OTHERS_WAIT).clients.transactional(transactionalId);
            return KafkaTransactionalWriter.open(transactionalId, producer, settings.partitions());
        } catch (KafkaException e) {
            throw new LogFailure("the writer " + transactionalId + " failed: " + e.getMessage(), e);
        }
    }

    /** What was handed out ends with its owners, but for views, which end now. */
    @Override
    public void close() {
        Connection to = connection;
        if (to != null) {
            tails.forEach(LogTail::close);
            to.close();
        }
    }

    private Connection connection() {
        Connection to = connection;
        if (to == null) {
            throw new LogFailure("the log is not started", null);
        }
        return to;
    }

    private Connection connectedWithin(Duration wait) {
        Connection to = connection();
        Map<KafkaTopic, String> checked = to.topics(wait);
        assert !checked.isEmpty();
        return to;
    }

    /** The clients that all share. */
    private static final class Connection implements AutoCloseable {
        private static final Duration APPENDS_END = Duration.ofSeconds(1);

        final KafkaClients clients;
        final BrokerWatch watch;
        final ReaderPool readers;
        private @Nullable KafkaProducer<String, byte[]> appender;
        private boolean closed;

        Connection(KafkaClients clients, Configuration.Kafka settings) {
            this.clients = clients;
            this.watch = new BrokerWatch(clients, settings);
            this.readers = new ReaderPool(clients, READ_STANDS.plus(settings.transactionTimeout()));
        }

        Map<KafkaTopic, String> topics(Duration wait) {
            try {
                return watch.topics().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                String why = watch.health() instanceof Health.Starting starting ? starting.what() : "waiting for Kafka";
                throw new LogFailure(why, null);
            } catch (ExecutionException e) {
                throw new LogFailure("the log cannot be used: " + e.getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LogFailure("interrupted while waiting for Kafka at " + clients.bootstrap(), e);
            }
        }

        synchronized KafkaProducer<String, byte[]> appender() {
            if (closed) {
                throw new LogFailure("the log is closed", null);
            }
            if (appender == null) {
                appender = clients.appender();
            }
            return appender;
        }

        @Override
        public synchronized void close() {
            closed = true;
            watch.close();
            readers.close();
            if (appender != null) {
                appender.close(APPENDS_END);
            }
        }
    }
}
