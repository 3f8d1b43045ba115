package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A work store of which a disk has lost something: pushes go on, and what was lost is made again out of Git. */
class LostObjectsIT {
    private static final String LONG = "# Long\n\n" + "Many words. ".repeat(60_000);

    @TempDir
    Path folder;

    @Test
    void nothingThatTheWorkStoreHasLostStopsAPushOrAStart() throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/first.md", "# First\n\nHello.\n");
        author.write("_posts/long.md", LONG);
        author.write("public/a.bin", "the bytes of a");
        author.write("public/old.html", "<p>an old page</p>\n");
        author.commit("Begin");
        int port;
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            port = program.port();
            assertThat(push(author, program)).contains("success: 2 live");
            loseAll();

            title(author, "One");
            push(author, program);

            assertThat(program.get("/posts/first").body()).contains("One");
            assertThat(program.get("/a.bin").body()).isEqualTo("the bytes of a");
            // Its text was asked for while the others went live.
            Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                assertThat(problems(program)).isEmpty();
                assertThat(program.get("/posts/long").body()).contains("One").contains("Many words");
                assertThat(program.get("/feed.xml").body()).contains("Many words. Many words");
            });
            assertThat(program.get("/old.html").statusCode()).isEqualTo(200);

            program.kill();
        }
        loseAll();
        Files.delete(folder.resolve("broadsheet-data/site/a.bin"));
        try (Program program = Program.up(folder, port, List.of())) {
            Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                assertThat(program.get("/a.bin").body()).isEqualTo("the bytes of a");
                assertThat(problems(program)).isEmpty();
            });
            assertThat(work("sources/sha256/" + Digest.of("the bytes of a"))).hasContent("the bytes of a");
            author.write("_posts/second.md", "# Second\n\nNew.\n");
            author.commit("Go on");
            assertThat(push(author, program)).contains("success: 1 live");
        }
    }

    private static void title(GitCommandLine author, String title) throws IOException {
        author.write("site.yml", "title: " + title + "\n");
        author.commit("Call it " + title);
    }

    private static String push(GitCommandLine author, Program program) throws IOException {
        return String.join(
                "\n",
                author.run("push", program.url("/git/content.git"), "main").remoteLines());
    }

    private static List<String> problems(Program program) throws IOException {
        JsonNode items =
                Json.MAPPER.readTree(program.get("/api/v1/problems").body()).path("items");
        return Stream.of(items)
                .flatMap(i -> i.findValuesAsText("path").stream())
                .toList();
    }

    private Path work(String key) {
        return folder.resolve("broadsheet-data/work").resolve(key);
    }

    private void loseAll() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("broadsheet-data/work"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
