package org.broadsheet.ingest.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.Signal;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.testing.PushedSite;
import org.broadsheet.ingest.testing.Said;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hosted repository under the real {@code git}, and under clients that are less well behaved. */
class GitHostingTest {
    @TempDir
    Path folder;

    private PushedSite site;
    private GitCommandLine git;

    @BeforeEach
    void start() throws Exception {
        site = PushedSite.start(folder.resolve("data")).says(commit -> Said.allDone(commit, "first"));
        git = GitCommandLine.init(folder.resolve("work"));
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    /** Whether Git asks first or, as one that asked before, just sends. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesAPushWithTheReasonWhileItStandsStill(boolean asking) {
        git.write("_posts/first.md", "# First\n").commit("First");
        String why = "no space left on the device at /srv/data; make room there";
        if (asking) {
            site.standsStill(() -> Optional.of(why));
        } else {
            Iterator<Optional<String>> answers =
                    List.of(Optional.<String>empty(), Optional.of(why)).iterator();
            site.standsStill(answers::next);
        }

        GitCommandLine.Result refused = git.run("push", site.url(), "main");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.error()).contains("nothing was taken: " + why + ", then push again");
        assertThat(git.git("ls-remote", site.url())).isEmpty();
        site.standsStill(Optional::empty);
        assertThat(git.run("push", site.url(), "main").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void handsOutWhatWasPushed(int protocol) {
        CommitId first = git.write("_posts/first.md", "# First\n").commit("First post");
        git.git("push", site.url(), "main");

        GitCommandLine clone = GitCommandLine.in(folder.resolve("clone"));
        clone.git("-c", "protocol.version=" + protocol, "clone", site.url(), ".");

        assertThat(clone.head()).isEqualTo(first);
        assertThat(clone.git("branch", "--show-current")).isEqualTo("main\n");
        assertThat(clone.folder().resolve("_posts/first.md")).hasContent("# First\n");
    }

    @Test
    void signalsThePushedCommit() {
        CommitId first = git.write("_posts/first.md", "# First\n").commit("First post");

        git.git("push", site.url(), "main");

        assertThat(site.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.reason()).isEqualTo(Signal.Reason.PUSH);
            assertThat(signal.commit()).contains(first);
        });
    }

    @Test
    void publishesTheFirstBranchWhateverItsNameAndHistory() {
        git.git("checkout", "--quiet", "-b", "trunk");
        git.write("README.md", "# A project\n").commit("Begin");
        git.write("_posts/first.md", "# First\n").commit("First post");

        GitCommandLine.Result pushed = git.run("push", site.url(), "HEAD");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(pushed.remoteLines()).last().asString().startsWith("success: 1 live in ");
        assertThat(git.git("ls-remote", "--symref", site.url(), "HEAD")).startsWith("ref: refs/heads/trunk\tHEAD\n");
    }

    @Test
    void prefersMainAmongSeveralFirstBranches() {
        git.commit("Begin");
        git.git("branch", "a-side-branch");

        git.git("push", "--all", site.url());

        assertThat(git.git("ls-remote", "--symref", site.url(), "HEAD")).startsWith("ref: refs/heads/main\tHEAD\n");
    }

    @Test
    void publishesAnotherBranchWhenItIsPushedThere() {
        git.commit("Begin");
        git.git("push", site.url(), "main");
        git.git("checkout", "--quiet", "-b", "master");
        CommitId second = git.commit("Second");
        git.git("push", site.url(), "master");

        git.git("push", site.url(), "master:main");

        assertThat(site.signals()).extracting(Signal::commit).last().isEqualTo(Optional.of(second));
    }

    @Test
    void publishesTheConfiguredBranchOnly() throws Exception {
        try (PushedSite configured =
                PushedSite.start(TestConfiguration.of(folder.resolve("other"), Map.of("content.branch", "live")))) {
            git.commit("Begin");

            GitCommandLine.Result pushed = git.run("push", configured.url(), "main");

            assertThat(pushed.remoteLines())
                    .containsExactly("warning: live is published, not main; to publish this branch:"
                            + " git push <remote> main:live");
            assertThat(configured.signals()).isEmpty();
        }
    }

    @Test
    void saysOfTagsThatTheyPublishNothing() {
        git.commit("Begin");
        git.git("tag", "v1");
        git.git("tag", "--annotate", "--message", "Two", "v2");

        assertThat(git.run("push", site.url(), "v1").remoteLines())
                .containsExactly("hint: v1 is a tag, and publishes nothing; nothing is published yet: push a branch");
        assertThat(site.signals()).isEmpty();
        GitCommandLine.Result withBranch = git.run("push", site.url(), "main", "v2");
        assertThat(withBranch.remoteLines())
                .first()
                .isEqualTo("hint: v2 is a tag, and publishes nothing; main is published");
        assertThat(withBranch.remoteLines()).last().asString().startsWith("success: 1 live in ");

        git.git("tag", "main");
        git.commit("Second");
        git.git("tag", "--force", "v1");
        assertThat(git.run("push", "--force", site.url(), "refs/tags/main", "refs/tags/v1")
                        .remoteLines())
                .containsExactly("hint: 2 tags publish nothing; main is published");
        assertThat(git.run("push", site.url(), ":refs/tags/v1").remoteLines())
                .containsExactly("hint: v1 is a tag, and publishes nothing; main is published");
        assertThat(site.signals()).hasSize(1);
    }

    @Test
    void saysOfNotesThatTheyPublishNothing() {
        git.commit("Begin");
        git.git("notes", "add", "--message", "Read again");
        git.git("push", site.url(), "main");

        GitCommandLine.Result pushed = git.run("push", site.url(), "refs/notes/*:refs/notes/*");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(pushed.remoteLines())
                .containsExactly("hint: refs/notes/commits holds notes, and publishes nothing; main is published");
        assertThat(site.signals()).hasSize(1);
    }

    @Test
    void saysOfOtherBranchesThatTheyPublishNothingAndOfDeletedOnesThatNothingChanges() {
        CommitId first = git.commit("Begin");
        git.git("push", site.url(), "main");
        for (int i = 10; i < 40; i++) {
            git.git("branch", "side-" + i);
        }
        CommitId second = git.commit("Second");

        List<String> all = git.run("push", "--all", site.url()).remoteLines();

        assertThat(all.subList(0, 21))
                .startsWith(
                        "warning: main is published, not side-10; to publish this branch: git push <remote> side-10:main")
                .endsWith("… and 10 more branches");
        assertThat(all).last().asString().startsWith("success: ");
        assertThat(site.signals()).extracting(Signal::commit).containsExactly(Optional.of(first), Optional.of(second));
        assertThat(git.run("push", site.url(), ":side-10").remoteLines())
                .containsExactly("hint: side-10 is deleted; main is published");
        assertThat(git.run("push", site.url(), ":side-11", ":side-12", "side-13:side-14")
                        .remoteLines())
                .containsExactly("hint: 2 branches are deleted; main is published");
        GitCommandLine.Result again = git.run("push", site.url(), "main:side-10", ":side-20");
        assertThat(again.remoteLines())
                .containsExactly(
                        "warning: main is published, not side-10; to publish this branch: git push <remote> side-10:main",
                        "hint: side-20 is deleted; main is published");
        assertThat(site.signals()).hasSize(2);
    }

    @Test
    void printsALineAsSoonAsItIsTrue() throws Exception {
        site.says(commit -> List.of(
                Said.ingest(commit).live("first").done(),
                Said.render(commit).live("first").done()));
        CommitId first = git.write("_posts/first.md", "# First\n").commit("First post");

        Process push = git.begin("push", site.url(), "main");

        try (BufferedReader printed = push.inputReader(UTF_8)) {
            assertThat(printed.readLine()).startsWith("remote: live in ");
            site.say(Said.notify(first).done());
            assertThat(printed.readLine()).startsWith("remote: success: 1 live in ");
            assertThat(printed.lines()).last().asString().endsWith("main -> main");
        }
        assertThat(push.waitFor()).isZero();
    }

    /** Of two processes that host one repository one was killed between the pack and the ref. */
    @Test
    void takesAgainWhatAnotherProcessHadHalfTaken() throws Exception {
        Path hosted = folder.resolve("data/git/content.git");
        Path lock = hosted.resolve("refs/heads/main.lock");
        git.write("_posts/half.md", "# Half\n").commit("Half");
        Files.createDirectories(lock.getParent());
        Files.createFile(lock);
        assertThat(git.run("push", site.url(), "main").exitCode()).isNotZero();
        List<Path> left = new ArrayList<>(List.of(lock));
        try (Stream<Path> packs = Files.list(hosted.resolve("objects/pack"))) {
            for (Path pack :
                    packs.filter(file -> file.toString().endsWith(".pack")).toList()) {
                left.add(Files.writeString(
                        pack.resolveSibling(pack.getFileName().toString().replace(".pack", ".keep")),
                        "jgit receive-pack from broadsheet"));
            }
        }
        assertThat(git.run("push", site.url(), "main").exitCode())
                .as("it may live")
                .isNotZero();
        for (Path file : left) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(90)));
        }

        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(left)
                .hasSizeGreaterThan(1)
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }

    @Test
    void keepsNothingOfPushesThatAreRefused() throws Exception {
        Path hosted = folder.resolve("data/git/content.git");
        git.write("_posts/first.md", "# First\n").commit("First");
        git.git("push", site.url(), "main");
        List<String> before = objects(hosted);

        for (int i = 0; i < 20; i++) {
            git.write("public/noise.bin", noise(20_000, i)).commit("Edition " + i);
            assertThat(git.run("push", site.url(), "main:refs/other/" + i).exitCode())
                    .isNotZero();
        }

        assertThat(objects(hosted)).isEqualTo(before);
        assertThat(git.run("push", site.url(), "main").exitCode()).isZero();
        git.git("-C", hosted.toString(), "fsck", "--full", "--strict");
    }

    @Test
    void removesWhatAKilledProcessLeftOfAPush() throws Exception {
        Path hosted = folder.resolve("data/git/content.git");
        Path left = Files.createDirectories(hosted.resolve("objects/tmp_objdir-incoming-1/pack"));
        Files.writeString(left.resolve("incoming_1.pack"), "PACK");
        site.close();

        site = PushedSite.start(folder.resolve("data"));

        assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void takesOneOfTwoThatPushAtOnceAndTellsTheOtherToFetch() throws Exception {
        git.write("_posts/first.md", "# First\n").commit("First");
        git.git("push", site.url(), "main");
        List<GitCommandLine> authors = new ArrayList<>();
        List<Process> pushes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            GitCommandLine author = GitCommandLine.clone(site.url(), folder.resolve("author-" + i));
            author.write("_posts/by-" + i + ".md", "# By " + i + "\n").commit("By " + i);
            authors.add(author);
        }
        for (int i = 0; i < 4; i++) {
            // Two to the published branch, two to one each.
            pushes.add(authors.get(i).begin("push", site.url(), i < 2 ? "HEAD:main" : "HEAD:other-" + i));
        }
        List<String> said = new ArrayList<>();
        int won = 0;
        for (Process push : pushes) {
            said.add(new String(push.getInputStream().readAllBytes(), UTF_8));
            won += push.waitFor() == 0 ? 1 : 0;
        }

        assertThat(won).as(String.join("\n", said)).isEqualTo(3);
        assertThat(said.subList(0, 2))
                .anySatisfy(text -> assertThat(text)
                        .containsAnyOf("[remote rejected]", "[rejected]")
                        .containsAnyOf("fetch first", "somebody else pushed to it just now: git fetch"));
        Path hosted = folder.resolve("data/git/content.git");
        git.git("-C", hosted.toString(), "fsck", "--full", "--strict");
        GitCommandLine loser = said.get(0).contains("rejected]") ? authors.get(0) : authors.get(1);
        loser.git("pull", "--quiet", "--rebase", site.url(), "main");
        assertThat(loser.run("push", site.url(), "HEAD:main").exitCode()).isZero();
        assertThat(loser.git("ls-tree", "-r", "--name-only", "HEAD")).contains("by-0", "by-1");
    }

    private static List<String> objects(Path hosted) throws IOException {
        try (Stream<Path> files = Files.walk(hosted.resolve("objects"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void keepsFewPacksHoweverOftenIsPushed() {
        Path hosted = folder.resolve("data/git/content.git");
        git.git("-C", hosted.toString(), "config", "gc.autoPackLimit", "4");

        for (int i = 1; i <= 20; i++) {
            git.write("_posts/first.md", "# First\n\nEdition " + i + "\n").commit("Edition " + i);
            git.git("push", site.url(), "main");
        }

        await().untilAsserted(() -> assertThat(hosted.resolve("objects/pack"))
                .isDirectoryContaining("glob:**.pack")
                .satisfies(packs -> assertThat(packs.toFile().list((in, name) -> name.endsWith(".pack")))
                        .hasSizeLessThanOrEqualTo(6)));
        git.git("-C", hosted.toString(), "fsck", "--full", "--strict");
        assertThat(GitCommandLine.clone(site.url(), folder.resolve("clone")).head())
                .isEqualTo(git.head());
    }

    /** So that a clone copies what is there, and does not look for it in every folder of every commit. */
    @Test
    void indexesALongHistoryThatWasPushed() throws Exception {
        Process history = git.begin("fast-import", "--quiet");
        try (OutputStream out = history.getOutputStream()) {
            for (int i = 0; i < 1700; i++) {
                out.write(("commit refs/heads/main\ncommitter Ada Author <ada@example.org> " + (1_767_225_600L + i)
                                + " +0000\ndata 0\nM 100644 inline _posts/" + i % 50 + ".md\ndata <<.\n" + i + "\n.\n")
                        .getBytes(UTF_8));
            }
        }
        assertThat(history.waitFor()).isZero();

        git.git("push", site.url(), "main");

        await().untilAsserted(() -> assertThat(folder.resolve("data/git/content.git/objects/pack"))
                .isDirectoryContaining("glob:**.bitmap"));
        assertThat(GitCommandLine.clone(site.url(), folder.resolve("clone")).head())
                .isEqualTo(git.head());
    }

    @Test
    void takesPacksInChunksBehindAProbe() {
        git.write("public/noise.bin", noise(3 << 20)).commit("A large file");

        GitCommandLine.Result pushed = git.run("-c", "http.postBuffer=65536", "push", site.url(), "main");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(GitCommandLine.clone(site.url(), folder.resolve("clone"))
                        .folder()
                        .resolve("public/noise.bin"))
                .hasBinaryContent(noise(3 << 20));
    }

    @Test
    void refusesPacksThatAreTooLarge() {
        for (int i = 0; i < 3; i++) {
            git.write("public/noise-" + i + ".bin", noise(7 << 20, i));
        }
        git.commit("More than the 16 MiB of this site");

        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error())
                .contains("larger than the 16,777,216 bytes that are allowed; push in parts, or raise limits.pack");
        assertThat(git.git("ls-remote", site.url())).isEmpty();
    }

    @Test
    void takesFilesThatAreTooLargeToBePublished() {
        git.write("public/zeros.bin", new byte[9 << 20])
                .commit("More than the 8 MiB that a file of this site may have");
        git.write("public/zeros.bin", new byte[10 << 20]).commit("Still more");
        git.delete("public/zeros.bin").write("_posts/first.md", "# First\n").commit("Gone again");

        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(site.signals()).extracting(Signal::commit).containsExactly(Optional.of(git.head()));
    }

    @Test
    void saysOfACommitThatIsTooLargeToBeReadThatItIs() throws Exception {
        git.git("config", "core.compression", "9");
        git.write("_posts/first.md", "# First\n").commit("First");
        Path message = Files.writeString(folder.resolve("message"), "m".repeat(51 << 20));
        git.git("commit", "--quiet", "--allow-empty", "--file", message.toString());

        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.remoteLines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("error: nothing was taken: a commit or folder is too large to be read: ")
                        .contains("shorter message"));
    }

    @Test
    void refusesATreeThatReachesOutOfItself() throws Exception {
        String blob = pipe("x", "hash-object", "-w", "--stdin");
        String tree = pipe("100644 blob " + blob + "\t..\n", "mktree");
        String commit = git.git("commit-tree", "-m", "Out", tree).strip();

        GitCommandLine.Result pushed = git.run("push", site.url(), commit + ":refs/heads/main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error()).contains("invalid name '..'");
        assertThat(git.git("ls-remote", site.url())).isEmpty();
        assertThat(site.signals()).isEmpty();
    }

    @Test
    @Timeout(60)
    void refusesATreeThatNamesMoreFilesThanAnybodyCanLookAt() throws Exception {
        String inner = "100644 blob " + pipe("x", "hash-object", "-w", "--stdin");
        for (int level = 0; level < 10; level++) {
            StringBuilder entries = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                entries.append(inner).append('\t').append(i).append(level == 0 ? ".md\n" : "\n");
            }
            inner = "040000 tree " + pipe(entries.toString(), "mktree");
        }
        String tree = pipe(inner + "\t_posts\n", "mktree");
        String commit = git.git("commit-tree", "-m", "Ten to the ten", tree).strip();

        GitCommandLine.Result pushed = git.run("push", site.url(), commit + ":refs/heads/main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error())
                .contains("more than 200000 files and folders: take some away, or raise limits.files");
        assertThat(git.git("ls-remote", site.url())).isEmpty();
        assertThat(site.signals()).isEmpty();
    }

    @Test
    void countsTheWholeTreeOfABranchAndNothingOnTheWay() throws Exception {
        site.close();
        site = PushedSite.start(TestConfiguration.of(folder.resolve("small"), Map.of("limits.files", "20")))
                .says(commit -> Said.allDone(commit, "first"));
        for (int i = 0; i < 15; i++) {
            git.write("_posts/a" + i + ".md", "A\n");
        }
        git.commit("Fifteen");
        git.git("push", site.url(), "main");
        for (int i = 0; i < 10; i++) {
            git.write("_posts/b" + i + ".md", "B\n");
        }
        git.commit("Ten more");

        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error()).contains("more than 20 files and folders: take some away, or raise limits.files");

        for (int i = 0; i < 10; i++) {
            git.git("rm", "--quiet", "_posts/b" + i + ".md");
        }
        CommitId few = git.write("_posts/c.md", "C\n").commit("One more");
        assertThat(git.run("push", site.url(), "main").exitCode()).isZero();
        assertThat(site.signals())
                .last()
                .satisfies(signal -> assertThat(signal.commit()).contains(few));
    }

    @Test
    void refusesAHistoryWithoutItsBeginning() {
        git.commit("One");
        git.commit("Two");
        GitCommandLine shallow = GitCommandLine.in(folder.resolve("shallow"));
        shallow.git("clone", "--quiet", "--depth=1", "file://" + git.folder(), ".");

        GitCommandLine.Result pushed = shallow.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error()).contains("this clone is shallow", "git fetch --unshallow");
        assertThat(git.git("ls-remote", site.url())).isEmpty();
    }

    @Test
    void takesFromAShallowCloneWhatLiesOnOurHistory() {
        git.commit("One");
        git.commit("Two");
        git.git("push", site.url(), "main");
        GitCommandLine shallow = GitCommandLine.in(folder.resolve("shallow"));
        shallow.git("clone", "--quiet", "--depth=1", site.url(), ".");
        CommitId third = shallow.commit("Three");

        GitCommandLine.Result pushed = shallow.run("push", "origin", "main");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(site.signals()).extracting(Signal::commit).last().isEqualTo(Optional.of(third));
    }

    @Test
    void letsHistoryBeRewrittenByForce() {
        git.commit("One");
        git.git("push", site.url(), "main");
        git.git("commit", "--quiet", "--amend", "--allow-empty", "--message", "One, again");

        GitCommandLine.Result refused = git.run("push", site.url(), "main");
        GitCommandLine.Result forced = git.run("push", "--force", site.url(), "main");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(forced.exitCode()).as(forced.error()).isZero();
        assertThat(site.signals()).extracting(Signal::commit).last().isEqualTo(Optional.of(git.head()));
    }

    @Test
    void keepsThePublishedBranchFromBeingDeleted() {
        git.commit("One");
        git.git("push", site.url(), "main", "main:other");

        GitCommandLine.Result published = git.run("push", site.url(), ":main");
        GitCommandLine.Result other = git.run("push", site.url(), ":other");

        assertThat(published.exitCode()).isNotZero();
        assertThat(published.error()).contains("it is the published branch");
        assertThat(other.exitCode()).as(other.error()).isZero();
        assertThat(git.git("ls-remote", "--heads", site.url())).isEqualTo(git.head() + "\trefs/heads/main\n");
    }

    @Test
    void takesBranchesAndTagsOnly() {
        git.commit("One");

        GitCommandLine.Result pushed = git.run("push", site.url(), "main:refs/broadsheet/ids");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error()).contains("only branches, tags and notes can be pushed here");
    }

    @Test
    void goesOnWhenTheAuthorHangsUp() throws Exception {
        site.says(commit -> List.of(Said.ingest(commit).live("first").done()));
        CommitId first = git.write("_posts/first.md", "# First\n").commit("First post");

        Process push = git.begin("push", site.url(), "main");
        await().until(() -> !site.signals().isEmpty());
        push.descendants().forEach(ProcessHandle::destroyForcibly);
        push.destroyForcibly().waitFor();

        assertThat(git.git("ls-remote", site.url(), "refs/heads/main")).startsWith(first.value());
        site.says(commit -> Said.allDone(commit, "second"));
        git.write("_posts/second.md", "# Second\n").commit("Second post");
        assertThat(git.run("push", site.url(), "main").remoteLines())
                .last()
                .asString()
                .startsWith("success: 1 live in ");
    }

    @Test
    void staysAsItIsWhenThePackBreaksOff() throws Exception {
        try (Socket socket = new Socket("localhost", site.port())) {
            String command = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/main\0 report-status side-band-64k";
            socket.getOutputStream()
                    .write(("POST /git/content.git/git-receive-pack HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/x-git-receive-pack-request\r\n"
                                    + "Content-Length: 100000\r\n\r\n" + String.format("%04x", command.length() + 4)
                                    + command + "0000PACK")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        git.write("_posts/first.md", "# First\n").commit("First post");

        assertThat(git.run("push", site.url(), "main").exitCode()).isZero();
        assertThat(site.signals()).hasSize(1);
    }

    @Test
    void keepsWhatWasPushedOverARestart() throws Exception {
        git.git("checkout", "--quiet", "-b", "trunk");
        CommitId first = git.commit("Begin");
        git.git("push", site.url(), "trunk");

        site.close();
        site = PushedSite.start(folder.resolve("data"));

        assertThat(git.git("ls-remote", "--symref", site.url(), "HEAD"))
                .isEqualTo("ref: refs/heads/trunk\tHEAD\n" + first + "\tHEAD\n");
    }

    @Test
    void asksForTheTokenWhenItIsNotLocal() throws Exception {
        try (PushedSite open = PushedSite.start(
                TestConfiguration.of(folder.resolve("open"), Map.of("http.host", "0.0.0.0", "http.token", "sesame")))) {
            open.says(commit -> Said.allDone(commit, "first"));
            git.commit("Begin");

            GitCommandLine.Result without = git.run("push", open.url(), "main");
            GitCommandLine.Result wrong = git.run("push", open.url().replace("//", "//x:open@"), "main");
            GitCommandLine.Result with = git.run("push", open.url().replace("//", "//x:sesame@"), "main");

            assertThat(without.exitCode()).isNotZero();
            assertThat(wrong.exitCode()).isNotZero();
            assertThat(wrong.error()).contains("Authentication failed");
            assertThat(with.exitCode()).as(with.error()).isZero();
            assertThat(open.signals()).hasSize(1);
        }
    }

    @Test
    void unpacksGzippedRequests() throws Exception {
        git.commit("Begin");
        git.git("push", site.url(), "main");

        HttpResponse<String> answer = fetch(gzip("0014command=ls-refs\n0000".getBytes(UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(git.head() + " refs/heads/main");
    }

    @Test
    void boundsWhatARequestUnpacksTo() throws Exception {
        git.commit("Begin");
        git.git("push", site.url(), "main");

        HttpResponse<String> below = fetch(gzip(lsRefs(275)));
        HttpResponse<String> above = fetch(gzip(lsRefs(285)));

        assertThat(below.body()).contains(git.head() + " refs/heads/main");
        assertThat(above.body()).doesNotContain("refs/heads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-upload-pack", "git-receive-pack"})
    void refusesABodyThatIsNotPackedAsItSays(String service) throws Exception {
        HttpRequest.Builder request = request("/git/content.git/" + service)
                .header("Content-Type", "application/x-" + service + "-request")
                .POST(BodyPublishers.ofString("0000"));

        HttpResponse<String> none =
                send(request.header("Content-Encoding", "gzip").build());
        HttpResponse<String> unknown =
                send(request.setHeader("Content-Encoding", "gzip, gzip").build());

        assertThat(none.statusCode()).as(none.body()).isEqualTo(400);
        assertThat(none.body()).contains("it does not begin as gzip does");
        assertThat(unknown.statusCode()).isEqualTo(415);
    }

    @Test
    void refusesAPackedFetchThatIsCutOrGoesOn() throws Exception {
        byte[] packed = gzip("0014command=ls-refs\n0000".getBytes(UTF_8));

        assertThat(fetch(Arrays.copyOf(packed, packed.length - 9)).statusCode()).isEqualTo(400);
        assertThat(fetch(Arrays.copyOf(packed, packed.length + 9)).statusCode()).isEqualTo(400);
        assertThat(fetch(gzip(new byte[17 << 20])).statusCode()).isEqualTo(413);
    }

    @Test
    void unpacksNoPushThatFewBytesMakeVeryLarge() throws Exception {
        String command = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/x\0report-status\n";
        byte[] lines =
                String.format("%04x%s0000", 4 + command.length(), command).getBytes(UTF_8);

        HttpResponse<String> answer = send(request("/git/content.git/git-receive-pack")
                .header("Content-Type", "application/x-git-receive-pack-request")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(Arrays.copyOf(lines, 40 << 20))))
                .build());

        assertThat(answer.body()).contains("16,777,216 bytes").contains("raise git.packed");
    }

    /** Asks for all branches, and for so many refs whose names have 60,000 characters: 279 of them are within 16 MiB. */
    private static byte[] lsRefs(int others) {
        String other = "ref-prefix " + "x".repeat(60_000) + "\n";
        return ("0014command=ls-refs\n0001001bref-prefix refs/heads/\n"
                        + String.format("%04x%s", 4 + other.length(), other).repeat(others) + "0000")
                .getBytes(UTF_8);
    }

    @Test
    void answersTheProbeBeforeALargePush() throws Exception {
        HttpResponse<String> answer = send(request("/git/content.git/git-receive-pack")
                .header("Content-Type", "application/x-git-receive-pack-request")
                .POST(BodyPublishers.ofString("0000"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    /** In the form that its client shows: without it a push ends with the words that there is no such repository. */
    @Test
    void saysThatLfsIsNotServed() throws Exception {
        HttpResponse<String> answer = send(request("/git/content.git/info/lfs/objects/batch")
                .header("Content-Type", "application/vnd.git-lfs+json")
                .POST(BodyPublishers.ofString("{\"operation\": \"upload\", \"objects\": []}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.git-lfs+json");
        assertThat(answer.body()).startsWith("{\"message\":\"Git LFS is not served here: take the files out of it");
    }

    @Test
    void answersGitOnly() throws Exception {
        HttpRequest form = request("/git/content.git/git-receive-pack")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("0000"))
                .build();

        assertThat(send(form).statusCode()).isEqualTo(415);
        assertThat(send(request("/git/content.git/info/refs").build()).statusCode())
                .isEqualTo(403);
        assertThat(send(request("/git/content.git/HEAD").build()).statusCode()).isEqualTo(404);
        assertThat(send(request("/git/other.git/info/refs?service=git-upload-pack")
                                .build())
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> fetch(byte[] gzipped) throws IOException, InterruptedException {
        return send(request("/git/content.git/git-upload-pack")
                .header("Content-Type", "application/x-git-upload-pack-request")
                .header("Content-Encoding", "gzip")
                .header("Git-Protocol", "version=2")
                .POST(BodyPublishers.ofByteArray(gzipped))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + site.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private String pipe(String input, String... command) throws IOException, InterruptedException {
        Process process = git.begin(command);
        process.getOutputStream().write(input.getBytes(UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static byte[] noise(int size) {
        return noise(size, 0);
    }

    private static byte[] noise(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
