package org.broadsheet.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.GitForge;
import org.broadsheet.common.testing.TestCertificate;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with its content at a forge, by https with a certificate of its own: what goes live, by what, and what becomes of it when the forge does not answer. */
class RemotesIT {
    private static final String TOKEN = "t0ken-of-the-forge";
    private static final String SECRET = "s3cret-of-the-hook";
    private static final String CALL = "{\"ref\":\"refs/heads/main\"}";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TestCertificate certificate;
    private GitForge forge;
    private GitCommandLine author;
    private Program program;
    private final StringBuilder said = new StringBuilder();

    @BeforeEach
    void begin() throws IOException {
        certificate = TestCertificate.in(folder.resolve("tls"));
        forge = new GitForge(folder.resolve("forge"), TOKEN, Optional.of(certificate.server()));
        author = GitCommandLine.init(folder.resolve("author"));
    }

    @AfterEach
    void end() {
        if (program != null) {
            program.close();
        }
        forge.close();
    }

    private void start(Map<String, String> settings) throws IOException {
        int port = Program.freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "BROADSHEET_CONTENT",
                forge.url(),
                "BROADSHEET_GIT_TOKEN",
                TOKEN,
                "BROADSHEET_REMOTES_AUTHORITIES",
                certificate.pem().toString(),
                "BROADSHEET_HOOK_SECRET",
                SECRET,
                "BROADSHEET_REMOTES_PAUSE",
                "500ms"));
        environment.putAll(settings);
        program = Program.launch(folder, port, List.of(), environment, "up", "--port", Integer.toString(port));
        program.awaitReady(Duration.ofMinutes(3));
    }

    private CommitId publish(String name, String... options) {
        author.write("_posts/" + name + ".md", "# " + name + "\n\nOf " + name + ".\n");
        return push(name, options);
    }

    private CommitId push(String message, String... options) {
        CommitId commit = author.commit(message);
        author.git(Stream.concat(
                        Stream.of("push", "--quiet"),
                        Stream.concat(Stream.of(options), Stream.of(forge.path(), "main")))
                .toArray(String[]::new));
        return commit;
    }

    /** As the one line of a forge's action asks. */
    private HttpResponse<String> check(CommitId commit, int seconds) {
        return heard(program.get("/api/v1/commits/" + commit + "?wait=" + seconds));
    }

    private HttpResponse<String> heard(HttpResponse<String> response) {
        said.append(response.headers().map()).append(response.body()).append('\n');
        return response;
    }

    private int status(String path) {
        return heard(program.get(path)).statusCode();
    }

    private int call(String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(CALL.getBytes(UTF_8)));
        return heard(program.post("/hooks/git", CALL, "X-Hub-Signature-256", signature))
                .statusCode();
    }

    private void awaitProblem(String text) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(heard(program.get("/api/v1/problems")).body())
                                .contains(text));
    }

    private void awaitNoProblem() {
        await().atMost(SOON).until(() -> problems() == 0);
    }

    private int problems() {
        JsonNode status = Program.json(heard(program.get("/api/v1/status")));
        return status.path("items").path(0).path("problems").asInt();
    }

    @Test
    void publishesWhatIsPushedElsewhere() throws Exception {
        start(Map.of());
        assertThat(program.awaitLine("content", SOON)).contains(forge.url());
        assertThat(status("/")).as("the remote is empty").isEqualTo(200);

        // Nobody calls: who waits for the commit has it looked for.
        CommitId first = publish("first");
        assertThat(check(first, 60).statusCode()).isEqualTo(200);
        assertThat(status("/posts/first")).isEqualTo(200);

        // The forge calls.
        CommitId second = publish("second");
        assertThat(call("somebody else's")).isEqualTo(401);
        int fetches = forge.fetches();
        assertThat(call(SECRET)).isEqualTo(202);
        await().atMost(SOON).until(() -> status("/posts/second") == 200);
        int asked = forge.asked();
        for (int i = 0; i < 50; i++) {
            assertThat(call(SECRET)).as("again").isEqualTo(202);
        }
        assertThat(check(second, 60).statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> forge.asked() > asked);
        assertThat(forge.fetches()).isEqualTo(fetches + 1);

        // History is rewritten, and the branch goes and comes again.
        author.git("reset", "--quiet", "--hard", "HEAD~1");
        CommitId other = publish("other", "--force");
        assertThat(check(other, 60).statusCode()).isEqualTo(200);
        assertThat(status("/posts/second")).isEqualTo(404);
        forge.repository().git("update-ref", "-d", "refs/heads/main");
        call(SECRET);
        awaitProblem("names no branch that is there");
        assertThat(status("/posts/other")).isEqualTo(200);
        assertThat(check(publish("again"), 60).statusCode()).isEqualTo(200);
        awaitNoProblem();

        // The forge hangs: the site stays, and the program ends.
        forge.hangs();
        int before = forge.asked();
        call(SECRET);
        await().atMost(SOON).until(() -> forge.asked() > before);
        assertThat(status("/posts/again")).isEqualTo(200);
        long stopping = System.nanoTime();
        assertThat(program.stop()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(5));
        assertThat(String.join("\n", program.lines())).doesNotContain("Exception");
        said.append(program.lines());

        // It fails while the program starts, sends elsewhere, and comes back.
        forge.fails(500);
        start(Map.of("BROADSHEET_LIMITS_PACK", "64KiB"));
        assertThat(status("/posts/again")).isEqualTo(200);
        awaitProblem(forge.url() + " cannot be fetched: HTTP 500");
        assertThat(problems()).isEqualTo(1);
        try (GitForge stranger = new GitForge(folder.resolve("stranger"), "")) {
            forge.redirects(stranger.url("localhost").replace("/blog.git", ""));
            call(SECRET);
            awaitProblem("it sends us to http://localhost:");
            assertThat(stranger.asked()).isZero();
        }
        CommitId away = publish("away");
        forge.recovers();
        assertThat(check(away, 60).statusCode()).isEqualTo(200);
        awaitNoProblem();

        // More than a push may bring.
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        author.write("public/noise.bin", noise);
        CommitId large = push("Too large");
        assertThat(check(large, 60).statusCode()).isEqualTo(422);
        awaitProblem("what was sent is larger than the 65,536 bytes that are allowed");
        assertThat(status("/posts/away")).isEqualTo(200);
        assertThat(status("/noise.bin")).isEqualTo(404);

        said.append(program.lines());
        program.close();
        String encoded = Base64.getEncoder().encodeToString(("x-access-token:" + TOKEN).getBytes(UTF_8));
        assertThat(said.toString()).doesNotContain(TOKEN, SECRET, encoded);
        try (Stream<Path> files = Files.walk(folder.resolve("broadsheet-data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(TOKEN, SECRET, encoded);
            }
        }
    }
}
