package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFolderTest {
    @TempDir
    Path folder;

    @Test
    void isFormattedOnceAndSaysWhichKafkaItIsOf() throws IOException {
        BrokerFolder.open(folder).close();
        Path formatted = folder.resolve("log/meta.properties");
        String first = Files.readString(formatted);

        BrokerFolder.open(folder).close();

        assertThat(formatted).hasContent(first);
        assertThat(folder.resolve("version")).hasContent(AppInfoParser.getVersion());
    }

    @Test
    void isNotOpenedWhenANewerKafkaHasWrittenIt() throws IOException {
        Files.writeString(folder.resolve("version"), "99.0.0\n");

        assertThatThrownBy(() -> BrokerFolder.open(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("99.0.0")
                .hasMessageContaining("--data");
        assertThat(folder.resolve("version")).hasContent("99.0.0");
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        try (BrokerFolder held = BrokerFolder.open(folder)) {
            assertThat(held.logs()).exists();
            assertThatThrownBy(() -> BrokerFolder.open(folder))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("another process");
        }
    }

    @Test
    void comparesVersionsByTheirNumbers() {
        assertThat(BrokerFolder.compare("4.10.0", "4.9.1")).isPositive();
        assertThat(BrokerFolder.compare("4.4.0", "4.4")).isZero();
        assertThat(BrokerFolder.compare("4.4.0-rc1", "4.5.0")).isNegative();
    }
}
