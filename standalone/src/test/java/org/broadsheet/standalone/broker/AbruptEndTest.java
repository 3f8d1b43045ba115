package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;

/** Why {@link AbruptEnd} is there, at the cause. */
class AbruptEndTest {
    private static final ListenerName LISTENER = ListenerName.forSecurityProtocol(SecurityProtocol.PLAINTEXT);
    private static final int BROKER = 1;
    private static final int NO_LEADER = -1;

    /**
     * Who ends a transaction asks for the leader of each partition in it. Where there is none while the former one is away, no
     * partition at all is found (KAFKA-20734, since KAFKA-17573), and the mark that was to be written there is left out.
     */
    @Test
    void kafkaTakesAPartitionWithoutALeaderForOneThatIsNotThere() {
        assertThat(leader(BROKER, false)).as("of a broker that is there").contains("localhost:9092");
        assertThat(leader(NO_LEADER, true))
                .as("KAFKA-20734 is mended in this version of Kafka. Take out AbruptEnd with its use in EmbeddedKafka,"
                        + " this test, and the section on starts after a kill in docs/rationale.md; EmbeddedKafkaIT"
                        + " has to stay green without them")
                .isEmpty();
    }

    /** What is answered of a partition that is there. */
    private static List<String> leader(int leader, boolean fenced) {
        Uuid topic = Uuid.randomUuid();
        MetadataDelta delta =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        delta.replay(new FeatureLevelRecord()
                .setName(MetadataVersion.FEATURE_NAME)
                .setFeatureLevel(MetadataVersion.latestProduction().featureLevel()));
        RegisterBrokerRecord.BrokerEndpointCollection endpoints = new RegisterBrokerRecord.BrokerEndpointCollection();
        endpoints.add(new RegisterBrokerRecord.BrokerEndpoint()
                .setName(LISTENER.value())
                .setHost("localhost")
                .setPort(9092)
                .setSecurityProtocol(SecurityProtocol.PLAINTEXT.id));
        delta.replay(new RegisterBrokerRecord()
                .setBrokerId(BROKER)
                .setBrokerEpoch(1)
                .setFenced(fenced)
                .setEndPoints(endpoints));
        delta.replay(new TopicRecord().setName("topic").setTopicId(topic));
        delta.replay(new PartitionRecord()
                .setTopicId(topic)
                .setPartitionId(0)
                .setReplicas(List.of(BROKER))
                .setIsr(List.of(BROKER))
                .setDirectories(List.of(Uuid.randomUuid()))
                .setLeader(leader)
                .setLeaderEpoch(1)
                .setPartitionEpoch(1));
        KRaftMetadataCache cache = new KRaftMetadataCache(BROKER, () -> KRaftVersion.LATEST_PRODUCTION);
        cache.setImage(delta.apply(MetadataProvenance.EMPTY));
        assertThat(cache.contains("topic")).isTrue();
        return cache.getPartitionLeaderEndpoint("topic", 0, LISTENER).stream()
                .map(node -> node.host() + ":" + node.port())
                .toList();
    }
}
