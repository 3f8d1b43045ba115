package org.broadsheet.common.log.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a topic on a thread of its own. When its consumer fails it goes on with another at the same offsets. */
final class LogTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration ENDING = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final KafkaTopic topic;
    private final Consumer<LogRecord> to;
    private final Consumer<LogTail> whenClosed;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile KafkaConsumer<String, byte[]> consumer;

    LogTail(
            KafkaClients clients,
            KafkaTopic topic,
            int partitions,
            boolean fromBeginning,
            Consumer<LogRecord> to,
            Consumer<LogTail> whenClosed) {
        this.clients = clients;
        this.topic = topic;
        this.to = to;
        this.whenClosed = whenClosed;
        this.thread = new Thread(this::run, "tail-" + topic.kafkaName());
        this.thread.setDaemon(true);
        this.consumer = clients.follower(thread.getName());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> KafkaRecords.partition(topic, p))
                .toList();
        try {
            if (fromBeginning) {
                all.forEach(partition -> positions.put(partition, 0L));
            } else {
                positions.putAll(consumer.endOffsets(all));
            }
        } catch (KafkaException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw new LogFailure("following " + topic.kafkaName() + " failed: " + e.getMessage(), e);
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (true) {
            try (KafkaConsumer<String, byte[]> following = consumer) {
                follow(following);
            } catch (RuntimeException e) {
                // WakeupException among them: then stop is set. Positions tell how far the view was told.
                if (!stopping()) {
                    LOG.atWarn()
                            .addKeyValue("topic", topic.kafkaName())
                            .log("Following a topic failed and goes on: {}", e.getMessage());
                }
            }
            if (pause() || !renew()) {
                return;
            }
        }
    }

    /** Another consumer, as soon as there can be one; false when it is to stop. */
    private boolean renew() {
        while (true) {
            try {
                consumer = clients.follower(thread.getName());
                return true;
            } catch (KafkaException e) {
                LOG.atWarn().addKeyValue("topic", topic.kafkaName()).log("Following a topic waits: {}", e.getMessage());
                if (pause()) {
                    return false;
                }
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> following) {
        following.assign(positions.keySet());
        positions.forEach(following::seek);
        while (!stopping()) {
            for (var record : following.poll(POLL)) {
                hand(KafkaRecords.in(topic, record));
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
        }
    }

    private void hand(LogRecord record) {
        try {
            to.accept(record);
        } catch (RuntimeException e) {
            // One record that a view cannot take must not end the view.
            LOG.atError()
                    .addKeyValue("topic", topic.kafkaName())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("A record could not be taken into a view");
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Whether it is to stop. */
    private boolean pause() {
        try {
            return stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        whenClosed.accept(this);
        stop.countDown();
        if (thread == Thread.currentThread()) {
            return;
        }
        consumer.wakeup();
        try {
            if (!thread.join(ENDING)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
