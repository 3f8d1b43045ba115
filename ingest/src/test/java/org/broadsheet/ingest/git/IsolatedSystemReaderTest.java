package org.broadsheet.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedSystemReaderTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    @BeforeEach
    void install() {
        IsolatedSystemReader.install(InstantSource.fixed(NOON));
    }

    @Test
    void knowsNeitherEnvironmentNorConfigurationOfTheMachine() throws Exception {
        assertThat(SystemReader.getInstance().getenv("PATH")).isNull();
        assertThat(SystemReader.getInstance().getUserConfig().toText()).isEmpty();
        assertThat(SystemReader.getInstance().getSystemConfig().toText()).isEmpty();
        assertThat(new PersonIdent("a", "a@example.org").toExternalString())
                .isEqualTo("a <a@example.org> " + NOON.getEpochSecond() + " +0000");
    }

    @Test
    void writesNothingIntoARepositoryThatIsOnlyRead() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder);
        git.commit("Begin");
        List<Path> before = files();

        try (Repository repository = new FileRepositoryBuilder()
                .setGitDir(folder.resolve(".git").toFile())
                .build()) {
            assertThat(repository.exactRef("refs/heads/main")).isNotNull();
            assertThat(FS.getFileStoreAttributes(folder.resolve(".git")).getFsTimestampResolution())
                    .isEqualTo(Duration.ofSeconds(2));
        }

        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }
}
