package org.broadsheet.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.notify.testing.Events;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class NotifyRoleTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path data;

    private RunningRole role;

    @BeforeEach
    void start() throws Exception {
        role = new RunningRole(data, Map.of("webhooks.maxEndpoints", "5"));
    }

    @AfterEach
    void stop() throws Exception {
        role.close();
    }

    @Test
    void tellsAnEndpointThatTheApiMade() throws Exception {
        try (TestReceiver receiver = new TestReceiver()) {
            JsonNode added =
                    post("/api/v1/webhooks", "{\"url\":\"" + receiver.url() + "\",\"events\":[\"post.*\"]}", 201);

            role.log
                    .append(NewRecord.of(Events.post(Event.Type.POST_PUBLISHED, "first", 1)))
                    .join();
            role.log.append(NewRecord.of(Events.release(1, false))).join();
            await().until(() -> get("/api/v1/attempts", 200).path("items").size() == 1);

            TestReceiver.Received received = receiver.received().get(0);
            new Webhook(added.path("secret").asText()).verify(received.body(), received.headers());
            JsonNode attempt = get("/api/v1/attempts", 200).path("items").get(0);
            assertThat(attempt.path("site").asText()).isEqualTo("main");
            assertThat(attempt.path("endpoint").asText())
                    .isEqualTo(added.path("id").asText());
            assertThat(attempt.path("result").asText()).isEqualTo("DELIVERED");
            assertThat(get("/api/v1/deliveries", 200).path("items")).isEmpty();
        }
    }

    @Test
    void showsASecretOnce() throws Exception {
        JsonNode added =
                post("/api/v1/webhooks", "{\"url\":\"https://example.org/hook\",\"description\":\"mine\"}", 201);

        String id = added.path("id").asText();
        assertThat(added.path("secret").asText()).startsWith("whsec_");
        assertThat(added.path("site").asText()).isEqualTo("main");
        assertThat(get("/api/v1/webhooks/" + id, 200).has("secret")).isFalse();
        assertThat(get("/api/v1/webhooks", 200).path("items").get(0).has("secret"))
                .isFalse();
        List<String> records = new ArrayList<>();
        for (int p = 0; p < 2; p++) {
            role.log.read(
                    KafkaTopic.WEBHOOKS,
                    p,
                    0,
                    entry -> records.add(
                            new String(entry.value().orElseThrow(), java.nio.charset.StandardCharsets.UTF_8)));
        }
        assertThat(records)
                .singleElement()
                .asString()
                .doesNotContain(added.path("secret").asText().substring(6));
    }

    @Test
    void removesAnEndpoint() throws Exception {
        String id = post("/api/v1/webhooks", "{\"url\":\"https://example.org/hook\"}", 201)
                .path("id")
                .asText();

        HttpResponse<String> removed = send("DELETE", "/api/v1/webhooks/" + id, Optional.empty());

        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(get("/api/v1/webhooks/" + id, 404).path("detail").asText()).contains(id);
        assertThat(get("/api/v1/webhooks", 200).path("items")).isEmpty();
        assertThat(send("DELETE", "/api/v1/webhooks/x", Optional.empty()).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{} | 400 | url: is missing",
                "{\"url\":\"ftp://example.org/\"} | 400 | http or https",
                "{\"url\":\"/hook\"} | 400 | whole http or https URL",
                "{\"url\":\"https://u:p@example.org/\"} | 400 | signed instead",
                "{\"url\":\"https://example.org/#x\"} | 400 | never sent",
                "{\"url\":\"https://exa mple.org/\"} | 400 | is not a URL",
                "{\"url\":\"https:///x\"} | 400 | url:",
                "{\"url\":\"https://example.org:99999/\"} | 400 | url:",
                "{\"url\":\"http://169.254.169.254/latest\"} | 422 | not a public address",
                "{\"url\":\"https://example.org/\",\"events\":[\"post.publishd\"]} | 400 | did you mean post.published?",
                "{\"url\":\"https://example.org/\",\"events\":[\"commit\"]} | 400 | site.released",
                "{\"url\":\"https://example.org/\",\"events\":[null]} | 400 | events:",
                "{\"url\":\"https://example.org/\",\"event\":[\"post.*\"]} | 400 | unknown: event",
                "{\"url\":\"https://example.org/\",\"topics\":[\"\"]} | 400 | topics:",
                "{\"url\":\"https://example.org/\",\"site\":\"other\"} | 400 | no site other",
                "{\"url\":1 | 400 | the body",
                "[] | 400 | the body",
            })
    void refusesWhatIsNoEndpoint(String body, int status, String why) throws Exception {
        JsonNode problem = post("/api/v1/webhooks", body, status);

        assertThat(problem.path("detail").asText()).contains(why);
        assertThat(get("/api/v1/webhooks", 200).path("items")).isEmpty();
    }

    @Test
    void keepsToTheMostEndpointsAndListsThemPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            post("/api/v1/webhooks", "{\"url\":\"https://example.org/" + i + "\"}", 201);
        }

        JsonNode refused = post("/api/v1/webhooks", "{\"url\":\"https://example.org/6\"}", 409);
        List<String> ids = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get("/api/v1/webhooks?limit=2" + after, 200);
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(refused.path("detail").asText()).contains("5 endpoints");
        assertThat(ids).hasSize(5).doesNotHaveDuplicates().isSorted();
        assertThat(get("/api/v1/webhooks?site=other", 200).path("items")).isEmpty();
        assertThat(get("/api/v1/webhooks?limit=0", 400).path("detail").asText()).contains("limit");
    }

    @Test
    void listsAttemptsNewestFirstPageByPage() throws Exception {
        try (TestReceiver receiver = new TestReceiver()) {
            String id = post("/api/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}", 201)
                    .path("id")
                    .asText();
            for (int i = 0; i < 7; i++) {
                role.log
                        .append(NewRecord.of(Events.post(Event.Type.POST_UPDATED, "first", i)))
                        .join();
            }
            await().until(() -> get("/api/v1/attempts", 200).path("items").size() == 7);

            List<String> events = new ArrayList<>();
            String after = "";
            int pages = 0;
            do {
                JsonNode page = get("/api/v1/attempts?limit=3&endpoint=" + id + after, 200);
                page.path("items")
                        .forEach(item -> events.add(0, item.path("eventId").asText()));
                after = page.has("next") ? "&after=" + page.path("next").asText() : "";
                pages++;
            } while (!after.isEmpty());

            assertThat(pages).isEqualTo(3);
            assertThat(events).isEqualTo(receiver.ids()).doesNotHaveDuplicates();
            assertThat(get("/api/v1/attempts?endpoint=00000000-0000-4000-8000-000000000000", 200)
                            .path("items"))
                    .isEmpty();
            assertThat(get("/api/v1/attempts?endpoint=x", 400).path("detail").asText())
                    .contains("\"x\"");
            assertThat(get("/api/v1/attempts?after=x", 400).path("detail").asText())
                    .contains("\"x\"");
        }
    }

    @Test
    void showsADeliveryThatWaits() throws Exception {
        try (TestReceiver receiver = new TestReceiver()) {
            receiver.answer(503);
            post("/api/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}", 201);

            role.log
                    .append(NewRecord.of(Events.post(Event.Type.POST_PUBLISHED, "first", 1)))
                    .join();
            await().until(() -> get("/api/v1/deliveries", 200)
                            .path("items")
                            .path(0)
                            .path("attempts")
                            .asInt()
                    == 1);

            assertThat(get("/api/v1/deliveries", 200).path("items")).hasSize(1);
        }
    }

    @Test
    void answersForAnEndpointWithoutAttemptsPageByPageInALongLog() throws Exception {
        for (int i = 0; i < 21_000; i++) {
            Attempt attempt = new Attempt(
                    Events.SITE,
                    new EndpointId(new UUID(0, 1)),
                    new DeliveryId(0, i),
                    new UUID(1, i),
                    "post.published",
                    1,
                    Attempt.Result.DELIVERED,
                    Optional.of(200),
                    Optional.empty(),
                    Events.TIME,
                    1,
                    Optional.empty());
            role.log
                    .append(NewRecord.of(KafkaTopic.ATTEMPTS, attempt.endpoint() + "/" + attempt.delivery(), attempt))
                    .join();
        }
        String nobody = nobodyIn(role.log.partitionOf(KafkaTopic.ATTEMPTS, new UUID(0, 1).toString()));

        List<JsonNode> pages = pages("/api/v1/attempts?endpoint=" + nobody);

        assertThat(pages)
                .hasSize(3)
                .allSatisfy(page -> assertThat(page.path("items")).isEmpty());
    }

    /** The id of an endpoint that is not there, with its attempts in this partition. */
    private String nobodyIn(int partition) {
        return Stream.iterate(2, i -> i + 1)
                .map(i -> new UUID(0, i).toString())
                .filter(id -> role.log.partitionOf(KafkaTopic.ATTEMPTS, id) == partition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsWhatWaitsBehindManyThatWaitNoMore() throws Exception {
        for (int i = 0; i < 10_500; i++) {
            role.log
                    .append(NewRecord.tombstone(KafkaTopic.DELIVERIES, new UUID(0, 1) + "/0-" + i))
                    .join();
        }
        try (TestReceiver receiver = new TestReceiver()) {
            receiver.answer(503);
            post("/api/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}", 201);
            role.log
                    .append(NewRecord.of(Events.post(Event.Type.POST_PUBLISHED, "first", 1)))
                    .join();
            await().until(() -> get("/api/v1/attempts", 200).path("items").size() == 1);

            List<JsonNode> pages = pages("/api/v1/deliveries?limit=10");

            assertThat(pages).hasSize(2);
            assertThat(pages.get(0).path("items")).isEmpty();
            assertThat(pages.get(1).path("items")).hasSize(1);
            assertThat(role.log.onVirtualThreads())
                    .as("read on threads that readers need")
                    .doesNotContain(KafkaTopic.DELIVERIES, KafkaTopic.ATTEMPTS);
        }
    }

    private List<JsonNode> pages(String path) throws Exception {
        List<JsonNode> pages = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get(path + after, 200);
            pages.add(page);
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        return pages;
    }

    @Test
    void showsSinceWhenAnEndpointIsGone() throws Exception {
        try (TestReceiver receiver = new TestReceiver()) {
            receiver.answer(410);
            String added = "/api/v1/webhooks/"
                    + post("/api/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}", 201)
                            .path("id")
                            .asText();
            boolean before = get(added, 200).has("goneAt");

            role.log
                    .append(NewRecord.of(Events.post(Event.Type.POST_PUBLISHED, "first", 1)))
                    .join();
            await().until(() -> get(added, 200).has("goneAt"));

            assertThat(before).isFalse();
            assertThat(get("/api/v1/webhooks", 200).path("items").get(0).has("goneAt"))
                    .isTrue();
            assertThat(send("DELETE", added, Optional.empty()).statusCode()).isEqualTo(204);
            get(added, 404);
        }
    }

    @Test
    void writesFeeds() throws Exception {
        role.posts.settings("http://localhost:8080");
        role.posts.publish("a", Events.TIME, "<p>a</p>", Optional.empty());
        role.posts.release(1);

        await().until(() -> role.site.info(new ObjectKey("feed.json")).isPresent());

        assertThat(role.site
                        .info(new ObjectKey("feed.xml"))
                        .orElseThrow()
                        .type()
                        .mediaType())
                .isEqualTo("application/rss+xml");
    }

    private JsonNode post(String path, String body, int status) throws Exception {
        HttpResponse<String> response = send("POST", path, Optional.of(body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.MAPPER.readTree(response.body());
    }

    private JsonNode get(String path, int status) throws Exception {
        HttpResponse<String> response = send("GET", path, Optional.empty());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.MAPPER.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, Optional<String> body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(role.server() + path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.map(HttpRequest.BodyPublishers::ofString)
                                        .orElseGet(HttpRequest.BodyPublishers::noBody))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
