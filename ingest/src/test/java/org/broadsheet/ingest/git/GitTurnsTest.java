package org.broadsheet.ingest.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.testing.PushedSite;
import org.broadsheet.ingest.testing.Said;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Git requests that wait for one another, for slow clients, or for nobody any more; and those that list more than they may. */
@Timeout(120)
class GitTurnsTest {
    @TempDir
    Path folder;

    private PushedSite site;
    private GitCommandLine git;
    private final CountDownLatch held = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        site = PushedSite.start(TestConfiguration.of(
                        folder.resolve("data"),
                        Map.of(
                                "git.computing", "1",
                                "git.spool", "14MiB",
                                "git.ids", "1000",
                                "git.names", "100",
                                "http.idleTimeout", "700ms")))
                .says(commit -> Said.allDone(commit, "first"));
        git = GitCommandLine.init(folder.resolve("work"));
        git.write("_posts/first.md", "# First\n").commit("First post");
        git.git("push", site.url(), "main");
    }

    @AfterEach
    void stop() throws Exception {
        held.countDown();
        site.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void tellsWhoeverClonesHowManyAreBefore(int protocol) throws Exception {
        hold(GitWork.FETCH);
        GitCommandLine clone = GitCommandLine.in(folder.resolve("clone"));

        Process cloning = clone.begin("-c", "protocol.version=" + protocol, "clone", "--progress", site.url(), ".");

        try (BufferedReader printed = cloning.inputReader(UTF_8)) {
            awaitLine(printed, "remote: waiting for 1 request before this one");
            held.countDown();
            printed.lines().forEach(line -> {});
        }
        assertThat(cloning.waitFor()).isZero();
        assertThat(clone.folder().resolve("_posts/first.md")).hasContent("# First\n");
    }

    @Test
    void tellsWhoeverPushesHowManyAreBefore() throws Exception {
        hold(GitWork.PUSH);
        git.write("_posts/second.md", "# Second\n").commit("Second post");

        Process pushing = git.begin("push", site.url(), "main");

        try (BufferedReader printed = pushing.inputReader(UTF_8)) {
            awaitLine(printed, "remote: waiting for 1 request before this one");
            held.countDown();
            assertThat(printed.lines()).last().asString().endsWith("main -> main");
        }
        assertThat(pushing.waitFor()).isZero();
    }

    @Test
    void answersOthersWhileTheyWait() throws Exception {
        hold(GitWork.FETCH);
        hold(GitWork.PUSH);

        assertThat(git.git("ls-remote", site.url(), "refs/heads/main"))
                .startsWith(git.head().value());
    }

    @Test
    void waitsLongerThanAConnectionMayBeSilent() throws Exception {
        hold(GitWork.FETCH);
        GitCommandLine clone = GitCommandLine.in(folder.resolve("clone"));
        Process cloning = clone.begin("clone", "--quiet", site.url(), ".");
        await().until(() -> site.hosting().turns().open() == 2);

        await().during(Duration.ofSeconds(2)).until(cloning::isAlive);
        held.countDown();

        assertThat(cloning.waitFor()).isZero();
        assertThat(clone.head()).isEqualTo(git.head());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forgetsWhoeverHangsUpBeforeItsTurn(boolean pushes) throws Exception {
        hold(pushes ? GitWork.PUSH : GitWork.FETCH);
        git.write("_posts/second.md", "# Second\n").commit("Second post");
        Process process = pushes
                ? git.begin("push", "--quiet", site.url(), "main")
                : GitCommandLine.in(folder.resolve("clone")).begin("clone", "--quiet", site.url(), ".");
        await().until(() -> site.hosting().turns().open() == 2);

        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();

        await().until(() -> site.hosting().turns().open() == 1);
        assertThat(site.signals()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-upload-pack", "git-receive-pack"})
    void unpacksARequestOnlyInItsTurn(String service) throws Exception {
        for (GitWork kind : GitWork.values()) {
            hold(kind);
        }

        CompletableFuture<HttpResponse<byte[]>> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.sendAsync(
                    request(service, "version=2", "no gzip")
                            .header("Content-Encoding", "gzip")
                            .build(),
                    BodyHandlers.ofByteArray());
            await().until(() -> answer.isDone() || site.hosting().turns().open() > GitWork.values().length);

            assertThat(answer).isNotDone();
            held.countDown();
        }

        assertThat(answer.get().statusCode()).isEqualTo(400);
        await().until(() -> site.hosting().turns().open() == 0);
        assertThat(site.hosting().space().used()).isZero();
    }

    @Test
    void keepsNothingOfAPackedRequestWhoseClientHangsUp() throws Exception {
        for (GitWork kind : GitWork.values()) {
            hold(kind);
        }
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);

        try (Socket packed = new Socket("localhost", site.port())) {
            packed.getOutputStream()
                    .write(("POST /git/content.git/git-upload-pack HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/x-git-upload-pack-request\r\n"
                                    + "Content-Encoding: gzip\r\nContent-Length: " + noise.length + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            packed.getOutputStream().write(noise);
            await().until(() -> site.hosting().turns().open() > GitWork.values().length);
            assertThat(site.hosting().space().used()).isPositive();
        }

        await().until(() -> site.hosting().turns().open() == GitWork.values().length);
        await().until(() -> site.hosting().space().used() == 0);
    }

    @Test
    void noticesAtTheNextObjectThatTheClientHasHungUp() throws Exception {
        ObjectId head = ObjectId.fromString(git.head().value());
        CountDownLatch given = new CountDownLatch(1);
        Turns.Turn mine =
                site.hosting().turns().take(GitWork.FETCH.of(Said.SITE), turn -> holdOn(given), failure -> {});
        try (Repository repository = new FileRepositoryBuilder()
                        .setGitDir(folder.resolve("data/git/content.git").toFile())
                        .build();
                ObjectReader reader = new GuardedRepository(repository, mine).newObjectReader();
                ObjectReader another = reader.newReader()) {
            assertThat(reader.open(head).getSize()).isPositive();

            mine.cancel();

            assertThatThrownBy(() -> reader.open(head)).isInstanceOf(ClientLeft.class);
            assertThatThrownBy(() -> another.has(head)).isInstanceOf(ClientLeft.class);
        } finally {
            given.countDown();
        }
    }

    @Test
    void letsNobodyWaitForASlowDownload() throws Exception {
        byte[] noise = new byte[12 << 20];
        new Random(1).nextBytes(noise);
        git.write("public/noise.bin", noise).commit("Twice this is more than the spool holds");
        git.git("push", site.url(), "main");
        String lines =
                "0011command=fetch0001000fno-progress0032want " + git.head().value() + "\n0009done\n0000";
        try (Socket slow = new Socket("localhost", site.port())) {
            slow.getOutputStream()
                    .write(("POST /git/content.git/git-upload-pack HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Git-Protocol: version=2\r\n"
                                    + "Content-Type: application/x-git-upload-pack-request\r\nContent-Length: "
                                    + lines.length() + "\r\n\r\n" + lines)
                            .getBytes(ISO_8859_1));
            slow.getOutputStream().flush();
            assertThat(slow.getInputStream().read()).isEqualTo('H');

            GitCommandLine clone = GitCommandLine.clone(site.url(), folder.resolve("clone"));

            assertThat(clone.head()).isEqualTo(git.head());
        }
        await().until(() -> site.hosting().turns().open() == 0);
    }

    @Test
    void forgetsWhatItHasNoRoomForWhenItsClientHangsUp() throws Exception {
        byte[] noise = new byte[1 << 20];
        String command = line("0".repeat(40) + " " + "1".repeat(40) + " refs/heads/b\0 report-status");
        try (Socket pushing = new Socket("localhost", site.port())) {
            pushing.getOutputStream()
                    .write(("POST /git/content.git/git-receive-pack HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/x-git-receive-pack-request\r\n"
                                    + "Content-Length: " + (64 << 20) + "\r\n\r\n" + command + "0000")
                            .getBytes(ISO_8859_1));
            for (int i = 0; i < 14; i++) {
                pushing.getOutputStream().write(noise);
            }
            // What comes first lies in memory.
            pushing.getOutputStream().write(noise, 0, 256 << 10);
            await().until(() -> site.hosting().space().used() == 14 << 20);
            pushing.getOutputStream().write(noise);
        }

        await().until(() -> site.hosting().space().used() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shallow "})
    void keepsNothingThatFollowsARequestForNoPack(String asks) throws Exception {
        String beyondTheSpool = "x".repeat(16 << 20);
        String lines = asks.isEmpty() ? "" : line(asks + git.head().value());

        push(lines + "0000" + beyondTheSpool);

        assertThat(site.hosting().space().used()).isZero();
    }

    @Test
    void keepsNothingThatFollowsTheEndOfABranch() throws Exception {
        String beyondTheSpool = "x".repeat(16 << 20);
        git.git("push", site.url(), "main:refs/heads/other");

        String answer = push(line(git.head().value() + " " + "0".repeat(40) + " refs/heads/other\0 report-status")
                + "0000" + beyondTheSpool);

        assertThat(answer).contains("ok refs/heads/other");
    }

    @Test
    void tellsWhoeverPushesThatWhatWasSentCannotBeKept() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        git.write("public/noise.bin", noise).commit("More than lies in memory");
        git.git("push", site.url(), "main");
        site.hosting().space().close();

        new Random(2).nextBytes(noise);
        git.write("public/noise.bin", noise).commit("And again");
        GitCommandLine.Result pushed = git.run("push", site.url(), "main");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error()).contains("unpack failed", "what was sent could not be kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shallow ", "want ", "have "})
    void boundsWhatAFetchLists(String kind) throws Exception {
        String many =
                lines(1001, i -> kind + String.format("%08x", i * 0x9e3779b9).repeat(5) + "\n");
        String alike = lines(9, i -> kind + PackBytes.alike(i) + "\n");
        String want = line("want " + git.head().value() + " side-band-64k\n");

        assertThat(fetch("version=2", "0011command=fetch0001" + many + "0000"))
                .contains("ERR more than 1,000 commits", "have git.ids raised");
        assertThat(fetch("version=2", "0011command=fetch0001" + alike + "0000")).contains("ERR too many ids");
        assertThat(fetch("version=0", want + many + "0000")).contains("ERR more than 1,000 commits");
        assertThat(fetch("version=0", want + alike + "0000")).contains("ERR too many ids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ref-prefix refs/heads/", "deepen-not ", "want-ref ", "server-option=", "anything "})
    void boundsWhatARequestNames(String name) throws Exception {
        String many = lines(101, i -> name + i + "\n");

        assertThat(fetch("version=2", "0014command=ls-refs\n0001" + many + "0000"))
                .contains("have git.names raised");
        assertThat(fetch("version=2", "0011command=fetch0001" + many + "0000")).contains("have git.names raised");
    }

    @Test
    void wantsOneCommitUnderAsManyNamesAsThereAre() throws Exception {
        String head = git.head().value();
        String many = lines(500, i -> "want " + head + "\n");

        assertThat(fetch("version=2", "0011command=fetch0001" + many + "0009done\n0000"))
                .contains("packfile");
    }

    @Test
    void boundsWhatAPushLists() throws Exception {
        String capabilities = "\0 report-status side-band-64k";
        String zero = "0".repeat(40);
        String commands =
                lines(1001, i -> zero + " " + "1".repeat(40) + " refs/heads/b" + i + (i == 0 ? capabilities : ""));
        String shallow = line(zero + " " + "1".repeat(40) + " refs/heads/b" + capabilities)
                + lines(9, i -> "shallow " + PackBytes.alike(i));

        assertThat(push(commands + "0000")).contains("more than 1,000 refs to move", "have git.ids raised");
        assertThat(push(shallow + "0000")).contains("too many ids that are alike");
    }

    private void hold(GitWork kind) throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        site.hosting()
                .turns()
                .take(
                        kind.of(Said.SITE),
                        turn -> {
                            holds.countDown();
                            holdOn(held);
                        },
                        failure -> {});
        holds.await();
    }

    private static void awaitLine(BufferedReader printed, String line) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String next = printed.readLine(); next != null; next = printed.readLine()) {
            all.append(next).append('\n');
            if (next.stripTrailing().equals(line)) {
                return;
            }
        }
        throw new AssertionError("no \"" + line + "\" in:\n" + all);
    }

    private static String lines(int number, IntFunction<String> line) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < number; i++) {
            lines.append(line(line.apply(i)));
        }
        return lines.toString();
    }

    private static String line(String text) {
        return String.format("%04x", text.length() + 4) + text;
    }

    private String fetch(String protocol, String lines) throws Exception {
        return send("git-upload-pack", protocol, lines);
    }

    private String push(String lines) throws Exception {
        return send("git-receive-pack", "version=0", lines);
    }

    private String send(String service, String protocol, String lines) throws Exception {
        HttpRequest request = request(service, protocol, lines).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return new String(answer.body(), ISO_8859_1);
        }
    }

    private HttpRequest.Builder request(String service, String protocol, String lines) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + site.port() + "/git/content.git/" + service))
                .header("Content-Type", "application/x-" + service + "-request")
                .header("Git-Protocol", protocol)
                .POST(BodyPublishers.ofByteArray(lines.getBytes(ISO_8859_1)));
    }

    private static void holdOn(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
