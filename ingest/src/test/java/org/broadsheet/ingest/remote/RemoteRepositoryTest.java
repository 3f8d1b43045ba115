package org.broadsheet.ingest.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ContentSource;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.GitForge;
import org.broadsheet.common.testing.TestCertificate;
import org.broadsheet.ingest.git.GitRoom;
import org.broadsheet.ingest.git.IsolatedSystemReader;
import org.broadsheet.ingest.testing.IngestDriver;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest of a real remote, behind a server that asks for a token. */
class RemoteRepositoryTest {
    private static final String TOKEN = "t0ken-of-the-forge";

    @TempDir
    Path folder;

    private GitForge forge;
    private GitCommandLine author;
    private GitRoom room;
    private RemoteRepository remote;
    private IngestDriver ingest;

    @BeforeEach
    void begin() throws IOException {
        IsolatedSystemReader.install(InstantSource.system());
        forge = new GitForge(folder.resolve("forge"), TOKEN);
        author = GitCommandLine.init(folder.resolve("author"));
    }

    @AfterEach
    void end() throws Exception {
        stop();
        forge.close();
    }

    private void start(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "content.source", forge.url(),
                "content.token", TOKEN,
                "remotes.poll", "50ms",
                "remotes.pause", "20ms",
                "remotes.longestPause", "50ms",
                "remotes.silence", "5s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Configuration configuration = TestConfiguration.of(folder.resolve("data"), all);
        Configuration.Site site = configuration.sites().getFirst();
        room = new GitRoom(configuration);
        remote = new RemoteRepository(
                site, (ContentSource.Remote) site.source().orElseThrow(), cache(), room, configuration);
        ingest = new IngestDriver(remote, folder.resolve("data"), configuration);
    }

    private Path cache() {
        return folder.resolve("data/clones/main.git");
    }

    private void stop() throws Exception {
        if (ingest != null) {
            ingest.stop();
            ingest.close();
            remote.close();
            room.close();
        }
    }

    private CommitId publish(String name, String... options) {
        author.write("_posts/" + name + ".md", "# " + name + "\n\nOf " + name + ".\n");
        CommitId commit = author.commit(name);
        push(options);
        return commit;
    }

    private void push(String... options) {
        author.git(Stream.concat(
                        Stream.of("push", "--quiet"),
                        Stream.concat(Stream.of(options), Stream.of(forge.path(), "main")))
                .toArray(String[]::new));
    }

    private void awaitTaken(CommitId commit) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            ingest.tick();
            return !ingest.cursors().isEmpty()
                    && ingest.cursors()
                            .getLast()
                            .commit()
                            .filter(commit::equals)
                            .isPresent();
        });
    }

    private void awaitProblem(String text) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            ingest.tick();
            assertThat(ingest.problems()).anySatisfy(line -> assertThat(line).contains(text));
        });
    }

    private void awaitNoProblem() {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            ingest.tick();
            return ingest.problems().isEmpty();
        });
    }

    private void awaitLooks(int more) {
        int before = forge.asked();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            ingest.tick();
            return forge.asked() >= before + 2 * more;
        });
    }

    @Test
    void takesInWhatTheRemoteHasAsBackfillAndWhatComes() {
        CommitId first = publish("first");
        start();

        awaitTaken(first);
        CommitId second = publish("second");
        awaitTaken(second);

        assertThat(ingest.cursors().getFirst().backfill()).isTrue();
        assertThat(ingest.cursors().getLast().backfill()).isFalse();
        assertThat(ingest.document("_posts/second.md").path().value()).isEqualTo("_posts/second.md");
    }

    @Test
    void fetchesOnlyWhenTheBranchHasMoved() {
        awaitTakenFromStart(publish("first"));
        int fetches = forge.fetches();

        awaitLooks(3);
        author.git("push", "--quiet", forge.path(), "main:other");
        awaitLooks(3);

        assertThat(forge.fetches()).isEqualTo(fetches);
        assertThat(ingest.problems()).isEmpty();
    }

    private void awaitTakenFromStart(CommitId commit, String... settings) {
        start(settings);
        awaitTaken(commit);
    }

    @Test
    void waitsForTheFirstBranchOfAnEmptyRemote() {
        start();
        awaitLooks(2);
        assertThat(ingest.problems()).isEmpty();
        assertThat(ingest.cursors()).isEmpty();

        awaitTaken(publish("first"));
    }

    @Test
    void followsWhatIsForcedDeletedAndMadeAgain() throws IOException {
        publish("first");
        awaitTakenFromStart(publish("second"));

        author.git("reset", "--quiet", "--hard", "HEAD~1");
        CommitId other = publish("other", "--force");
        awaitTaken(other);
        assertThat(remote.tip()).contains(other);

        forge.repository().git("update-ref", "-d", "refs/heads/main");
        awaitProblem("HEAD of " + forge.url() + " names no branch that is there; it has none");
        assertThat(remote.tip()).contains(other);

        CommitId again = publish("again");
        awaitTaken(again);
        awaitNoProblem();
    }

    @Test
    void followsTheRemotesHeadUnlessABranchIsSaid() throws IOException {
        awaitTakenFromStart(publish("first"));
        author.git("branch", "--move", "main", "trunk");
        author.write("_posts/trunk.md", "# Trunk\n");
        CommitId trunk = author.commit("Trunk");
        author.git("push", "--quiet", forge.path(), "trunk");
        forge.repository().git("symbolic-ref", "HEAD", "refs/heads/trunk");
        forge.repository().git("update-ref", "-d", "refs/heads/main");

        awaitTaken(trunk);

        assertThat(remote.ref()).isEqualTo("refs/heads/trunk");
        assertThat(ingest.cursors().getLast().ref()).isEqualTo("refs/heads/trunk");
    }

    @Test
    void saysWhichBranchesThereAreIfTheOneIsNot() {
        publish("first");
        start("content.branch", "live");

        awaitProblem(forge.url() + " has no branch live; it has main; push it there, or say which");
    }

    @Test
    void takesInWhatItHasWhileTheRemoteFailsAndGoesOnAfterwards() throws Exception {
        awaitTakenFromStart(publish("first"));
        stop();
        forge.fails(503);
        CommitId second = publish("second");
        start();

        awaitProblem(forge.url() + " cannot be fetched: HTTP 503; it is tried again by itself; what is live stays so");
        assertThat(ingest.problems()).singleElement().asString().startsWith("refs/remotes/origin:1:1 problem ");

        forge.recovers();
        awaitTaken(second);
        awaitNoProblem();
    }

    @Test
    void tellsWhatIsWrongWithTheToken() {
        publish("first");
        start("content.token", "an-old-t0ken");
        awaitProblem(forge.url() + " does not take the token (HTTP 401); give one that may read the repository in");
        assertThat(String.join("\n", ingest.problems())).doesNotContain("an-old-t0ken");
    }

    @Test
    void tellsThatATokenIsNeeded() {
        publish("first");
        start("content.token", "");
        awaitProblem(forge.url() + " asks for a token (HTTP 401)");
    }

    @Test
    void takesAUserBesideTheToken() {
        awaitTakenFromStart(publish("first"), "content.token", "ada:" + TOKEN);
    }

    @Test
    void followsARedirectOnItsHostAlone() throws IOException {
        publish("first");
        try (GitForge other = new GitForge(folder.resolve("other"), TOKEN)) {
            String origin = other.url("localhost").replace("/blog.git", "");
            forge.redirects(origin);
            start();

            awaitProblem(forge.url() + " is not followed: it sends us to " + origin + "; write the URL where");
            assertThat(other.asked()).isZero();
        }
    }

    @Test
    void knowsAForgeByACertificateOfItsOwnOnlyIfThatIsGiven() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder.resolve("tls"));
        forge.close();
        forge = new GitForge(folder.resolve("secured"), TOKEN, Optional.of(certificate.server()));
        CommitId first = publish("first");
        start();
        awaitProblem(forge.url() + " cannot be trusted: ");
        assertThat(String.join("\n", ingest.problems())).contains("BROADSHEET_REMOTES_AUTHORITIES=FILE");
        assertThat(forge.asked()).as("nobody has sent it a token").isZero();
        stop();

        String[] known = {"remotes.authorities", certificate.pem().toString()};
        awaitTakenFromStart(first, known);
        assertThat(forge.fetches()).isEqualTo(1);
        stop();

        // Its certificate is another host's.
        start("content.source", forge.url("localhost"), known[0], known[1]);
        awaitProblem(forge.url("localhost") + " cannot be trusted: ");
        stop();

        start("content.token", "an-old-t0ken", known[0], known[1]);
        awaitProblem(forge.url() + " does not take the token (HTTP 401)");
        stop();

        try (GitForge other = new GitForge(folder.resolve("other"), TOKEN, Optional.of(certificate.server()))) {
            String origin = other.url().replace("/blog.git", "");
            forge.redirects(origin);
            start(known);
            awaitProblem(forge.url() + " is not followed: it sends us to " + origin + "; write the URL where");
            stop();
            try (GitForge plain = new GitForge(folder.resolve("plain"), TOKEN)) {
                plain.redirects(origin);
                start("content.source", plain.url(), known[0], known[1]);
                awaitProblem(plain.url() + " is not followed: it sends us to " + origin + "; write the URL where");
                stop();
                origin = plain.url().replace("/blog.git", "");
                forge.redirects(origin);
                int asked = plain.asked();
                start(known);
                awaitProblem(forge.url() + " is not followed: it sends us to " + origin + "; write the URL where");
                assertThat(plain.asked()).isEqualTo(asked);
            }
            assertThat(other.asked()).isZero();
        }
    }

    @Test
    void refusesToStartWithAFileThatHoldsNoCertificate() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path other = Files.writeString(folder.resolve("other.pem"), "-----BEGIN CERTIFICATE-----\nno\n");

        assertThatThrownBy(() -> start("remotes.authorities", empty.toString()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("remotes.authorities: " + empty + " holds no certificate");
        assertThatThrownBy(() -> start("remotes.authorities", other.toString()))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("remotes.authorities: " + other + " cannot be read as certificates: ");
        assertThatThrownBy(() ->
                        start("remotes.authorities", folder.resolve("none.pem").toString()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("none.pem cannot be read as certificates: ");
    }

    @Test
    void givesUpOneThatSaysNothing() throws Exception {
        forge.hangs();
        start("remotes.silence", "1s");

        awaitProblem(forge.url() + " does not answer within 1 s; it is tried again by itself");
    }

    @Test
    void givesUpOneThatNeverEnds() {
        lists(50);
        start("remotes.longest", "1s");

        awaitProblem("a look at the remote took longer than 1 s, and was given up; it is tried again by itself");
    }

    @Test
    void boundsWhatARemoteLists() {
        lists(0);
        start();

        awaitProblem(forge.url() + " cannot be fetched: it lists more than 16,777,216 bytes of branches and words");
    }

    @Test
    void followsNoBranchWhoseNameLeadsOutOfTheClone() {
        forge.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            String tip = "1".repeat(40);
            write(out, "# service=git-upload-pack\n");
            out.write("0000".getBytes(StandardCharsets.US_ASCII));
            write(out, tip + " HEAD\0side-band-64k ofs-delta symref=HEAD:refs/heads/../../../out\n");
            write(out, tip + " refs/heads/../../../out\n");
            write(out, "2".repeat(40) + " refs/heads/other\n");
            out.write("0000".getBytes(StandardCharsets.US_ASCII));
            out.close();
        });
        start();

        awaitProblem(
                "HEAD of " + forge.url() + " names no branch that is there; it has other; choose a default branch");
        assertThat(forge.fetches()).isZero();
    }

    /** Branches without end. */
    private void lists(int millisBetween) {
        forge.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16);
            String longName = "x".repeat(10_000);
            write(out, "# service=git-upload-pack\n");
            out.write("0000".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; ; i++) {
                write(
                        out,
                        "1".repeat(40) + " refs/heads/" + i + longName + (i == 0 ? "\0side-band-64k ofs-delta" : "")
                                + "\n");
                if (millisBetween > 0) {
                    out.flush();
                    LockSupport.parkNanos(Duration.ofMillis(millisBetween).toNanos());
                }
            }
        });
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write(String.format("%04x%s", line.length() + 4, line).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void endsALookThatHangsWithoutWaitingForIt() throws Exception {
        forge.hangs();
        start("remotes.silence", "1h");
        await().until(() -> {
            ingest.tick();
            return forge.asked() > 0;
        });

        ingest.stop();

        assertThat(ingest.isOpen()).isFalse();
    }

    @Test
    void refusesAPackThatIsTooLargeOnceAndTakesWhatComesAfterIt() throws Exception {
        awaitTakenFromStart(publish("first"), "limits.pack", "64KiB");
        CommitId good = author.head();
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        author.write("public/noise.bin", noise);
        CommitId large = author.commit("Too large");
        push();

        awaitProblem(" of " + forge.url() + " is refused: what was sent is larger than the 65,536 bytes");
        assertThat(ingest.commit(large).failure().orElseThrow()).startsWith("commit " + large.abbreviated() + " of ");
        int fetches = forge.fetches();
        awaitLooks(5);
        assertThat(forge.fetches()).as("the same is not fetched again").isEqualTo(fetches);
        assertThat(remote.tip()).contains(good);

        author.git("reset", "--quiet", "--hard", "HEAD~1");
        awaitTaken(publish("smaller", "--force"));
        awaitNoProblem();
    }

    @Test
    void refusesObjectsThatNoGitShouldHave() throws IOException {
        awaitTakenFromStart(publish("first"));
        String blob = author.git("rev-parse", "HEAD:_posts/first.md").strip();
        Path list = folder.resolve("tree");
        String id = new String(HexFormat.of().parseHex(blob), StandardCharsets.ISO_8859_1);
        Files.write(list, ("100644 .git\0" + id).getBytes(StandardCharsets.ISO_8859_1));
        String tree = author.git("hash-object", "-w", "-t", "tree", "--literally", list.toString())
                .strip();
        String commit =
                author.git("commit-tree", "-p", "HEAD", "-m", "Hostile", tree).strip();
        author.git("push", "--quiet", forge.path(), commit + ":refs/heads/main");

        awaitProblem(" of " + forge.url() + " is refused: ");
        assertThat(ingest.problems().getFirst()).contains("invalid name '.git'");
    }

    @Test
    void clonesAgainWhatIsLostOrDamaged() throws Exception {
        publish("first");
        CommitId second = publish("second");
        awaitTakenFromStart(second);

        // While it runs.
        for (Path pack : packs()) {
            Files.delete(pack);
        }
        CommitId third = publish("third");
        awaitTaken(third);
        awaitNoProblem();

        // While nobody does.
        stop();
        Files.writeString(cache().resolve("HEAD"), "nonsense");
        start();
        CommitId fourth = publish("fourth");
        awaitTaken(fourth);
        assertThat(ingest.cursors().getLast().commit()).contains(fourth);
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(cache().resolve("objects/pack"))) {
            return files.toList();
        }
    }

    @Test
    void keepsNoTokenInTheDataFolder() throws Exception {
        awaitTakenFromStart(publish("first"));
        stop();

        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(TOKEN);
            }
        }
        ingest = null;
    }
}
