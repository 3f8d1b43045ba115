package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    @Test
    void outlivesABrokerThatEndsItsProcess() throws Exception {
        try (EmbeddedKafka broker = new EmbeddedKafka(folder)) {
            broker.start();

            assertThatThrownBy(() -> Exit.halt(1, "a disk is gone")).hasMessageContaining("a disk is gone");

            assertThat(broker.health())
                    .isInstanceOfSatisfying(
                            Health.Failing.class,
                            failing -> assertThat(failing.cause())
                                    .hasMessage("the broker ended with status 1: a disk is gone"));
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
