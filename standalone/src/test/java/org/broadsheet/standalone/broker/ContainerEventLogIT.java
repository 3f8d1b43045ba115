package org.broadsheet.standalone.broker;

import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.log.EventLogContract;
import org.broadsheet.common.log.kafka.Compaction;
import org.broadsheet.common.log.kafka.Groups;
import org.broadsheet.common.log.kafka.KafkaEventLog;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.kafka.KafkaContainer;

/** The log on a broker that is not ours, in a container, with either of the protocols that groups have there. */
@EnabledIf(
        value = "org.broadsheet.standalone.testing.ContainerEngine#answers",
        disabledReason = "no container engine answers")
class ContainerEventLogIT {
    private static KafkaContainer kafka;

    @BeforeAll
    static void start() {
        kafka = new KafkaContainer("apache/kafka:4.4.0")
                .withStartupAttempts(3)
                .withEnv(Map.of("KAFKA_LOG_CLEANER_BACKOFF_MS", "200", "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
        kafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.stop();
    }

    private abstract static class OnContainer extends EventLogContract {
        private static KafkaEventLog log;

        static void open(Configuration.Kafka settings) throws Exception {
            log = new KafkaEventLog(kafka::getBootstrapServers, settings);
            log.start();
        }

        static void end() throws Exception {
            log.close();
        }

        @Override
        protected EventLog log() {
            return log;
        }

        @Override
        protected void endSession(Subscription member) throws Exception {
            Groups.endSessions(kafka.getBootstrapServers(), member);
        }

        @Override
        protected void compact(KafkaTopic state) throws Exception {
            Compaction.force(kafka.getBootstrapServers(), log, state);
        }
    }

    @Nested
    class WithTheProtocolConsumer extends OnContainer {
        @BeforeAll
        static void start() throws Exception {
            open(KafkaSettings.with(PARTITIONS, "consumer"));
        }

        @AfterAll
        static void stop() throws Exception {
            end();
        }
    }

    @Nested
    class WithTheProtocolClassic extends OnContainer {
        @BeforeAll
        static void start() throws Exception {
            open(KafkaSettings.with(PARTITIONS, "classic"));
        }

        @AfterAll
        static void stop() throws Exception {
            end();
        }
    }
}
