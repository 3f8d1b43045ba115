package org.broadsheet.common.log.kafka;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.record.KafkaTopic;

/** Makes Kafka do now what it does to a state some time. */
public final class Compaction {
    private Compaction() {}

    /**
     * Returns when each partition holds one record per key, all that came before included. Kafka never compacts the segment it
     * writes to: that ends after a moment, once something is written; an aborted transaction, which nobody sees.
     */
    public static void force(String bootstrap, EventLog log, KafkaTopic state) throws Exception {
        if (!state.isState()) {
            throw new IllegalArgumentException(state + " is a log, only states are compacted");
        }
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, state.kafkaName());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(
                                    set("segment.ms", "50"),
                                    set("min.cleanable.dirty.ratio", "0.0001"),
                                    set("max.compaction.lag.ms", "1"))))
                    .all()
                    .get();
            await().atMost(Duration.ofSeconds(90))
                    .pollDelay(Duration.ofMillis(100))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        rollSegments(bootstrap, log, state);
                        return isCompacted(log, state);
                    });
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(
                                    unset("segment.ms"),
                                    set("min.cleanable.dirty.ratio", "0.1"),
                                    unset("max.compaction.lag.ms"))))
                    .all()
                    .get();
        }
    }

    private static void rollSegments(String bootstrap, EventLog log, KafkaTopic state) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "transactional.id", "compaction-" + state);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int p = 0; p < log.partitions(state); p++) {
                producer.send(new ProducerRecord<>(state.kafkaName(), p, "filler", new byte[1]))
                        .get();
            }
            producer.abortTransaction();
        }
    }

    private static boolean isCompacted(EventLog log, KafkaTopic state) {
        for (int p = 0; p < log.partitions(state); p++) {
            Collection<String> keys = new ArrayList<>();
            log.read(state, p, 0, record -> keys.add(record.key()));
            Set<String> different = new HashSet<>(keys);
            if (different.size() != keys.size()) {
                return false;
            }
        }
        return true;
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static AlterConfigOp unset(String name) {
        return new AlterConfigOp(new ConfigEntry(name, ""), AlterConfigOp.OpType.DELETE);
    }
}
