package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk restored in part: of some topics an older folder, of all else the present. One history, stopped after its first and its
 * second push; each test goes on from there with the third.
 */
@Timeout(600)
class RestoreIT {
    private static final String BASE_URL = "http://localhost:8080";

    @TempDir
    static Path folder;

    private static TestReceiver receiver;
    private static GitCommandLine author;
    private static Path older;
    private static Path present;
    /** What the site store holds when nothing was lost. */
    private static Map<String, String> expected;

    private static int runs;

    @BeforeAll
    static void twoPushes() throws Exception {
        receiver = new TestReceiver();
        author = GitCommandLine.init(folder.resolve("author"));
        Path run = Files.createDirectories(folder.resolve("run"));
        older = folder.resolve("older");
        present = run.resolve("broadsheet-data");

        post("one", 1);
        post("two", 1);
        post("still", 1);
        author.commit("First");
        try (Program program = up(run)) {
            HttpResponse<String> added = program.post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\"}");
            assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
            String secret = Program.json(added).path("secret").asText();
            receiver.check(one -> new Webhook(secret).verify(one.body(), one.headers()));
            program.push(author);
            awaitDelivered(program, 4);
        }
        copy(present.resolve("kafka/log"), older);

        post("one", 2);
        post("three", 2);
        author.delete("_posts/two.md");
        author.commit("Second");
        try (Program program = up(run)) {
            program.push(author);
            awaitDelivered(program, 8);
        }

        post("one", 3);
        post("four", 3);
        author.commit("Third");
        Path reference = Files.createDirectories(folder.resolve("reference"));
        copy(present, reference.resolve("broadsheet-data"));
        try (Program program = up(reference)) {
            program.push(author);
            awaitDelivered(program, 11);
        }
        expected = new TreeMap<>(SiteFolder.digests(reference.resolve("broadsheet-data/site")));
    }

    @AfterAll
    static void close() throws Exception {
        receiver.close();
    }

    /** With {@code -Dbroadsheet.chaos.rounds} each topic alone, and more of their pairs. */
    private static List<String> older() {
        List<String> all = new ArrayList<>(List.of(
                "broadsheet.2.content",
                "broadsheet.2.readable",
                "broadsheet.events",
                "broadsheet.deliveries",
                "broadsheet.signals broadsheet.commits broadsheet.problems broadsheet.webhooks broadsheet.attempts",
                "broadsheet.2.content broadsheet.2.readable",
                "broadsheet.2.readable broadsheet.events",
                "broadsheet.2.content __consumer_offsets"));
        if (System.getProperty("broadsheet.chaos.rounds") != null) {
            all.addAll(List.of(
                    "broadsheet.signals",
                    "broadsheet.commits",
                    "broadsheet.problems",
                    "broadsheet.webhooks",
                    "broadsheet.attempts",
                    "__consumer_offsets",
                    "broadsheet.2.content broadsheet.events",
                    "broadsheet.events broadsheet.deliveries",
                    "broadsheet.2.readable __consumer_offsets"));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("older")
    void goesOnWithAnOlder(String topics) throws Exception {
        Path run = Files.createDirectories(folder.resolve("run-" + runs++));
        copy(present, run.resolve("broadsheet-data"));
        for (String topic : topics.split(" ")) {
            Path log = run.resolve("broadsheet-data/kafka/log").resolve(topic + "-0");
            delete(log);
            copy(older.resolve(topic + "-0"), log);
        }
        int before = receiver.received().size();

        try (Program program = up(run)) {
            try {
                assertThat(program.get("/posts/three").statusCode())
                        .as("what was readable stays so")
                        .isEqualTo(200);
                program.push(author);

                assertThat(program.get("/posts/one").body()).contains("Version 3 of one");
                assertThat(program.get("/posts/three").body()).contains("Version 2 of three");
                assertThat(program.get("/posts/four").statusCode()).isEqualTo(200);
                assertThat(program.get("/posts/two").statusCode()).isEqualTo(410);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(told(before)).contains("post.published four"));
                awaitNoDelivery(program);
                assertThat(told(before)).contains("post.updated one", "site.released ");
                if (!topics.contains("events") && !topics.contains("deliveries") && !topics.contains("__")) {
                    assertThat(told(before))
                            .as("nobody is told again of what they were told")
                            .containsExactlyInAnyOrder("post.published four", "post.updated one", "site.released ");
                }
                assertThat(receiver.refused()).isEmpty();
                for (String topic : topics.split(" ")) {
                    if (topic.matches("broadsheet\\.(2\\.)?(content|readable|events|deliveries)")
                            && !topics.contains("__")) {
                        assertThat(program.get("/api/v1/problems").body()).contains(topic + "/0");
                    }
                }
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(
                                () -> assertThat(program.get("/health/ready").statusCode())
                                        .isEqualTo(200));
            } catch (AssertionError e) {
                throw new AssertionError(topics + "\n" + String.join("\n", program.lines()), e);
            }
        }

        assertThat(new TreeMap<>(SiteFolder.digests(run.resolve("broadsheet-data/site"))))
                .isEqualTo(expected);
    }

    private static List<String> told(int from) {
        List<String> told = new ArrayList<>();
        for (TestReceiver.Received one :
                receiver.received().subList(from, receiver.received().size())) {
            JsonNode body = Json.read(one.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            String url = body.path("data").path("url").asText();
            told.add(body.path("type").asText() + " "
                    + url.substring(url.indexOf("/posts/") < 0 ? url.length() : url.lastIndexOf('/') + 1));
        }
        return told;
    }

    private static Program up(Path run) throws IOException {
        return Program.up(run, Program.freePort(), List.of("-Dbroadsheet.log=INFO"), "--base-url", BASE_URL);
    }

    private static void post(String slug, int version) throws IOException {
        author.write("_posts/" + slug + ".md", """
                ---
                title: Post %s
                date: 2025-12-01
                topic: [common]
                ---

                Version %d of %s.
                """.formatted(slug, version, slug));
    }

    private static void awaitDelivered(Program program, int all) {
        await().atMost(Duration.ofMinutes(1)).until(() -> receiver.received().size() >= all);
        awaitNoDelivery(program);
    }

    private static void awaitNoDelivery(Program program) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Program.json(program.get("/api/v1/deliveries"))
                        .path("items")
                        .isEmpty());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, java.io.IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
