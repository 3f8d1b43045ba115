package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused never was: neither in the log nor in memory, wherever on the way it is refused. */
class RefusalTest {
    @TempDir
    Path data;

    /** Something of each kind, that a later commit changes, moves and takes away. */
    private static CommitId first(GitFixture git) {
        git.write("site.yml", "title: One\n").write("public/a.png", "a").write("public/b.png", "b");
        git.write("_posts/gone.md", "Soon gone, [p1](p1)\n").write("_posts/_index.md", "All posts\n");
        git.write("_posts/bundle/index.md", "![](x.png)\n").write("_posts/bundle/x.png", "x");
        for (int i = 0; i < 6; i++) {
            git.write(
                    "_posts/p" + i + ".md", "---\ntopic: t" + i % 2 + "\n---\n[next](p" + (i + 1) + ") ![](/a.png)\n");
        }
        return git.commit("First");
    }

    private static CommitId second(GitFixture git) {
        git.write("site.yml", "title: Two\ntimeZone: Europe/Berlin\n")
                .write("public/a.png", "other")
                .delete("public/b.png");
        git.delete("_posts/gone.md").write("_posts/_index.md", "Other words\n");
        git.delete("_posts/bundle/index.md").write("_posts/bad.md", "---\ntitle: [\n---\n");
        for (int i = 0; i < 3; i++) {
            git.write("_posts/p" + i + ".md", "---\nslug: q" + i + "\ntopic: u\n---\nOther, [next](p5) [none](n)\n");
        }
        for (int i = 0; i < 3; i++) {
            git.write("_posts/new" + i + ".md", "---\ntopic: u\n---\nNew, [it](q0)\n")
                    .write("public/n" + i, "n");
        }
        return git.commit("Second");
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "1000, true", "2, false", "2, true"})
    void whereverACommitIsRefusedNothingOfItGoesLive(int transaction, boolean restart) throws Exception {
        int points = 0;
        while (refusedAt(points, transaction, restart)) {
            points++;
        }
        assertThat(points).as("points at which it was refused").isGreaterThan(20);
    }

    /** False when the commit is taken in before so much is read. */
    private boolean refusedAt(int point, int transaction, boolean restart) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data).transactions(transaction)) {
            CommitId live = first(git);
            ingest.look(live);
            Map<String, Content> before = ingest.content();
            git.on("next");
            CommitId refused = second(git.on("main"));

            git.losing(point);
            ingest.look(refused);
            git.whole();
            if (ingest.commit(refused).state() == CommitStage.State.DONE) {
                return false;
            }

            String at = "refused after " + point + " objects: ";
            assertThat(ingest.commit(refused).state()).as(at + "state").isEqualTo(CommitStage.State.FAILED);
            assertThat(ingest.problems())
                    .as(at + "problems")
                    .anyMatch(line -> line.startsWith("refs/heads/main:1:1 problem commit " + refused.abbreviated()
                            + " is not published: the repository is damaged: Missing "));
            assertThat(ingest.cursors().getLast().commit()).as(at + "cursor").contains(live);
            if (transaction > 100) {
                assertThat(ingest.content()).as(at + "content").isEqualTo(before);
            }
            if (restart) {
                ingest.restart();
            }
            git.on("next").write("_posts/third.md", "Third, [p1](p1) and [q0](q0)\n");
            CommitId third = git.commit("Third, without the second");
            git.on("main").reset(third);

            ingest.look(third);

            assertThat(ingest.commit(third).state()).as(at + "third").isEqualTo(CommitStage.State.DONE);
            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.look();
                assertSame(at, ingest, fresh);
            }
            return true;
        }
    }

    static void assertSame(String at, IngestDriver ingest, IngestDriver fresh) {
        assertThat(differences(seen(ingest.content()), seen(fresh.content())))
                .as(at + "content")
                .isEmpty();
        assertThat(ingest.problems()).as(at + "problems").isEqualTo(fresh.problems());
    }

    /** Without what tells of a history that nobody sees any more. */
    private static Map<String, Content> seen(Map<String, Content> content) {
        Map<String, Content> seen = new TreeMap<>(content);
        seen.values().removeIf(c -> c instanceof Content.CommitIngested);
        seen.values().removeIf(c -> c instanceof Content.Removed r && r.urls().isEmpty());
        return seen;
    }

    private static List<String> differences(Map<String, Content> one, Map<String, Content> other) {
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .map(key -> "\n" + one.get(key) + "\nfresh " + other.get(key))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whateverGitSaysOfADamagedObjectIsTheCommitsProblem(String what, Function<ObjectId, IOException> failure)
            throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            CommitId live = first(git);
            ingest.look(live);
            CommitId refused = second(git);

            git.failing(failure).losing(3);
            ingest.look(refused);
            git.whole();

            assertThat(ingest.commit(refused).state()).isEqualTo(CommitStage.State.FAILED);
            assertThat(ingest.problems())
                    .anyMatch(line -> line.contains("is not published: the repository is damaged: " + what));
            assertThat(ingest.cursors().getLast().commit()).contains(live);
        }
    }

    static Stream<Arguments> damages() {
        return Stream.<Function<ObjectId, IOException>>of(
                        id -> new MissingObjectException(id, "blob"),
                        id -> new CorruptObjectException(id, "garbled"),
                        id -> new EOFException("Short read of block."),
                        id -> new ZipException("invalid block type"))
                .map(failure -> Arguments.of(
                        failure.apply(ObjectId.zeroId()).getMessage().split(" ")[0], failure));
    }

    @Test
    void whereverATransactionEndsTheCursorComesLast() throws Exception {
        for (int transaction = 1; transaction < 40; transaction++) {
            try (GitFixture git = new GitFixture();
                    IngestDriver ingest = new IngestDriver(git, data).transactions(transaction)) {
                CommitId tip = first(git);
                ingest.look(tip);

                Content.CommitIngested last = ingest.cursors().getLast();
                assertThat(last.commit()).as("in parts of " + transaction).contains(tip);
                assertThat(last.taking()).as("in parts of " + transaction).isEmpty();
            }
        }
    }

    @Test
    void whatARefusedCommitHeldIsNotPublishedByTheNextOne() throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data).configured(Map.of("limits.files", "60"))) {
            CommitId live = first(git);
            ingest.look(live);
            git.on("next");
            git.on("main").delete("_posts/gone.md").write("public/a-secret.txt", "not yet");
            for (int i = 0; i < 50; i++) {
                git.write("_posts/m" + i + ".md", "[a](m" + i % 40 + ".md) ![](../public/a.png)\n");
            }
            CommitId many = git.commit("More than may be, though fewer differ");
            ingest.look(many);
            assertThat(ingest.commit(many).state()).isEqualTo(CommitStage.State.FAILED);

            git.on("next").write("_posts/third.md", "Third\n");
            CommitId third = git.commit("Third");
            git.on("main").reset(third);
            ingest.look(third);

            assertThat(ingest.assets()).doesNotContainKey("public/a-secret.txt");
            assertThat(ingest.document("_posts/gone.md").state()).isEqualTo(Content.State.LIVE);
            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.look();
                assertSame("", ingest, fresh);
            }
        }
    }

    @Test
    void aCommitOnTheWayThatHoldsTooManyFilesBlocksNothing() throws Exception {
        Map<String, String> limit = Map.of("limits.files", "50");
        try (GitFixture git = new GitFixture();
                IngestDriver atOnce = new IngestDriver(git, data).configured(limit);
                IngestDriver oneByOne = new IngestDriver(git, data).configured(limit)) {
            first(git);
            atOnce.look();
            oneByOne.look();
            for (int i = 0; i < 60; i++) {
                git.write("_posts/m" + i + ".md", "---\nslug: n" + i + "\n---\nMany\n");
            }
            CommitId many = git.commit("Many");
            oneByOne.look(many);
            assertThat(oneByOne.commit(many).failure())
                    .contains("more than 50 files and folders: take some away, or raise limits.files");
            assertThat(oneByOne.problems())
                    .contains("refs/heads/main:1:1 problem commit " + many.abbreviated()
                            + " is not published: more than 50 files and folders; take some away, or raise limits.files ("
                            + atOnce.cursors().getLast().commit().orElseThrow().abbreviated() + " stays)");
            oneByOne.restart().look();
            assertThat(oneByOne.problems()).as("after a restart").anyMatch(p -> p.startsWith("refs/heads/main:"));
            for (int i = 1; i < 60; i++) {
                git.delete("_posts/m" + i + ".md");
            }
            CommitId few = git.write("_posts/m0.md", "Few\n").commit("Few");

            atOnce.look(few);
            oneByOne.look(few);

            assertThat(atOnce.commit(few).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(oneByOne.commit(few).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(oneByOne.problems()).noneMatch(p -> p.startsWith("refs/heads/main:"));
            assertThat(atOnce.document("_posts/m0.md").past().birthPath()).hasToString("_posts/m0.md");
            assertThat(atOnce.document("_posts/m0.md").past().bornAt())
                    .as("of the commit on the way nothing counts")
                    .isEqualTo(atOnce.document("_posts/m0.md").committedAt());
            CommitId more = git.write("_posts/more.md", "More\n").commit("More");
            atOnce.restart().look(more);
            oneByOne.look(more);
            try (IngestDriver fresh = new IngestDriver(git, data).configured(limit)) {
                fresh.look();
                assertSame("at once ", atOnce, fresh);
                assertSame("one by one ", oneByOne, fresh);
            }
        }
    }

    @Test
    void aFileThatIsAFolderOrACommitBlocksNothing() throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver atOnce = new IngestDriver(git, data);
                IngestDriver oneByOne = new IngestDriver(git, data)) {
            git.write("_posts/a.md", "A\n").write("_posts/b.md", "B\n").write("public/p.png", "P");
            git.write("_posts/c/index.md", "C\n").write("_posts/c/q.png", "Q").commit("First");
            atOnce.look();
            oneByOne.look();
            git.noFile("_posts/a.md", Constants.OBJ_TREE).noFile("public/p.png", Constants.OBJ_TREE);
            git.noFile("_posts/c/q.png", Constants.OBJ_TREE).noFile("_posts/d.md", Constants.OBJ_COMMIT);
            CommitId none = git.noFile("site.yml", Constants.OBJ_TREE).commit("No files");

            oneByOne.look(none);

            assertThat(oneByOne.commit(none).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(oneByOne.problems()).hasSize(5).allMatch(line -> line.contains("a folder or a commit"));
            assertThat(oneByOne.document("_posts/a.md").state())
                    .as("an older one")
                    .isEqualTo(Content.State.LIVE);
            assertThat(oneByOne.assets()).isEmpty();
            CommitId good = git.write("_posts/a.md", "A again\n")
                    .write("public/p.png", "P again")
                    .write("_posts/c/q.png", "Q again")
                    .write("site.yml", "title: T\n")
                    .delete("_posts/d.md")
                    .commit("Files");
            atOnce.look(good);
            oneByOne.look(good);
            assertThat(oneByOne.problems()).isEmpty();
            assertThat(atOnce.problems()).isEmpty();
            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.look();
                assertThat(fresh.assets()).hasSize(2);
                assertSame("at once ", atOnce, fresh);
                assertSame("one by one ", oneByOne, fresh);
            }
        }
    }

    @Test
    void whatIsLiveStaysWhenTheLimitIsLoweredAndThatIsTold() throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data).configured(Map.of("limits.files", "11"))) {
            for (int i = 0; i < 10; i++) {
                git.write("_posts/m" + i + ".md", "Many\n");
            }
            // Ten files in a folder: as many as there may be.
            CommitId live = git.commit("Ten");
            ingest.look(live);
            assertThat(ingest.problems()).isEmpty();
            assertThat(ingest.cursors().getLast().commit()).contains(live);

            ingest.configured(Map.of("limits.files", "10")).restart().look();

            String told = "refs/heads/main:1:1 problem commit " + live.abbreviated()
                    + " holds more than 10 files and folders: it is live and stays so, and no other is published that holds"
                    + " as many; take some away, or raise limits.files (" + live.abbreviated() + " stays)";
            assertThat(ingest.problems()).containsExactly(told);
            assertThat(ingest.document("_posts/m9.md").state()).isEqualTo(Content.State.LIVE);
            ingest.look(live);
            assertThat(ingest.problems()).as("looked at again").containsExactly(told);

            CommitId edit = git.write("_posts/m0.md", "Edited\n").commit("As many");
            ingest.look(edit);
            assertThat(ingest.commit(edit).failure()).get().asString().contains("limits.files");
            assertThat(ingest.cursors().getLast().commit()).contains(live);

            ingest.look(git.delete("_posts/m9.md").commit("One fewer"));
            assertThat(ingest.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"limits.post, _posts/x.md", "limits.asset, public/x.bin"})
    void aFileMayHaveAsManyBytesAsTheLimitSaysAndIsToldOfWithOneMore(String limit, String path) throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data).configured(Map.of(limit, "100"))) {
            git.write(path, "x".repeat(100)).commit("As many");
            ingest.look();
            assertThat(ingest.problems()).isEmpty();

            // What is live is not judged anew for a lower limit, and what is taken in is.
            ingest.configured(Map.of(limit, "99")).restart().look();
            assertThat(ingest.problems()).isEmpty();
            CommitId other = git.write("_posts/other.md", "Other\n").commit("Another file");
            ingest.look(other);
            assertThat(ingest.problems()).isEmpty();
            ingest.look(git.write(path, "y".repeat(100)).commit("One more than there may be"));

            assertThat(ingest.problems())
                    .singleElement()
                    .asString()
                    .startsWith(path + ":1:1 problem the file has 100 bytes, at most 99 are allowed")
                    .contains(limit);
        }
    }

    @Test
    void aCommitThatIsTooLargeToBeReadIsNoDamage() throws Exception {
        GitCommandLine author = GitCommandLine.init(data.resolve("author"));
        CommitId live = author.write("_posts/first.md", "First\n").commit("First");
        try (ContentRepository repository = ContentRepository.local(author.folder(), Optional.empty());
                IngestDriver ingest = new IngestDriver(repository, data)) {
            ingest.look(live);
            Path message = Files.writeString(data.resolve("message"), "m".repeat(51 << 20));
            author.git("commit", "--quiet", "--allow-empty", "--file", message.toString());

            ingest.look(author.head());

            assertThat(ingest.commit(author.head()).failure())
                    .get()
                    .asString()
                    .startsWith("a commit or folder is too large to be read: ")
                    .doesNotContain("damaged");
            assertThat(ingest.cursors().getLast().commit()).contains(live);
        }
    }

    @Test
    void theWholeTreeCountsNotWhatDiffers() throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data).configured(Map.of("limits.files", "30"))) {
            first(git);
            ingest.look();
            for (int i = 0; i < 20; i++) {
                git.write("_posts/m" + i + ".md", "Many\n");
            }
            CommitId many = git.commit("Twenty more");
            ingest.look(many);
            assertThat(ingest.commit(many).state()).isEqualTo(CommitStage.State.FAILED);

            for (int i = 0; i < 19; i++) {
                git.delete("_posts/m" + i + ".md");
            }
            CommitId few = git.commit("One more");
            ingest.look(few);

            assertThat(ingest.commit(few).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(ingest.document("_posts/m19.md").state()).isEqualTo(Content.State.LIVE);
        }
    }

    @Test
    void aNameOfMegabytesIsThatFilesProblem() throws Exception {
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            String name = "x".repeat(20 << 20);
            git.write("_posts/good.md", "Good\n").write("_posts/" + name + ".md", "Long\n");
            git.write("_posts/" + "y".repeat(3000) + "/a/b.md", "In a folder\n").write(name, "In the root\n");
            CommitId commit = git.commit("A name of 20 MB");

            ingest.look(commit);

            assertThat(ingest.commit(commit).state()).isEqualTo(CommitStage.State.DONE);
            assertThat(ingest.document("_posts/good.md").state()).isEqualTo(Content.State.LIVE);
            assertThat(ingest.problems()).hasSize(3).allMatch(p -> p.length() < 400);
            assertThat(ingest.problems())
                    .anyMatch(p ->
                            p.matches("_posts/x{93}\u2026[0-9a-f]{12}:1:1 problem the path has more than 1024 bytes; "
                                    + "shorten the names of the file or its folders, or raise limits.path"));

            git.delete("_posts/" + name + ".md")
                    .delete("_posts/" + "y".repeat(3000) + "/a/b.md")
                    .delete(name);
            git.commit("Taken away");
            ingest.look();

            assertThat(ingest.problems()).isEmpty();
        }
    }
}
