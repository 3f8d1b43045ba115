package org.broadsheet.common.log;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;
import org.broadsheet.common.record.KafkaTopic;

/** Where a key's records lie: as Kafka's own partitioner has it for the part of the key that decides. */
public final class Partitioning {
    private Partitioning() {}

    public static int partitionOf(String key, int partitions) {
        byte[] deciding = KafkaTopic.partitionKey(key).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(deciding)) % partitions;
    }
}
