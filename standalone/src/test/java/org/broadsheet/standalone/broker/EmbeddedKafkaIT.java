package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.internals.Exit;
import org.broadsheet.common.lifecycle.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a broker in this process. */
class EmbeddedKafkaIT {
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
}
