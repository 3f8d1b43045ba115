package org.broadsheet.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.testing.IngestDriver;
import org.broadsheet.ingest.testing.PushedSite;
import org.broadsheet.ingest.testing.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a power failure may leave of the files in which Git keeps its branches. */
class DamagedRefsTest {
    private static final String BRANCH = "refs/heads/main";

    @TempDir
    Path folder;

    private PushedSite site;
    private IngestDriver ingest;
    private GitCommandLine git;
    private Path hosted;
    private CommitId first;
    private CommitId second;

    /** Two commits are pushed, the first of them is packed, the second is live. */
    @BeforeEach
    void publish() throws Exception {
        start();
        hosted = folder.resolve("data/git/content.git");
        git = GitCommandLine.init(folder.resolve("work"));
        first = git.write("_posts/first.md", "# First\n").commit("First");
        git.git("push", site.url(), "main");
        GitCommandLine.in(hosted).git("pack-refs", "--all");
        second = git.write("_posts/second.md", "# Second\n").commit("Second");
        git.git("push", site.url(), "main", "main:refs/heads/other");
        ingest.look();
        assertThat(ingest.cursors().getLast().commit()).contains(second);
    }

    private void start() throws Exception {
        site = PushedSite.start(folder.resolve("data")).says(commit -> Said.allDone(commit, "pushed"));
        ingest = new IngestDriver(site.content(), folder.resolve("data"));
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
        site.close();
    }

    private void damage(String file, String content) throws IOException {
        Files.write(hosted.resolve(file), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void isMendedByAPush() throws Exception {
        CommitId third = git.commit("Go on");
        GitCommandLine.Result pushed = git.run("push", site.url(), "main");
        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(git.git("ls-remote", site.url(), BRANCH)).startsWith(third.value());
        ingest.look(third);
        assertThat(ingest.cursors().getLast().commit()).contains(third);
        assertThat(ingest.problems()).isEmpty();
        GitCommandLine.in(hosted).git("rev-parse", "HEAD");
    }

    @Test
    void ofTheBranchAreAProblemUntilItIsPushedAgain() throws Exception {
        for (String left :
                List.of("", "\n", "0123abc", "\0\0\0", "No commit, though long enough to be the id of one\n", "ref:")) {
            CommitId before = ingest.cursors().getLast().commit().orElseThrow();
            damage(BRANCH, left);

            ingest.restart().look();

            assertThat(ingest.problems())
                    .singleElement()
                    .asString()
                    .startsWith(
                            BRANCH + ":1:1 problem the repository is damaged: " + hosted.resolve(BRANCH) + " holds ")
                    .contains("; what is live stays so; push main again, which writes it anew");
            assertThat(ingest.cursors().getLast().commit())
                    .as("not the packed one")
                    .contains(before);
            // Nothing but the published branch is published.
            git.git("push", site.url(), "main:refs/heads/drafts");
            assertThat(Files.readString(hosted.resolve("HEAD"))).isEqualTo("ref: refs/heads/main\n");
            isMendedByAPush();
        }
    }

    @Test
    void thatAreNoneAreAProblemUntilItIsPushedAgain() throws Exception {
        Files.delete(hosted.resolve(BRANCH));
        Files.delete(hosted.resolve("packed-refs"));

        ingest.restart().look();

        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .startsWith(BRANCH + ":1:1 problem there is no such branch; what is live stays so; push it again");
        isMendedByAPush();
    }

    @Test
    void ofHeadAreMendedByWhatWasPublishedLast() throws Exception {
        for (String left : List.of(
                "",
                "garbage\n",
                "ref: refs/heads/mai",
                "\0",
                "ref: refs",
                "ref: refs/",
                "ref: refs/heads",
                "ref: refs/heads/",
                "ref: refs/heads/ma\0\0\0\0",
                second.value() + "\n")) {
            damage("HEAD", left);

            ingest.restart().look();

            assertThat(ingest.problems()).isEmpty();
            assertThat(Files.readString(hosted.resolve("HEAD"))).isEqualTo("ref: refs/heads/main\n");
        }
        isMendedByAPush();
    }

    @Test
    void areNoReasonToFallBackToWhatWasPackedWhenAPushIsRefused() throws Exception {
        damage(BRANCH, "");
        ingest.restart().look();
        List<String> told = ingest.problems();
        git.write("_posts/third.md", "# Third\n").commit("Third");

        GitCommandLine.Result pushed = git.run("push", "--atomic", site.url(), "main", "HEAD:refs/pull/1");

        assertThat(pushed.exitCode()).isNotZero();
        ingest.look();
        assertThat(ingest.cursors().getLast().commit()).contains(second);
        assertThat(ingest.problems()).isEqualTo(told).isNotEmpty();
        isMendedByAPush();
    }

    @Test
    void areNoReasonToFallBackWhenTheBranchCannotBeMoved() throws Exception {
        damage(BRANCH, "");
        ingest.restart().look();
        List<String> told = ingest.problems();
        Path lock = Files.createFile(hosted.resolve(BRANCH + ".lock"));
        git.write("_posts/third.md", "# Third\n").commit("Third");

        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).isNotZero();
        ingest.look();
        assertThat(ingest.cursors().getLast().commit()).contains(second);
        assertThat(ingest.problems()).isEqualTo(told).isNotEmpty();
        Files.delete(lock);
        isMendedByAPush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\u00f6\u00dfe", "\u0430\u0440\u0445\u0438\u0432", "\u00c5land", "\u516c\u958b"})
    void areNoneBecauseOfAName(String name) throws Exception {
        try (PushedSite other =
                        PushedSite.start(folder.resolve("other")).says(commit -> Said.allDone(commit, "pushed"));
                IngestDriver taking = new IngestDriver(other.content(), folder.resolve("other"))) {
            GitCommandLine.Result pushed = git.run("push", other.url(), "main:refs/heads/" + name);

            assertThat(pushed.exitCode()).as(pushed.error()).isZero();
            assertThat(other.content().ref()).isEqualTo("refs/heads/" + name);
            taking.look();
            assertThat(taking.problems()).isEmpty();
            assertThat(taking.cursors().getLast().commit()).contains(second);
        }
    }

    @Test
    void areNoneBelowAnother() throws Exception {
        git.write("_posts/third.md", "# Third\n").commit("Third");

        GitCommandLine.Result pushed = git.run("push", site.url(), "main", "HEAD:refs/heads/main/x");

        assertThat(pushed.error()).contains("[remote rejected]").doesNotContain("RPC failed");
        ingest.look();
        assertThat(ingest.problems()).isEmpty();
        assertThat(ingest.cursors().getLast().commit()).contains(git.head());
    }

    @Test
    void ofThePackedBranchesHinderNobody() throws Exception {
        for (String left :
                List.of("garbage\n", "0123 refs/heads/main\n", "\0\0\0\0", "# pack-refs with: peeled\n0123")) {
            damage("packed-refs", left);

            ingest.restart().look();

            assertThat(ingest.problems()).isEmpty();
            assertThat(hosted.resolve("packed-refs.damaged")).hasContent(left);
        }
        isMendedByAPush();
    }

    @Test
    void ofThePackedBranchesAreAProblemIfThePublishedOneIsAmongThem() throws Exception {
        Files.delete(hosted.resolve(BRANCH));
        damage("packed-refs", first.value() + " refs/heads/old\n" + second.value() + " refs/hea");

        ingest.restart().look();

        assertThat(ingest.problems())
                .singleElement()
                .asString()
                .contains("the repository is damaged: " + hosted.resolve("packed-refs") + " is cut off in line 2")
                .contains("push every branch again");
        assertThat(git.git("ls-remote", site.url())).contains("refs/heads/old");
        isMendedByAPush();
    }

    @Test
    void thatNameALostCommitAreAProblemUntilItIsPushedAgain() throws Exception {
        damage(BRANCH, "0123456789012345678901234567890123456789\n");
        ingest.restart().look();
        assertThat(ingest.problems()).singleElement().asString().contains("the repository is damaged: Missing ");
        isMendedByAPush();

        close();
        try (Stream<Path> packs = Files.list(hosted.resolve("objects/pack"))) {
            for (Path index :
                    packs.filter(file -> file.toString().endsWith(".idx")).toList()) {
                index.toFile().setWritable(true);
                Files.write(index, new byte[0]);
            }
        }
        start();
        ingest.restart().look();
        assertThat(ingest.problems()).singleElement().asString().contains("the repository is damaged: Missing ");
        isMendedByAPush();
    }

    @Test
    void ofTheIdsThatWereKeptAreMadeAnew() throws Exception {
        git.git("commit", "--quiet", "--amend", "--message", "Other words");
        git.git(
                "rebase",
                "--quiet",
                "--root",
                "--exec",
                "git commit --quiet --amend --date 2020-01-01T00:00:00Z --no-edit");
        git.git("push", "--force", site.url(), "main");
        ingest.look();
        String noted = git.git("ls-remote", hosted.toString(), "refs/broadsheet/ids");
        assertThat(noted).isNotEmpty();
        Path ids = hosted.resolve("refs/broadsheet/ids");
        Path blob = hosted.resolve("objects/" + noted.substring(0, 2) + "/" + noted.substring(2, 40));
        for (Path damaged : List.of(ids, blob)) {
            damaged.toFile().setWritable(true);
            Files.write(damaged, new byte[0]);

            ingest.restart().look();

            assertThat(ingest.problems()).isEmpty();
            assertThat(git.git("ls-remote", hosted.toString(), "refs/broadsheet/ids"))
                    .isEqualTo(noted);
            isMendedByAPush();
        }
    }
}
