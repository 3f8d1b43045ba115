package org.broadsheet.standalone.broker;

import java.time.Duration;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;

/** Settings of the log for tests. */
final class KafkaSettings {
    private KafkaSettings() {}

    static Configuration.Kafka withPartitions(int partitions) {
        return with(partitions, "consumer");
    }

    static Configuration.Kafka with(int partitions, String groupProtocol) {
        return new Configuration.Kafka(
                Optional.empty(),
                partitions,
                1,
                groupProtocol,
                Duration.ofSeconds(6),
                Duration.ofSeconds(15),
                1_000,
                8 << 20);
    }
}
