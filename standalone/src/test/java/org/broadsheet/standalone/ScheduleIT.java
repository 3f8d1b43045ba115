package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A post that is to come and one that is to go, over the death of the process in between. */
class ScheduleIT {
    /** A push, and another start, fit into it. */
    private static final int AHEAD = 8;

    private final Subscriber reader = new Subscriber(Optional.empty());

    private int status(Program program, String path) throws Exception {
        return reader.get(program.url(path)).statusCode();
    }

    private static JsonNode event(TestReceiver.Received received) {
        return Json.read(received.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    /** Nothing of it is anywhere that a reader comes to. */
    private void isNowhere(Program program) throws Exception {
        assertThat(status(program, "/posts/launch")).isEqualTo(404);
        for (String path : List.of("/", "/archive", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap-posts.xml")) {
            assertThat(reader.get(program.url(path)).body())
                    .as(path)
                    .contains("brief")
                    .doesNotContain("aunch");
        }
        assertThat(program.get("/api/v1/posts", "X-Forwarded-For", "192.0.2.1").statusCode())
                .isEqualTo(401);
    }

    @Test
    void comesAndGoesAtItsInstant(@TempDir Path folder) throws Exception {
        int port = Program.freePort();
        try (TestReceiver receiver = new TestReceiver()) {
            Instant due;
            try (Program program = Program.up(folder, port, List.of())) {
                reader.post(
                        program.url("/api/v1/webhooks"),
                        "{\"url\": \"" + receiver.url() + "\", \"events\": [\"post.*\"]}");
                GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
                due = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(AHEAD);
                author.write("_posts/launch.md", "---\ntitle: The launch\ndate: " + due + "\n---\nAt last.\n");
                author.write("_posts/brief.md", "---\nexpires: " + due + "\n---\n# In brief\n");
                author.commit("Soon");

                List<String> said = author.run("push", program.url("/git/content.git"), "main")
                        .remoteLines();

                assertThat(said)
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("scheduled       " + program.url("/posts/launch") + "  ")
                                .endsWith(" UTC"));
                assertThat(said).last().asString().startsWith("success: 1 live, 1 scheduled in ");
                assertThat(reader.json(program.url("/api/v1/status"))
                                .at("/items/0/scheduled")
                                .asInt())
                        .isEqualTo(1);
                isNowhere(program);
                program.kill();
            }
            try (Program program = Program.up(folder, port, List.of())) {
                if (Instant.now().isBefore(due.minusSeconds(1))) {
                    isNowhere(program);
                    assertThat(status(program, "/posts/brief")).isEqualTo(200);
                }

                Awaitility.await()
                        .untilAsserted(() ->
                                assertThat(status(program, "/posts/launch")).isEqualTo(200));

                assertThat(Instant.now()).isAfterOrEqualTo(due);
                Awaitility.await().untilAsserted(() -> {
                    assertThat(reader.json(program.url("/api/v1/posts")).findValuesAsText("state"))
                            .containsExactly("live");
                    assertThat(status(program, "/posts/brief")).isEqualTo(410);
                    assertThat(reader.get(program.url("/feed.xml")).body())
                            .contains("The launch")
                            .doesNotContain("In brief");
                    assertThat(once(receiver)).hasSize(4);
                });
                assertThat(once(receiver))
                        .extracting(received -> event(received).path("type").asText())
                        .containsExactlyInAnyOrder(
                                "post.scheduled", "post.published", "post.published", "post.unpublished");
                assertThat(once(receiver))
                        .filteredOn(received ->
                                event(received).path("type").asText().equals("post.scheduled"))
                        .allSatisfy(received -> assertThat(
                                        event(received).at("/data/due").asText())
                                .isEqualTo(due.toString()));
                assertThat(once(receiver))
                        .filteredOn(received ->
                                event(received).path("type").asText().equals("post.unpublished"))
                        .allSatisfy(received -> assertThat(
                                        event(received).at("/data/reason").asText())
                                .isEqualTo("expired"));
            }
        }
    }

    /** A process that was killed may send again what it had sent, under the same id. */
    private static List<TestReceiver.Received> once(TestReceiver receiver) {
        Map<String, TestReceiver.Received> byId = new LinkedHashMap<>();
        receiver.received().forEach(received -> byId.putIfAbsent(received.id(), received));
        return List.copyOf(byId.values());
    }
}
