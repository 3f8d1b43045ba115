package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.broadsheet.common.config.ConfigurationLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushJudgeTest {
    @TempDir
    Path folder;

    @Test
    void removesWhatAKilledProcessLeft() throws Exception {
        Path left = Files.createDirectories(folder.resolve("data/judging/content.git/objects"));
        Files.writeString(left.resolve("x"), "x");

        PushJudge.removeLeft(
                ConfigurationLoader.load(Map.of("data", folder.resolve("data").toString()), Map.of(), folder));

        assertThat(folder.resolve("data/judging")).doesNotExist();
    }
}
