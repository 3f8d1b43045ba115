package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.internals.Exit;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Room;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.kafka.KafkaEventLog;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a broker in this process. */
class EmbeddedKafkaIT {
    private static final int KILLS = 3;
    private static final int COMMITS = 200;

    @TempDir
    Path folder;

    @Test
    void takesOtherPortsWhenSomebodyWasFaster() throws Exception {
        AtomicInteger found = new AtomicInteger();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedKafka broker = new EmbeddedKafka(folder, Map.of(), () -> {
                    EmbeddedKafka.Ports free = EmbeddedKafka.Ports.free();
                    return found.incrementAndGet() == 1
                            ? new EmbeddedKafka.Ports(taken.getLocalPort(), free.controller())
                            : free;
                })) {
            broker.start();

            assertThat(broker.health()).isInstanceOf(Health.Ready.class);
            assertThat(broker.bootstrap()).doesNotEndWith(":" + taken.getLocalPort());
            assertThat(found).hasValue(2);
        }
    }

    /** Whatever makes Kafka end its process: its clients find it again where it was, with all that they had written. */
    @Test
    void comesBackAtItsAddressWhenItHasEnded() throws Exception {
        try (EmbeddedKafka broker = new EmbeddedKafka(folder)) {
            broker.start();
            String address = broker.bootstrap();
            KafkaEventLog log = KafkaEventLog.alone(broker::bootstrap, KafkaSettings.withPartitions(1));
            try {
                log.start();
                NewRecord record = new NewRecord(KafkaTopic.SIGNALS, "main", Optional.of(new byte[] {1}), Map.of());
                log.append(record).get();
                for (int round = 1; round <= 3; round++) {
                    assertThatThrownBy(() -> Exit.halt(1, "a disk is gone")).hasMessageContaining("a disk is gone");

                    await().atMost(Duration.ofMinutes(1)).until(() -> broker.health() instanceof Health.Ready);

                    assertThat(broker.bootstrap()).isEqualTo(address);
                    await().atMost(Duration.ofMinutes(1))
                            .ignoreExceptions()
                            .until(() -> log.append(record).get() > 0);
                }
                assertThat(log.page(KafkaTopic.SIGNALS, 0, 0, 10)).hasSizeGreaterThanOrEqualTo(4);
            } finally {
                log.close();
            }
        }
    }

    /** Whatever fails while it is to come back, also what is no exception: a process without its broker does not live on. */
    @Test
    void saysThatItIsLostWhenItsKeeperFails() throws Exception {
        AtomicInteger found = new AtomicInteger();
        CompletableFuture<String> lost = new CompletableFuture<>();
        EmbeddedKafka.PortFinder once = () -> {
            if (found.incrementAndGet() > 1) {
                throw new NoClassDefFoundError("something of Kafka");
            }
            return EmbeddedKafka.Ports.free();
        };
        try (EmbeddedKafka broker =
                new EmbeddedKafka(folder, Map.of(), once, new Room(List.of(folder), 0), lost::complete)) {
            broker.start();
            assertThatThrownBy(() -> Exit.halt(1, "a disk is gone")).hasMessageContaining("a disk is gone");

            assertThat(lost.get(1, TimeUnit.MINUTES)).contains("does not come back: something of Kafka");
            assertThat(broker.away()).hasValueSatisfying(why -> assertThat(why).contains("something of Kafka"));
        }
    }

    /** It does not wait for what will not come. */
    @Test
    void saysInOneSentenceWhyItDoesNotStart() throws Exception {
        try (EmbeddedKafka broker = new EmbeddedKafka(folder)) {
            broker.start();
        }
        Path metadata = folder.resolve("log/meta.properties");
        String whole = Files.readString(metadata);
        for (String damaged : List.of("", "garbage\n", whole.replace("node.id=1", "node.id=7"))) {
            Files.writeString(metadata, damaged);
            try (EmbeddedKafka broker = new EmbeddedKafka(folder)) {
                assertThatThrownBy(broker::start)
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining(folder.toString())
                        .hasMessageContaining("put back a copy of it");
            }
        }
        Files.writeString(metadata, whole);
        try (EmbeddedKafka broker = new EmbeddedKafka(folder)) {
            broker.start();
            assertThat(broker.health()).isInstanceOf(Health.Ready.class);
        }
    }

    /** Killed while transactions are being committed, the broker ends them all when it comes back: none is in anybody's way. */
    @Test
    void endsTheTransactionsThatAKillHasCutOff() throws Exception {
        for (int round = 1; round <= KILLS; round++) {
            killWhileCommitting();
            try (EmbeddedKafka broker = new EmbeddedKafka(folder)) {
                broker.start();
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                    await("round " + round)
                            .untilAsserted(() -> assertThat(ends(admin, IsolationLevel.READ_COMMITTED))
                                    .isEqualTo(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
                    assertThat(admin.listTransactions().all().get())
                            .extracting(TransactionListing::state)
                            .doesNotContain(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);
                }
            }
        }
    }

    private void killWhileCommitting() throws Exception {
        Process process = new ProcessBuilder(
                        Program.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            long commits = 0;
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null && commits < COMMITS; line = output.readLine()) {
                commits += line.startsWith("committed ") ? 1 : 0;
                lines.add(line);
            }
            process.destroyForcibly().waitFor();
            assertThat(commits).as(() -> String.join("\n", lines)).isEqualTo(COMMITS);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = Arrays.stream(KafkaTopic.values())
                .collect(Collectors.toMap(
                        topic -> new TopicPartition(topic.kafkaName(), 0), topic -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(level))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }
}
