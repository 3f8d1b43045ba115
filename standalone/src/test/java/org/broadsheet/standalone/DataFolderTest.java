package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void saysOnceWhichFormatItHas() throws IOException {
        open();
        open();

        assertThat(folder.resolve("format")).hasContent(Integer.toString(Version.DATA_FORMAT));
    }

    @Test
    void refusesAFolderOfBeforeTheFirstReleaseAndSaysWhatToDo() throws IOException {
        Files.writeString(folder.resolve("format"), "1\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("has format 1")
                .hasMessageContaining("push --all");
        assertThat(folder.resolve("format")).hasContent("1");
    }

    @Test
    void beginsAnewWhereAProcessWasKilledBeforeItSaidSo() throws IOException {
        Files.createFile(folder.resolve("format"));

        open();

        assertThat(folder.resolve("format")).hasContent(Integer.toString(Version.DATA_FORMAT));
    }

    @Test
    void refusesAFolderThatIsSomethingElse() throws IOException {
        Files.writeString(folder.resolve("format"), "MP3\n");

        assertThatThrownBy(this::open).isInstanceOf(StartFailure.class).hasMessageContaining("MP3");
    }

    private void open() throws IOException {
        DataFolder.open(folder, false).close();
    }
}
