package org.broadsheet.ingest.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders of the machine's own Git, and what git itself says of the commit that is made of them. */
@Timeout(60)
class FolderCommitTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private int made;

    @Test
    void isWhatIsCommittedIfNothingDiffers() throws Exception {
        GitCommandLine author = author();

        FolderCommit commit = commit(author.folder());

        assertThat(commit.commit()).isEqualTo(author.head());
        assertThat(commit.branch()).isEqualTo("refs/heads/main");
        try (ContentRepository repository = ContentRepository.local(commit.repository(), Optional.empty())) {
            assertThat(repository.tip()).contains(author.head());
        }
    }

    @Test
    void holdsWhatGitWouldCommitOnTopOfIt() throws Exception {
        GitCommandLine author = author();
        author.write("_posts/changed.md", "# Changed\n");
        author.write("_posts/new.md", "# New\n");
        author.delete("_posts/removed.md");
        author.write("text.bin", "a\r\nb\r\n");
        author.write(".gitattributes", "text.bin text\n");
        author.write(".gitignore", "ignored*\n/_posts/deep/\n");
        author.write("ignored.md", "# No\n");
        author.write("_posts/deep/x.md", "# No\n");
        author.write(".git/info/exclude", "mine.md\n");
        author.write("mine.md", "# No\n");
        Files.createSymbolicLink(author.folder().resolve("_posts/link.md"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(author.folder().resolve("outside"), Path.of("/etc"));

        FolderCommit commit = commit(author.folder());

        assertThat(in(commit, "show", "-s", "--format=%P|%aI", commit.commit().value()))
                .isEqualTo(author.head() + "|2026-11-23T13:00:00+01:00\n");
        author.git("add", "--all");
        assertThat(in(commit, "ls-tree", "-r", commit.commit().value()))
                .isEqualTo(author.git("ls-tree", "-r", author.git("write-tree").strip()));
    }

    @Test
    void holdsAllOfAFolderWithoutGit() throws Exception {
        Path plain = Files.createDirectories(folder.resolve("plain/_posts")).getParent();
        Files.writeString(plain.resolve("_posts/a.md"), "# A\n");

        FolderCommit commit = commit(plain);

        assertThat(in(commit, "ls-tree", "-r", "--name-only", commit.commit().value()))
                .isEqualTo("_posts/a.md\n");
        assertThat(plain).isDirectoryNotContaining("glob:**/.git");
    }

    @Test
    void isTheHeadOfABareRepository() throws Exception {
        GitCommandLine author = author();
        author.git("clone", "--quiet", "--bare", ".", folder.resolve("bare.git").toString());

        assertThat(commit(folder.resolve("bare.git")).commit()).isEqualTo(author.head());
    }

    @Test
    void isOfALinkedWorkTree() throws Exception {
        GitCommandLine author = author();
        author.git(
                "worktree",
                "add",
                "--quiet",
                "-b",
                "other",
                folder.resolve("linked").toString());
        author.write("_posts/later.md", "# Later\n");
        author.commit("On main");

        FolderCommit commit = commit(folder.resolve("linked"));

        assertThat(commit.branch()).isEqualTo("refs/heads/other");
        assertThat(commit.commit().value())
                .isEqualTo(author.git("rev-parse", "other").strip());
    }

    @Test
    void runsNothingThatTheFolderNamesAndWritesNothingIntoIt() throws Exception {
        GitCommandLine author = author();
        String run = "touch " + folder.resolve("ran");
        author.git("config", "filter.evil.clean", run);
        author.git("config", "filter.evil.process", run);
        author.git("config", "core.fsmonitor", run);
        author.git("config", "core.sshCommand", run);
        author.git("config", "core.hooksPath", folder.toString());
        author.git("config", "include.path", "/dev/zero");
        author.write(".gitattributes", "*.md filter=evil\n");
        author.write("_posts/new.md", "# New\n");
        List<String> before = state(author.folder());

        FolderCommit commit = commit(author.folder());

        assertThat(in(commit, "show", commit.commit() + ":_posts/new.md")).isEqualTo("# New\n");
        assertThat(state(author.folder())).isEqualTo(before);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void readsNeitherPipesNorRulesOutsideTheFolder() throws Exception {
        GitCommandLine author = author();
        assertThat(new ProcessBuilder("mkfifo", "_posts/pipe.md", "_posts/.gitignore")
                        .directory(author.folder().toFile())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(author.folder().resolve(".gitattributes"), Path.of("/dev/zero"));
        author.write("_posts/new.md", "# New\n");

        FolderCommit commit = commit(author.folder());

        assertThat(in(commit, "ls-tree", "-r", "--name-only", commit.commit().value()))
                .contains("_posts/new.md")
                .doesNotContain("pipe", "gitignore", "gitattributes");
    }

    @Test
    void holdsAPointerWhereGitLfsWouldCommitOne() throws Exception {
        GitCommandLine author = author();
        author.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n");
        author.write("public/a.png", "picture");

        FolderCommit commit = commit(author.folder());

        assertThat(in(commit, "show", commit.commit() + ":public/a.png"))
                .startsWith("version https://git-lfs.github.com/spec/v1\noid sha256:")
                .endsWith("\nsize 7\n");
    }

    @Test
    void holdsNoMoreThanAPushMayBring() throws Exception {
        GitCommandLine author = author();
        author.write("large.bin", "x".repeat(5000));
        Configuration configured = TestConfiguration.of(folder, Map.of("limits.unpacked", "4KiB"));

        assertThatThrownBy(() -> commit(author.folder(), configured))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("limits.unpacked");
    }

    private GitCommandLine author() {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.at(Instant.parse("2026-03-01T00:00:00Z"), "+0100");
        author.write("_posts/changed.md", "# As it was\n");
        author.write("_posts/removed.md", "# Removed\n");
        author.write("ignored-but-tracked.md", "# Tracked\n");
        author.commit("Begin");
        return author;
    }

    private FolderCommit commit(Path of) throws Exception {
        return commit(of, TestConfiguration.of(folder, Map.of()));
    }

    private FolderCommit commit(Path of, Configuration configured) throws Exception {
        return FolderCommit.of(of, folder.resolve("made-" + made++), configured.limits(), () -> NOW);
    }

    private String in(FolderCommit commit, String... arguments) {
        return GitCommandLine.in(commit.repository()).git(arguments);
    }

    /** Every file and folder with its time and size. */
    private static List<String> state(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> {
                        try {
                            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }
}
