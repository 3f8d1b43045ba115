package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.broadsheet.common.config.Configuration;

/** Makes Kafka's clients, all with the same settings. */
final class KafkaClients {
    /** A stage's step, such as a first import, may take long; its heartbeat goes on meanwhile. */
    private static final Duration LONGEST_STEP = Duration.ofHours(1);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** How long a call tries to get an answer of the brokers before it fails. */
    static final Duration CALL = Duration.ofSeconds(15);

    private static final int FOLLOWING_FETCH_BYTES = 1 << 20;
    private static final int READING_FETCH_BYTES = 4 << 20;

    /** More than the broker takes in one batch: that decides, by the compressed size. */
    private static final int REQUEST_BYTES = 16 << 20;

    private static final int BATCH_BYTES = 128 << 10;

    private final String bootstrap;
    private final Configuration.Kafka settings;

    KafkaClients(String bootstrap, Configuration.Kafka settings) {
        this.bootstrap = bootstrap;
        this.settings = settings;
    }

    String bootstrap() {
        return bootstrap;
    }

    Admin admin() {
        Map<String, Object> config = common("admin");
        config.put("default.api.timeout.ms", millis(CALL));
        return Admin.create(config);
    }

    /** A member of a group. */
    KafkaConsumer<String, byte[]> member(String group) {
        Map<String, Object> config = reading("member-" + group, FOLLOWING_FETCH_BYTES);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(LONGEST_STEP));
        GroupProtocol protocol = GroupProtocol.valueOf(settings.groupProtocol().toUpperCase(Locale.ROOT));
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol.name);
        if (protocol == GroupProtocol.CLASSIC) {
            // In the newer protocol these are the broker's.
            config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(settings.sessionTimeout()));
            config.put(
                    ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                    millis(settings.sessionTimeout().dividedBy(6)));
            config.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        }
        return consumer(config);
    }

    /** A reader outside of any group, for little at a time and often. */
    KafkaConsumer<String, byte[]> follower(String clientId) {
        return consumer(reading(clientId, FOLLOWING_FETCH_BYTES));
    }

    /** A reader outside of any group, for much at a time. */
    KafkaConsumer<String, byte[]> reader() {
        Map<String, Object> config = reading("reader", READING_FETCH_BYTES);
        // It stops at the end: a fetch that waited there would hold up the next request on its connection.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 0);
        return consumer(config);
    }

    /** Idempotent, for single records. */
    KafkaProducer<String, byte[]> appender() {
        Map<String, Object> config = writing("appender");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return producer(config);
    }

    KafkaProducer<String, byte[]> transactional(String transactionalId) {
        Map<String, Object> config = writing(transactionalId);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(settings.transactionTimeout()));
        return producer(config);
    }

    private Map<String, Object> reading(String clientId, int fetchBytes) {
        Map<String, Object> config = common(clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        // Not how long records take, but how long closing does: the goodbye waits behind the fetch.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(CALL));
        return config;
    }

    private Map<String, Object> writing(String clientId) {
        Map<String, Object> config = common(clientId);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(CALL));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(CALL));
        return config;
    }

    private Map<String, Object> common(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("client.id", clientId);
        config.put("request.timeout.ms", millis(ANSWER));
        config.put("metric.reporters", "");
        config.put("enable.metrics.push", false);
        // A broker that comes back should be found at once.
        config.put("reconnect.backoff.ms", 50);
        config.put("reconnect.backoff.max.ms", 500);
        config.put("retry.backoff.ms", 20);
        config.put("retry.backoff.max.ms", 500);
        return config;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }
}
