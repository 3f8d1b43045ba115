package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.EventLog.Subscription;
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
