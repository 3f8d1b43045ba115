package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.EventLog.Fenced;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLog.TransactionalWriter;
import org.broadsheet.common.log.EventLogContract;
import org.broadsheet.common.log.kafka.Compaction;
import org.broadsheet.common.log.kafka.Groups;
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
                    .hasMessageContaining("broadsheet.content has " + PARTITIONS);
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
