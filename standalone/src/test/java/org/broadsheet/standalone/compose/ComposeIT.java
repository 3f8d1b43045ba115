package org.broadsheet.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.ContainerEngine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Published;
import org.broadsheet.standalone.testing.Samples;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docker-compose.yml} as it is, on free ports and with more patience: Kafka, one container per role, and a receiver beside
 * them.
 */
@EnabledIf(
        value = "org.broadsheet.standalone.testing.ContainerEngine#answers",
        disabledReason = "no container engine answers")
class ComposeIT {
    private static List<String> compose = List.of();

    @BeforeAll
    static void findCompose() throws Exception {
        compose = ContainerEngine.succeeds("docker", "compose", "version")
                ? List.of("docker", "compose")
                : List.of("docker-compose");
        Assumptions.assumeTrue(run(with("version"), Map.of()).exitCode() == 0, "no docker compose is installed");
    }

    @Test
    void theMainJobThroughFourContainers(@TempDir Path folder) throws Exception {
        String token = UUID.randomUUID().toString();
        int sitePort = Program.freePort();
        int gitPort = Program.freePort();
        int webhooksPort = Program.freePort();
        int receiverPort = Program.freePort();
        String baseUrl = "http://localhost:" + sitePort;
        String tag = "test-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> environment = new HashMap<>(Map.of(
                "BROADSHEET_TOKEN", token,
                "BROADSHEET_SITE_PORT", Integer.toString(sitePort),
                "BROADSHEET_GIT_PORT", Integer.toString(gitPort),
                "BROADSHEET_WEBHOOKS_PORT", Integer.toString(webhooksPort),
                "BROADSHEET_BASE_URL", baseUrl,
                "BROADSHEET_WEBHOOKS_ALLOW", "receiver",
                "BROADSHEET_DIST", Program.libraries().getParent().toString(),
                "BROADSHEET_TAG", tag,
                "RECEIVER_PORT", Integer.toString(receiverPort),
                "RECEIVER_CLASSES",
                        Path.of("target/test-classes").toAbsolutePath().toString()));
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<String> files = List.of(
                "-p",
                "broadsheet-" + UUID.randomUUID().toString().substring(0, 8),
                "-f",
                root.resolve("docker-compose.yml").toString(),
                "-f",
                Path.of("src/test/resources/compose/receiver.yml")
                        .toAbsolutePath()
                        .toString(),
                "--project-directory",
                root.toString());
        List<String> up = new ArrayList<>(files);
        up.addAll(List.of("up", "-d", "--build"));
        try {
            Ran started = run(with(up), environment);
            assertThat(started.exitCode()).as(started.output()).isZero();
            assertHasItsCache(tag);
            Subscriber outside = new Subscriber(Optional.of(token));
            awaitReady(
                    outside,
                    "http://localhost:" + gitPort,
                    "http://localhost:" + sitePort,
                    "http://localhost:" + webhooksPort);

            walk(folder, outside, token, gitPort, sitePort, webhooksPort, receiverPort, baseUrl);
        } catch (Throwable failure) {
            List<String> logs = new ArrayList<>(files);
            logs.addAll(List.of("logs", "--no-color", "--tail", "200"));
            System.out.println(run(with(logs), environment).output());
            throw failure;
        } finally {
            List<String> down = new ArrayList<>(files);
            down.addAll(List.of("down", "--volumes", "--timeout", "5"));
            run(with(down), environment);
            run(List.of("docker", "rmi", "broadsheet:" + tag), environment);
        }
    }

    /** No container trains for itself. */
    private static void assertHasItsCache(String tag) throws Exception {
        String look = "ls /opt/broadsheet/lib/started-*.aot && test \"$BROADSHEET_PREPARE\" = no";
        Ran seen =
                run(List.of("docker", "run", "--rm", "--entrypoint", "sh", "broadsheet:" + tag, "-c", look), Map.of());
        assertThat(seen.exitCode()).as(seen.output()).isZero();
    }

    private static void walk(
            Path folder,
            Subscriber outside,
            String token,
            int gitPort,
            int sitePort,
            int webhooksPort,
            int receiverPort,
            String baseUrl)
            throws Exception {
        Subscriber stranger = new Subscriber(Optional.empty());
        String webhooks = "http://localhost:" + webhooksPort + "/api/v1/webhooks";
        assertThat(stranger.get(webhooks).statusCode()).isEqualTo(401);
        HttpResponse<String> added = outside.post(webhooks, "{\"url\": \"http://receiver:9000/hook\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String secret = Json.read(added.body().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .path("secret")
                .asText();
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        Samples.copyTo(author.folder());
        author.at(Samples.WRITTEN, "+0000").commit("Add the posts");

        assertThat(author.run("push", "http://localhost:" + gitPort + "/git/content.git", "main")
                        .exitCode())
                .isNotZero();
        GitCommandLine.Result pushed =
                author.run("push", "http://author:" + token + "@localhost:" + gitPort + "/git/content.git", "main");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(pushed.remoteLines()).last().asString().startsWith("success: ");
        Published.check(stranger, "http://localhost:" + sitePort, baseUrl, author.folder(), pushed.remoteLines());
        int posts = Samples.slugs(author.folder()).size();
        List<String> types = new ArrayList<>();
        Awaitility.await().untilAsserted(() -> {
            types.clear();
            for (String line : stranger.get("http://localhost:" + receiverPort + "/received")
                    .body()
                    .lines()
                    .toList()) {
                types.add(verifiedType(line, secret));
            }
            assertThat(types).filteredOn(type -> type.equals("post.published")).hasSize(posts);
            assertThat(types).filteredOn(type -> type.equals("site.released")).hasSize(1);
        });
    }

    /** The event's type, after another's library has verified id, time, signature and body. */
    private static String verifiedType(String line, String secret) throws Exception {
        String[] parts = line.split(" ");
        String signature = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
        String body = new String(Base64.getDecoder().decode(parts[3]), StandardCharsets.UTF_8);
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(parts[0]),
                        "webhook-timestamp", List.of(parts[1]),
                        "webhook-signature", List.of(signature)),
                (a, b) -> true);
        new Webhook(secret).verify(body, headers);
        return Json.read(body.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .path("type")
                .asText();
    }

    private static void awaitReady(Subscriber outside, String... processes) {
        for (String process : processes) {
            Awaitility.await(process)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptions()
                    .until(() -> outside.get(process + "/health/ready").statusCode() == 200);
        }
    }

    private record Ran(int exitCode, String output) {}

    private static List<String> with(String argument) {
        return with(List.of(argument));
    }

    private static List<String> with(List<String> arguments) {
        List<String> command = new ArrayList<>(compose);
        command.addAll(arguments);
        return command;
    }

    private static Ran run(List<String> command, Map<String, String> environment) throws InterruptedException {
        try {
            Path output = Files.createTempFile("compose", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String text = Files.readString(output);
            Files.delete(output);
            return new Ran(ended ? process.exitValue() : -1, text);
        } catch (IOException e) {
            return new Ran(-1, e.toString());
        }
    }
}
