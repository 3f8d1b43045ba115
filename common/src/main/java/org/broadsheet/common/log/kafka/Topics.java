package org.broadsheet.common.log.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.record.KafkaTopic;

/** Creates the topics that are missing, and holds those that are there to the configured number of partitions. */
final class Topics {
    /** Bytes that Kafka adds, and that compressing what cannot be compressed does. */
    private static final int AROUND_A_RECORD = 4096;

    /** Of these Kafka has the only copy; all others can be made again from Git. */
    private static final Set<KafkaTopic> ONLY_HERE = Set.of(KafkaTopic.WEBHOOKS, KafkaTopic.DELIVERIES);

    private final Admin admin;
    private final Configuration.Kafka settings;

    Topics(Admin admin, Configuration.Kafka settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Returns each topic's id when all are there and have leaders.
     *
     * @throws StartFailure when one has another number of partitions than configured: keys would go astray
     */
    Map<KafkaTopic, String> ensure() throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> there = await(admin.listTopics().names());
        List<NewTopic> missing = Arrays.stream(KafkaTopic.values())
                .filter(topic -> !there.contains(topic.kafkaName()))
                .map(this::definition)
                .toList();
        if (!missing.isEmpty()) {
            create(missing);
        }
        return check();
    }

    private void create(List<NewTopic> missing) throws ExecutionException, InterruptedException, TimeoutException {
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                await(created);
            } catch (ExecutionException e) {
                // Another process was faster; the check that follows is the same for its topic.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private Map<KafkaTopic, String> check() throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> found = await(admin.describeTopics(Arrays.stream(KafkaTopic.values())
                        .map(KafkaTopic::kafkaName)
                        .toList())
                .allTopicNames());
        Map<KafkaTopic, String> ids = new EnumMap<>(KafkaTopic.class);
        List<String> wrong = new ArrayList<>();
        for (KafkaTopic topic : KafkaTopic.values()) {
            TopicDescription description = found.get(topic.kafkaName());
            if (description == null) {
                throw new ExecutionException(new IllegalStateException(topic.kafkaName() + " is not described"));
            }
            int partitions = description.partitions().size();
            if (partitions != settings.partitions()) {
                wrong.add(topic.kafkaName() + " has " + partitions);
            }
            if (description.partitions().stream().anyMatch(p -> p.leader() == null)) {
                throw new TimeoutException(topic.kafkaName() + " has a partition without leader");
            }
            ids.put(topic, description.topicId().toString());
        }
        if (!wrong.isEmpty()) {
            throw new StartFailure("kafka.partitions is " + settings.partitions() + ", but " + String.join(", ", wrong)
                    + ". The number of partitions is fixed when the topics are created: configure the number that they"
                    + " have.");
        }
        return ids;
    }

    private NewTopic definition(KafkaTopic topic) {
        Map<String, String> config = new HashMap<>();
        // Whatever a writer's clock says: retention and compaction go by one clock.
        config.put("message.timestamp.type", "LogAppendTime");
        config.put("max.message.bytes", String.valueOf(NewRecord.MOST_BYTES + AROUND_A_RECORD));
        config.put("compression.type", "producer");
        config.put("segment.bytes", String.valueOf(64 << 20));
        if (topic.isState()) {
            config.put("cleanup.policy", "compact");
            config.put("min.cleanable.dirty.ratio", "0.1");
            config.put("delete.retention.ms", String.valueOf(Snapshots.TOMBSTONES_STAY.toMillis()));
        } else {
            config.put("cleanup.policy", "delete");
            config.put("retention.ms", String.valueOf(topic.retention().toMillis()));
        }
        if (ONLY_HERE.contains(topic)) {
            config.put("flush.messages", "1");
        }
        if (settings.replication() > 2) {
            config.put("min.insync.replicas", "2");
        }
        return new NewTopic(topic.kafkaName(), Optional.of(settings.partitions()), Optional.of((short)
                        settings.replication()))
                .configs(config);
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(KafkaClients.CALL.toMillis(), TimeUnit.MILLISECONDS);
    }
}
