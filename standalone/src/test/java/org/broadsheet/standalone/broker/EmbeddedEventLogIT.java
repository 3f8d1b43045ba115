package org.broadsheet.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLog.TransactionalWriter;
import org.broadsheet.common.log.EventLogContract;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.kafka.Compaction;
import org.broadsheet.common.log.kafka.Groups;
import org.broadsheet.common.log.kafka.Impatience;
import org.broadsheet.common.log.kafka.KafkaEventLog;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in the broker that the program brings along. */
class EmbeddedEventLogIT extends EventLogContract {
    @TempDir
    static Path folder;

    private static EmbeddedKafka broker;
    private static KafkaEventLog log;

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedKafka(folder, Map.of("log.cleaner.backoff.ms", "200"), EmbeddedKafka.Ports::free);
        broker.start();
        log = new KafkaEventLog(broker::bootstrap, KafkaSettings.withPartitions(PARTITIONS));
        log.start();
    }

    @AfterAll
    static void stop() throws Exception {
        log.close();
        broker.close();
    }

    @Test
    void doesNotStartOnTopicsWithAnotherNumberOfPartitions() {
        try (KafkaEventLog other = new KafkaEventLog(broker::bootstrap, KafkaSettings.withPartitions(PARTITIONS + 1))) {
            assertThatThrownBy(other::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("kafka.partitions is " + (PARTITIONS + 1))
                    .hasMessageContaining("broadsheet.2.content has " + PARTITIONS);
        }
    }

    @Test
    void aloneGoesOnAtOnceWhereTheOneBeforeWasKilled() {
        try (KafkaEventLog alone = KafkaEventLog.alone(broker::bootstrap, KafkaSettings.withPartitions(PARTITIONS))) {
            alone.start();
            Subscription killed = alone.subscribe("alone", KafkaTopic.SIGNALS);
            TransactionalWriter itsWriter = alone.writer("alone-writer");
            Set<Integer> its = polled(killed);
            itsWriter.commit(List.of(), killed, Map.of(0, new EventLog.Committed(7, "open")));

            try (Subscription next = alone.subscribe("alone", KafkaTopic.SIGNALS);
                    TransactionalWriter writer = alone.writer("alone-writer")) {
                assertThat(polled(next)).isEqualTo(its).hasSize(PARTITIONS);
                assertThat(next.committed(0)).isEqualTo(new EventLog.Committed(7, "open"));
                assertThatThrownBy(
                                () -> itsWriter.commit(List.of(), killed, Map.of(0, new EventLog.Committed(8, "open"))))
                        .isInstanceOf(Fenced.class);
                writer.commit(List.of(), next, Map.of(0, new EventLog.Committed(9, "open")));
                assertThat(next.committed(0).offset()).isEqualTo(9);
            }
            itsWriter.close();
            killed.close();
        }
    }

    /** The read-committed end stands before another's open transaction, and so would a fold that stops there. */
    @Test
    void readsAllThatIsCommittedBehindAnothersOpenTransaction() throws Exception {
        KafkaTopic topic = KafkaTopic.WEBHOOKS;
        String key = "endpoint-behind";
        int partition = log.partitionOf(topic, key);
        String bytes = ByteArraySerializer.class.getName();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "transactional.id",
                "another",
                "transaction.timeout.ms",
                60_000,
                "key.serializer",
                bytes,
                "value.serializer",
                bytes);
        try (KafkaProducer<byte[], byte[]> another = new KafkaProducer<>(settings)) {
            another.initTransactions();
            another.beginTransaction();
            long open = another.send(
                            new ProducerRecord<>(topic.kafkaName(), partition, "other".getBytes(UTF_8), new byte[1]))
                    .get()
                    .offset();
            long appended = log.append(new NewRecord(topic, key, Optional.of(new byte[1]), Map.of()))
                    .join();
            List<String> atOnce = new ArrayList<>();
            log.read(topic, partition, 0, record -> atOnce.add(record.key()));
            assertThat(log.end(topic, partition)).isEqualTo(open);
            assertThat(log.written(topic, partition)).isEqualTo(appended + 1);
            assertThat(atOnce).isEmpty();

            List<String> all = new CopyOnWriteArrayList<>();
            CompletableFuture<Long> reading = CompletableFuture.supplyAsync(
                    () -> log.readAll(topic, partition, 0, record -> all.add(record.key())));
            another.abortTransaction();

            assertThat(reading.get(60, TimeUnit.SECONDS)).isEqualTo(appended + 1);
            assertThat(all).containsExactly(key);
        }
    }

    /** Such as one of which a disk has lost the mark: whoever has to begin goes on with what can be read, and waits once. */
    @Test
    void endsAReadOfAllBeforeATransactionThatNeverEnds() throws Exception {
        KafkaTopic topic = KafkaTopic.DELIVERIES;
        String key = "delivery-before";
        int partition = log.partitionOf(topic, key);
        long before = log.append(new NewRecord(topic, key, Optional.of(new byte[1]), Map.of()))
                .join();
        String bytes = ByteArraySerializer.class.getName();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "transactional.id",
                "hanging",
                "key.serializer",
                bytes,
                "value.serializer",
                bytes);
        try (KafkaProducer<byte[], byte[]> hanging = new KafkaProducer<>(settings)) {
            hanging.initTransactions();
            hanging.beginTransaction();
            hanging.send(new ProducerRecord<>(topic.kafkaName(), partition, "other".getBytes(UTF_8), new byte[1]))
                    .get();
            List<String> read = new ArrayList<>();

            List<Long> ends = Impatience.with(
                    broker.bootstrap(),
                    KafkaSettings.withPartitions(PARTITIONS),
                    topic,
                    partition,
                    record -> read.add(record.key()),
                    reading -> {
                        List<Long> answers = new ArrayList<>();
                        answers.add(reading.apply(before));
                        answers.add(reading.apply(before));
                        hanging.abortTransaction();
                        await().until(() -> reading.apply(before + 1) > before + 2);
                        return answers;
                    });

            assertThat(ends).containsExactly(before + 1, before + 1);
            assertThat(read).containsExactly(key, key);
        }
    }

    /** What a first poll is given, which does not wait. */
    private static Set<Integer> polled(Subscription subscription) {
        Set<Integer> ours = new HashSet<>();
        subscription.listener(new EventLog.AssignmentListener() {
            @Override
            public void assigned(Set<Integer> partitions) {
                ours.addAll(partitions);
            }

            @Override
            public void revoked(Set<Integer> partitions) {}

            @Override
            public void lost(Set<Integer> partitions) {}
        });
        subscription.poll(Duration.ZERO);
        return ours;
    }

    @Override
    protected EventLog log() {
        return log;
    }

    @Override
    protected void endSession(Subscription member) throws Exception {
        Groups.endSessions(broker.bootstrap(), member);
    }

    @Override
    protected void compact(KafkaTopic state) throws Exception {
        Compaction.force(broker.bootstrap(), log, state);
    }
}
