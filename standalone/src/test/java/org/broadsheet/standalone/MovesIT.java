package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rometools.rome.feed.synd.SyndEntry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the real git renames: their posts go on, and readers, feed readers and receivers find them. */
class MovesIT {
    private final Subscriber reader = new Subscriber(Optional.empty());

    private static String text(String title, int edited) {
        StringBuilder text = new StringBuilder("---\ntitle: " + title + "\n---\n\n");
        for (int i = 0; i < 20; i++) {
            text.append(i < edited ? "An edited line " : "Line ")
                    .append(i)
                    .append(" of ")
                    .append(title)
                    .append("\n\n");
        }
        return text.toString();
    }

    private void leads(Program program, String from, String to) throws Exception {
        HttpResponse<String> there = reader.get(program.url(from));
        assertThat(there.statusCode()).as(from).isEqualTo(308);
        assertThat(there.headers().firstValue("Location")).contains(to);
        assertThat(there.headers().firstValue("Cache-Control")).contains("no-cache");
    }

    private List<String> guids(Program program) throws Exception {
        return reader.feed(program.url("/feed.xml")).getEntries().stream()
                .map(SyndEntry::getUri)
                .sorted()
                .toList();
    }

    @Test
    void everyUrlThatAPostHadLeadsToItInOneStep(@TempDir Path folder) throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                Program program = Program.up(folder, Program.freePort(), List.of())) {
            String git = program.url("/git/content.git");
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("_posts/epics.md", text("Epics", 0));
            author.write("_posts/other.md", text("Other", 0) + "See [it](epics) or [there](/posts/epics#top).\n");
            author.commit("Begin");
            author.run("push", git, "main");
            List<String> guids = guids(program);
            reader.post(
                    program.url("/api/v1/webhooks"), "{\"url\": \"" + receiver.url() + "\", \"events\": [\"post.*\"]}");

            author.git("mv", "_posts/epics.md", "_posts/stories.md");
            author.write("_posts/stories.md", text("Epics", 4));
            author.commit("Rename and edit");
            GitCommandLine.Result moved = author.run("push", git, "main");

            assertThat(moved.remoteLines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("live in ")
                            .endsWith(program.url("/posts/stories") + "  (moved; /posts/epics leads here)"))
                    .noneMatch(line -> line.startsWith("gone in "));
            assertThat(moved.remoteLines()).last().asString().startsWith("success: 1 live in ");
            leads(program, "/posts/epics", "/posts/stories");
            assertThat(reader.get(program.url("/posts/other")).body())
                    .contains("href=\"/posts/stories\"")
                    .contains("href=\"/posts/stories#top\"");
            assertThat(guids(program)).isEqualTo(guids);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
            JsonNode told =
                    Json.read(receiver.received().getFirst().body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            assertThat(told.path("type").asText()).isEqualTo("post.moved");
            assertThat(told.at("/data/url").asText()).isEqualTo(program.url("/posts/stories"));
            assertThat(told.at("/data/previous/url").asText()).isEqualTo(program.url("/posts/epics"));
            assertThat(told.at("/data/changed").toString()).contains("url").contains("text");

            author.git("mv", "_posts", "posts");
            author.git("mv", "posts/stories.md", "posts/tales.md");
            author.commit("Move the folder and the file");
            author.run("push", git, "main");
            leads(program, "/posts/epics", "/posts/tales");
            leads(program, "/posts/epics/", "/posts/tales");
            leads(program, "/posts/stories?a=b", "/posts/tales?a=b");
            assertThat(reader.get(program.url("/posts/other")).body()).contains("href=\"/posts/tales\"");
            assertThat(guids(program)).isEqualTo(guids);
            assertThat(folder.resolve("broadsheet-data/site/posts/epics.308.html"))
                    .content()
                    .startsWith("<!-- 308 /posts/tales -->")
                    .contains("url=/posts/tales");

            author.write("posts/epics.md", text("Something new", 0));
            author.commit("A new one at a URL that was left");
            author.run("push", git, "main");
            assertThat(reader.get(program.url("/posts/epics")).body()).contains("Something new");
            leads(program, "/posts/stories", "/posts/tales");

            author.delete("posts/tales.md");
            author.commit("Delete");
            author.run("push", git, "main");
            assertThat(reader.get(program.url("/posts/stories")).statusCode()).isEqualTo(410);
            assertThat(reader.get(program.url("/posts/tales")).statusCode()).isEqualTo(410);

            author.git("revert", "--no-edit", "HEAD");
            author.run("push", git, "main");
            leads(program, "/posts/stories", "/posts/tales");
            assertThat(guids(program)).containsAll(guids);

            author.delete("posts/other.md").write("content/other.md", text("Other", 0));
            author.commit("A post becomes a page");
            GitCommandLine.Result page = author.run("push", git, "main");
            assertThat(page.remoteLines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("live in ")
                            .endsWith(program.url("/other") + "  (moved; /posts/other leads here)"))
                    .noneMatch(line -> line.startsWith("gone in "));
            assertThat(page.remoteLines()).last().asString().startsWith("success: 1 live in ");
            leads(program, "/posts/other", "/other");
        }
    }

    /** Under a base URL with a path, after a kill, and made again from Kafka with Git gone, and from Git with Kafka gone. */
    @Test
    void redirectsAreRebuiltFromKafkaAndFromGit(@TempDir Path folder) throws Exception {
        int port = Program.freePort();
        String[] base = {"--base-url", "http://localhost:" + port + "/blog"};
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/a.md", text("A", 0));
        author.commit("Begin");
        author.git("mv", "_posts/a.md", "_posts/b.md");
        author.commit("Rename");
        Path data = folder.resolve("broadsheet-data");
        byte[] redirect;
        List<String> guids;
        try (Program program = Program.up(folder, port, List.of(), base)) {
            author.run("push", program.url("/git/content.git"), "main");
            leads(program, "/blog/posts/a", "/blog/posts/b");
            redirect = Files.readAllBytes(data.resolve("site/posts/a.308.html"));
            guids = reader.feed(program.url("/blog/feed.xml")).getEntries().stream()
                    .map(SyndEntry::getUri)
                    .toList();
            program.kill();
        }
        Files.delete(data.resolve("site/posts/a.308.html"));
        try (Program program = Program.up(folder, port, List.of(), base)) {
            Awaitility.await().untilAsserted(() -> leads(program, "/blog/posts/a", "/blog/posts/b"));
            program.stop();
        }
        for (String lost : List.of("kafka", "site", "work")) {
            deleteAll(data.resolve(lost));
        }
        try (Program program = Program.up(folder, port, List.of(), base)) {
            Awaitility.await().untilAsserted(() -> leads(program, "/blog/posts/a", "/blog/posts/b"));
            assertThat(data.resolve("site/posts/a.308.html")).hasBinaryContent(redirect);
            // The feeds are the last.
            Awaitility.await()
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    reader.feed(program.url("/blog/feed.xml")).getEntries())
                            .extracting(SyndEntry::getUri)
                            .isEqualTo(guids));
        }
    }

    private static void deleteAll(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
