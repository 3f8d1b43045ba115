package org.broadsheet.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.testing.GitCommandLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentRepositoryTest {
    @TempDir
    Path folder;

    @BeforeEach
    void isolate() {
        IsolatedSystemReader.install(InstantSource.system());
    }

    @Test
    void aHostedOneIsMadeEmpty() throws Exception {
        try (ContentRepository hosted = ContentRepository.hosted(folder.resolve("git/content.git"), Optional.empty())) {
            assertThat(hosted.ref()).isEqualTo("refs/heads/main");
            assertThat(hosted.tip()).isEmpty();
        }
    }

    @Test
    void aHostedOneIsMadeAnewIfItsMakingBrokeOff() throws Exception {
        Files.createDirectories(folder.resolve("content.git.making/refs"));
        Files.writeString(folder.resolve("content.git.making/HEAD"), "garb");

        try (ContentRepository hosted = ContentRepository.hosted(folder.resolve("content.git"), Optional.empty())) {
            assertThat(hosted.tip()).isEmpty();
        }
        assertThat(folder.resolve("content.git.making")).doesNotExist();
    }

    @Test
    void aHostedOneThatIsDamagedIsNotReplaced() throws Exception {
        Files.createDirectories(folder.resolve("content.git"));

        assertThatThrownBy(() -> ContentRepository.hosted(folder.resolve("content.git"), Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("content.git cannot be opened");
    }

    @Test
    void aHostedOneIsFreedOfTheLocksOfAKilledProcess() throws Exception {
        Path repository = folder.resolve("content.git");
        ContentRepository.hosted(repository, Optional.empty()).close();
        List<Path> left = List.of(
                repository.resolve("HEAD.lock"),
                repository.resolve("packed-refs.lock"),
                repository.resolve("gc.pid"),
                repository.resolve("objects/pack/pack-1.keep"),
                repository.resolve("refs/heads/main.lock"),
                repository.resolve("refs/heads/deep/er.lock"));
        Files.createDirectories(repository.resolve("refs/heads/deep"));
        for (Path file : left) {
            Files.createFile(file);
        }
        Path kept = Files.writeString(repository.resolve("objects/pack/pack-2.keep"), "of the operator's");

        try (ContentRepository hosted = ContentRepository.hosted(repository, Optional.of("live"))) {
            assertThat(left).allSatisfy(file -> assertThat(file).doesNotExist());
            assertThat(kept).exists();
            assertThat(hosted.ref()).isEqualTo("refs/heads/live");

            Files.createFile(left.getFirst());
            ContentRepository.hosted(repository, Optional.empty()).close();
            assertThat(left.getFirst()).as("of one that lives").exists();
        }
    }

    @Test
    void ofALocalOneTheCheckedOutBranchIsPublished() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder);
        git.git("checkout", "--quiet", "-b", "trunk");
        CommitId first = git.commit("Begin");

        try (ContentRepository local = ContentRepository.local(folder, Optional.empty())) {
            assertThat(local.ref()).isEqualTo("refs/heads/trunk");
            assertThat(local.tip()).contains(first);

            CommitId second = git.commit("Go on");
            git.git("checkout", "--quiet", "-b", "idea");
            git.commit("An idea");
            assertThat(local.tip()).contains(second);
        }
    }

    @Test
    void aLocalOneMayBeALinkedWorkTree() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder.resolve("main"));
        git.commit("Begin");
        git.git("worktree", "add", "--quiet", "-b", "other", "../linked");
        GitCommandLine linked = GitCommandLine.in(folder.resolve("linked"));
        CommitId second = linked.commit("Second");

        try (ContentRepository local = ContentRepository.local(folder.resolve("linked"), Optional.empty())) {
            assertThat(local.ref()).isEqualTo("refs/heads/other");
            assertThat(local.tip()).contains(second);
        }
    }

    @Test
    void aLocalOneMayBeBareAndPacked() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder.resolve("work"));
        CommitId first = git.commit("Begin");
        GitCommandLine bare = GitCommandLine.in(folder);
        bare.git("clone", "--quiet", "--bare", "work", "bare.git");
        GitCommandLine.in(folder.resolve("bare.git")).git("pack-refs", "--all");

        try (ContentRepository local = ContentRepository.local(folder.resolve("bare.git"), Optional.empty())) {
            assertThat(local.tip()).contains(first);
        }
    }

    @Test
    void aLocalOneWithoutCommitsIsWaitedFor() throws Exception {
        GitCommandLine.init(folder);

        try (ContentRepository local = ContentRepository.local(folder, Optional.empty())) {
            assertThat(local.tip()).isEmpty();
        }
    }

    @Test
    void aBranchThatIsNotThereIsRefusedWithThoseThatAre() {
        GitCommandLine git = GitCommandLine.init(folder);
        git.commit("Begin");
        git.git("branch", "gh-pages");

        assertThatThrownBy(() -> ContentRepository.local(folder, Optional.of("master")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("branch: " + folder + " has no branch \"master\"; it has gh-pages, main");
        assertThatThrownBy(() -> ContentRepository.local(folder, Optional.of("a..b")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("\"a..b\" is no name that Git allows");
    }

    @Test
    void aDetachedHeadNeedsABranch() {
        GitCommandLine git = GitCommandLine.init(folder);
        git.commit("Begin");
        git.git("checkout", "--quiet", "--detach");

        assertThatThrownBy(() -> ContentRepository.local(folder, Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("say which to publish, --branch NAME; it has main");
    }

    @Test
    void aFolderThatIsNoRepositoryIsRefused() throws Exception {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        GitCommandLine.init(folder.resolve("blog"));
        Path inside = Files.createDirectories(folder.resolve("blog/_posts"));
        // Where temporary files lie may itself be in a work tree.
        boolean isInOne = Stream.iterate(plain.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .anyMatch(above -> Files.exists(above.resolve(".git")));

        assertThatThrownBy(() -> ContentRepository.local(plain, Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "is not a Git repository" + (isInOne ? ", but lies in one: give " : "; make it one: git init"));
        assertThatThrownBy(() -> ContentRepository.local(inside, Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("lies in one: give " + folder.resolve("blog"));
        assertThatThrownBy(() -> ContentRepository.local(folder.resolve("nowhere"), Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not exist");
    }
}
