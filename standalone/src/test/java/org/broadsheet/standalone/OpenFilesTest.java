package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
    @TempDir
    private Path folder;

    private Configuration wanted;

    @BeforeEach
    void load() throws IOException {
        wanted = ConfigurationLoader.load(Map.of(), Map.of(), folder);
    }

    @Test
    void leavesTheConfigurationAsItIsWhereThereAreFilesEnough() throws IOException {
        assertThat(new OpenFiles(1_048_576).fit(wanted, Optional.of(folder))).isSameAs(wanted);
        assertThat(new OpenFiles(Long.MAX_VALUE).fit(wanted, Optional.of(folder)))
                .isSameAs(wanted);
    }

    @Test
    void givesConnectionsAndDeliveriesWhatIsLeft() throws IOException {
        Configuration fitting = new OpenFiles(1024).fit(wanted, Optional.of(folder));

        assertThat(fitting.http().maxConnections()).isEqualTo(230);
        assertThat(fitting.webhooks().inFlight()).isEqualTo(230);
        assertThat(fitting.with(wanted.http(), wanted.webhooks())).isEqualTo(wanted);
    }

    @Test
    void countsWhatTheBrokerHasOpen() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("log/broadsheet.2.content-0"));
        for (int i = 0; i < 100; i++) {
            Files.createFile(logs.resolve(i + ".log"));
            Files.createFile(logs.resolve(i + ".index"));
        }

        assertThat(new OpenFiles(1024).fit(wanted, Optional.of(folder)).http().maxConnections())
                .isEqualTo(196);
    }

    @Test
    void asksForWhatTheProgramNeeds() throws IOException {
        assertThatThrownBy(() -> new OpenFiles(357).fit(wanted, Optional.of(folder)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("at least 358");
        assertThat(new OpenFiles(358).fit(wanted, Optional.of(folder)).http().maxConnections())
                .isEqualTo(8);
        assertThat(new OpenFiles(268).fit(wanted, Optional.empty()).http().maxConnections())
                .isEqualTo(8);
    }
}
