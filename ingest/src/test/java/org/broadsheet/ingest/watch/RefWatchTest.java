package org.broadsheet.ingest.watch;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Signal;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.git.IsolatedSystemReader;
import org.broadsheet.ingest.testing.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefWatchTest {
    @TempDir
    Path folder;

    private final MemoryEventLog log = new MemoryEventLog();
    private GitCommandLine git;
    private ContentRepository content;
    private RefWatch watch;

    @BeforeEach
    void start() {
        IsolatedSystemReader.install(InstantSource.system());
        git = GitCommandLine.init(folder.resolve("blog"));
        content = ContentRepository.local(git.folder(), Optional.empty());
        watch = new RefWatch(content::tip, new Signals(log, Said.SITE, InstantSource.system()), Duration.ofMillis(10));
        watch.start();
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        content.close();
        log.close();
    }

    @Test
    void signalsEachCommitItFindsOnce() {
        CommitId first = git.commit("First");
        await().until(() -> signalled().equals(List.of(first)));

        CommitId second = git.commit("Second");
        git.git("pack-refs", "--all");

        await().until(() -> signalled().equals(List.of(first, second)));
        await().during(Duration.ofMillis(100)).until(() -> signalled().size() == 2);
    }

    @Test
    void takesNoNoteOfOtherBranches() {
        CommitId first = git.commit("First");
        git.git("checkout", "--quiet", "-b", "idea");
        git.commit("An idea");

        await().until(() -> !signalled().isEmpty());
        await().during(Duration.ofMillis(100)).until(() -> signalled().equals(List.of(first)));
    }

    @Test
    void survivesTheRepositoryBeingAwayForATime() throws Exception {
        CommitId first = git.commit("First");
        await().until(() -> !signalled().isEmpty());

        Path away = Files.move(git.folder(), folder.resolve("away"));
        await().until(() -> watch.health() instanceof Health.Failing);
        CommitId second = GitCommandLine.in(away).commit("Second");
        Files.move(away, git.folder());

        await().until(() -> signalled().equals(List.of(first, second)));
        await().until(() -> watch.health() instanceof Health.Ready);
    }

    private List<CommitId> signalled() {
        return Records.all(log, KafkaTopic.SIGNALS, Signal.class).stream()
                .map(signal -> signal.commit().orElseThrow())
                .toList();
    }
}
