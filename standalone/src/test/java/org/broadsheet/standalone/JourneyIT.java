package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.broadsheet.common.fixtures.FixtureSite;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.OpenedLog;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keeps docs/a-posts-journey.md true: publishes the post it follows, and compares what the program wrote with the blocks that stand there
 * between {@code <!-- name -->} and {@code <!-- /name -->}. {@code -Dbroadsheet.journey.write=true} writes them anew.
 */
class JourneyIT {
    private static final Path PAGE = Path.of("..", "docs", "a-posts-journey.md");
    private static final String POST = "_posts/the-compost-wars.md";

    /** What differs from run to run: the clock, chance, and how long things took. */
    private static final Set<String> VARYING = Set.of(
            "at",
            "startedAt",
            "millis",
            "announcedAt",
            "createdAt",
            "dueAt",
            "endpoint",
            "program",
            "view",
            "article",
            "articles");

    private static final ObjectWriter PRETTY = Json.MAPPER.writerWithDefaultPrettyPrinter();

    @Test
    void thePageShowsWhatTheProgramWrites(@TempDir Path folder) throws Exception {
        Map<String, String> blocks = publish(folder);

        String page = Files.readString(PAGE);
        String renewed = page;
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            renewed = withBlock(renewed, block.getKey(), block.getValue());
        }
        if (Boolean.getBoolean("broadsheet.journey.write")) {
            Files.writeString(PAGE, renewed);
        }
        assertThat(page)
                .as("run once with -Dbroadsheet.journey.write=true, and read what changed")
                .isEqualTo(renewed);
    }

    /** Types and their members, such as {@code PostId.born}; {@code ReceivePack} is JGit's. */
    @Test
    void thePageNamesWhatThereIs() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : files.filter(
                            f -> f.toString().contains("/src/") && f.toString().endsWith(".java"))
                    .toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }

        Matcher names = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([A-Za-z]+))?`").matcher(Files.readString(PAGE));

        while (names.find()) {
            String type = names.group(1);
            if (type.equals("ReceivePack")) {
                continue;
            }
            assertThat(sources).containsKey(type);
            if (names.group(2) != null) {
                assertThat(sources.get(type)).containsPattern("\\b" + names.group(2) + "\\(");
            }
        }
    }

    private static Map<String, String> publish(Path folder) throws Exception {
        Map<String, String> blocks = new LinkedHashMap<>();
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        FixtureSite.copyTo(author.folder());
        Path source = author.folder().resolve(POST);
        String text = Files.readString(source);
        Files.delete(source);
        author.at(Samples.WRITTEN, "+0000").commit("Begin");
        String commit;
        try (TestReceiver receiver = new TestReceiver();
                Program program =
                        Program.up(folder, Program.freePort(), List.of(), "--base-url", "http://localhost:8080")) {
            author.run("push", program.url("/git/content.git"), "main");
            HttpResponse<String> added = program.post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\"}");
            assertThat(added.statusCode()).isEqualTo(201);
            author.write(POST, text);
            commit = author.commit("Report on the compost wars").value();
            blocks.put(
                    "commit",
                    author.git("show", "--stat", "--format=%H%n%an, %aI%n%n    %s", "HEAD")
                            .strip());
            GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "main");
            blocks.put("push", String.join("\n", pushed.remoteLines()).replaceAll("[0-9]+\\.[0-9]{2} s", "0.09 s"));
            Awaitility.await().until(() -> receiver.received().size() == 2);
            blocks.put("page", head(program.get("/posts/the-compost-wars").body()));
            blocks.put("item", item(program.get("/feed.xml").body()));
            blocks.put(
                    "webhook",
                    webhook(receiver.received().stream()
                            .filter(delivery -> delivery.type().equals("post.published"))
                            .findFirst()
                            .orElseThrow()));
            Awaitility.await()
                    .until(() -> program.get("/api/v1/deliveries").body().contains("\"items\":[]"));
            program.stop();
        }
        try (OpenedLog log = OpenedLog.of(folder.resolve("broadsheet-data"))) {
            Predicate<String> ofTheCommit = value -> value.contains(commit);
            blocks.put("signal", show(log, KafkaTopic.SIGNALS, "", ofTheCommit));
            blocks.put("content", show(log, KafkaTopic.CONTENT, "main/post/", ofTheCommit));
            blocks.put("cursor", show(log, KafkaTopic.CONTENT, "main/cursor", ofTheCommit));
            blocks.put("readable", show(log, KafkaTopic.READABLE, "main/post/", ofTheCommit));
            blocks.put("release", show(log, KafkaTopic.READABLE, "main/release", ofTheCommit));
            blocks.put("event", show(log, KafkaTopic.EVENTS, "", ofTheCommit));
            blocks.put("delivery", show(log, KafkaTopic.DELIVERIES, "", value -> true));
            blocks.put("attempt", show(log, KafkaTopic.ATTEMPTS, "", value -> value.contains("post.published")));
        }
        return blocks;
    }

    /** The first record whose key begins so and whose value fits, as key, headers and value. */
    private static String show(OpenedLog log, KafkaTopic topic, String key, Predicate<String> fits) {
        List<LogRecord> found = new ArrayList<>();
        log.log().read(topic, 0, 0, record -> {
            if (record.key().startsWith(key)
                    && record.value()
                            .map(value -> new String(value, StandardCharsets.UTF_8))
                            .filter(fits)
                            .isPresent()) {
                found.add(record);
            }
        });
        assertThat(found).as(topic + " " + key).isNotEmpty();
        LogRecord record = found.get(0);
        StringBuilder out =
                new StringBuilder(topic.kafkaName()).append("  ").append(withoutChance(record.key(), topic));
        record.headers()
                .forEach((name, value) ->
                        out.append('\n').append(name).append(": ").append(value));
        JsonNode value = Json.read(record.value().orElseThrow(), JsonNode.class);
        steady(value);
        try {
            return out.append('\n').append(PRETTY.writeValueAsString(value)).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String withoutChance(String key, KafkaTopic topic) {
        return topic == KafkaTopic.DELIVERIES || topic == KafkaTopic.ATTEMPTS
                ? key.replaceAll("[0-9a-f-]{36}", "…")
                : key;
    }

    /** Puts … in the place of what varies, and cuts long texts. */
    private static void steady(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                if (VARYING.contains(name)) {
                    object.put(name, "…");
                } else if (value.isTextual() && value.textValue().length() > 160) {
                    object.put(name, value.textValue().substring(0, 150) + " …");
                } else {
                    steady(value);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(JourneyIT::steady);
        }
    }

    /** What it is called, and how its article begins. */
    private static String head(String html) {
        return firstLines(html.substring(html.indexOf("<title>")), 3) + "\n…\n"
                + firstLines(html.substring(html.indexOf("<article")), 6);
    }

    private static String firstLines(String text, int lines) {
        return String.join(
                "\n",
                text.lines()
                        .filter(line -> !line.isBlank())
                        .limit(lines)
                        .map(line -> line.length() > 160 ? line.substring(0, 150) + " …" : line)
                        .toList());
    }

    private static String item(String feed) {
        int begin = feed.lastIndexOf("<item>", feed.indexOf("<title>The compost wars"));
        String item = feed.substring(begin, feed.indexOf("</item>", begin) + "</item>".length());
        int content = item.indexOf("<content:encoded>");
        int end = item.indexOf("</content:encoded>");
        return item.substring(0, Math.min(content + 160, end)) + " …" + item.substring(end);
    }

    private static String webhook(TestReceiver.Received received) {
        HttpHeaders headers = received.headers();
        StringBuilder out = new StringBuilder("POST /hook\n");
        for (String name :
                List.of("Content-Type", "User-Agent", "webhook-id", "webhook-timestamp", "webhook-signature")) {
            String value = headers.firstValue(name).orElse("(none)");
            if (name.equals("webhook-timestamp")) {
                value = "…";
            } else if (name.equals("webhook-signature")) {
                value = value.substring(0, 3) + "…";
            }
            out.append(name.toLowerCase(Locale.ROOT)).append(": ").append(value).append('\n');
        }
        try {
            JsonNode body = Json.read(received.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            return out.append('\n').append(PRETTY.writeValueAsString(body)).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String withBlock(String page, String name, String content) {
        String begin = "<!-- " + name + " -->";
        String end = "<!-- /" + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        assertThat(from).as("the page has " + begin).isNotNegative();
        assertThat(to).as("the page has " + end).isGreaterThan(from);
        return page.substring(0, from + begin.length()) + "\n```\n" + content + "\n```\n" + page.substring(to);
    }
}
