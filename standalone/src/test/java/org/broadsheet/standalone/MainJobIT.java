package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Published;
import org.broadsheet.standalone.testing.Samples;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, the real git, and what readers, feed readers and receivers see of it. */
class MainJobIT {
    private final Subscriber reader = new Subscriber(Optional.empty());

    @Test
    void publishesWhatIsPushedAndTellsSubscribers(@TempDir Path folder) throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                Program program = Program.up(folder, Program.freePort(), List.of())) {
            assertThat(reader.get(program.url("/")).statusCode()).isEqualTo(200);
            String secret = addWebhook(program, receiver);
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            Samples.copyTo(author.folder());
            List<String> slugs = Samples.slugs(author.folder());
            author.at(Samples.WRITTEN, "+0000").commit("Add the posts");

            GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "main");

            assertThat(pushed.exitCode()).as(pushed.error()).isZero();
            assertThat(pushed.remoteLines().stream().filter(line -> line.startsWith("live in ")))
                    .as(pushed.error())
                    .hasSize(Published.documents(author.folder()));
            assertThat(pushed.remoteLines()).last().asString().startsWith("success: ");
            assertThat(pushed.remoteLines())
                    .as("links that lead nowhere are told of, once each")
                    .anyMatch(line -> line.startsWith("warning "))
                    .doesNotHaveDuplicates();
            Published.check(reader, program.url(""), program.url(""), author.folder(), pushed.remoteLines());
            Awaitility.await()
                    .untilAsserted(() -> assertThat(receiver.received())
                            .extracting(TestReceiver.Received::type)
                            .filteredOn(type -> type.equals("post.published"))
                            .hasSize(slugs.size()));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(receiver.received())
                            .extracting(TestReceiver.Received::type)
                            .filteredOn(type -> type.equals("site.released"))
                            .hasSize(1));
            for (TestReceiver.Received received : receiver.received()) {
                new Webhook(secret).verify(received.body(), received.headers());
            }
            assertThat(program.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(author.head().value().substring(0, 7) + " Add the posts · ")
                            .contains("(ingest "));
            // Else it was cut off after 4 s.
            assertThat(program.stop()).isZero();
        }
    }

    @Test
    void takesAPushOfHeadFromARepositoryWithAHistoryOfItsOwn(@TempDir Path folder) throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/old.md", "# Old\n\nFrom before.\n");
        author.commit("One");
        author.write("_posts/old.md", "# Old\n\nFrom before, changed.\n");
        author.commit("Two");
        author.git("branch", "--move", "main", "trunk");
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {

            GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "HEAD");

            assertThat(pushed.exitCode()).as(pushed.error()).isZero();
            assertThat(pushed.remoteLines()).last().asString().startsWith("success: 1 live in ");
            assertThat(reader.get(program.url("/posts/old")).body()).contains("From before, changed.");
        }
    }

    @Test
    void editsDeletesBreaksAndMends(@TempDir Path folder) throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                Program program = Program.up(folder, Program.freePort(), List.of())) {
            String git = program.url("/git/content.git");
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("_posts/tea.md", post("Tea", "Green tea."));
            author.write("_posts/coffee.md", post("Coffee", "Black coffee."));
            author.commit("Begin");
            author.run("push", git, "main");
            addWebhook(program, receiver);

            author.write("_posts/tea.md", post("Tea", "White tea."));
            author.commit("Edit");
            assertThat(author.run("push", git, "main").remoteLines())
                    .last()
                    .asString()
                    .startsWith("success: 1 live in ");
            assertThat(reader.get(program.url("/posts/tea")).body()).contains("White tea.");
            awaitTypes(receiver, "post.updated", "site.released");

            author.delete("_posts/coffee.md");
            author.commit("Delete");
            GitCommandLine.Result deleted = author.run("push", git, "main");
            assertThat(deleted.remoteLines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("gone in ")
                            .endsWith(program.url("/posts/coffee") + "  (answers 410)"));
            assertThat(deleted.remoteLines()).last().asString().startsWith("success: 1 gone in ");
            assertThat(reader.get(program.url("/posts/coffee")).statusCode()).isEqualTo(410);
            assertThat(reader.get(program.url("/")).body()).doesNotContain("/posts/coffee");
            assertThat(reader.feed(program.url("/feed.xml")).getEntries()).hasSize(1);
            awaitTypes(receiver, "post.updated", "site.released", "post.deleted", "site.released");

            author.write("_posts/tea.md", "---\ntitle: Tea\npublishDate: [2026-01-02]\n---\n\nBroken tea.\n");
            author.write("_posts/water.md", post("Water", "Still water."));
            author.commit("Break");
            GitCommandLine.Result broken = author.run("push", git, "main");
            assertThat(broken.exitCode()).isZero();
            assertThat(broken.remoteLines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("problem ")
                            .contains("_posts/tea.md:3:14")
                            .contains("publishDate: found a list")
                            .contains("stays live"));
            assertThat(broken.remoteLines()).last().asString().startsWith("error: 1 problem, 1 live in ");
            assertThat(reader.get(program.url("/posts/tea")).body()).contains("White tea.");
            assertThat(reader.get(program.url("/posts/water")).statusCode()).isEqualTo(200);
            JsonNode problems = reader.json(program.url("/api/v1/problems")).path("items");
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0).path("line").asInt()).isEqualTo(3);

            author.write("_posts/tea.md", post("Tea", "Mended tea."));
            author.commit("Mend");
            assertThat(author.run("push", git, "main").remoteLines())
                    .last()
                    .asString()
                    .startsWith("success: 1 live in ");
            assertThat(reader.get(program.url("/posts/tea")).body()).contains("Mended tea.");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    reader.json(program.url("/api/v1/problems")).path("items"))
                            .isEmpty());

            author.write("_posts/water.md", "---\ntitle: Water\ndraft: true\n---\n\nStill water.\n");
            author.commit("Withdraw");
            GitCommandLine.Result withdrawn = author.run("push", git, "main");
            assertThat(withdrawn.remoteLines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("gone in ")
                            .contains(program.url("/posts/water") + "  (answers 404"));
            assertThat(withdrawn.remoteLines()).last().asString().startsWith("success: 1 gone in ");
            assertThat(reader.get(program.url("/posts/water")).statusCode()).isEqualTo(404);
            JsonNode commit =
                    reader.json(program.url("/api/v1/commits/" + author.head().value()));
            assertThat(commit.path("state").asText()).isEqualTo("live");
            assertThat(commit.path("counts").path("gone").asInt()).isEqualTo(1);
        }
    }

    @Test
    void saysOfNoUrlThatAnswersThatItIsGone(@TempDir Path folder) throws Exception {
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            String git = program.url("/git/content.git");
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("_posts/tea.md", post("Tea", "Green tea from the hills."));
            author.write("_posts/coffee.md", post("Coffee", "Black coffee, nothing else to say of it."));
            author.commit("Begin");
            author.run("push", git, "main");

            author.git("rm", "-q", "_posts/tea.md");
            author.commit("No more tea");
            author.git("mv", "_posts/coffee.md", "_posts/tea.md");
            author.commit("Coffee takes the place of tea");
            GitCommandLine.Result renamed = author.run("push", git, "main");

            assertThat(reader.get(program.url("/posts/tea")).body()).contains("Black coffee");
            assertThat(renamed.remoteLines())
                    .anyMatch(line -> line.startsWith("live in ") && line.contains("/posts/tea"))
                    .noneMatch(line -> line.startsWith("gone in ") && line.contains("/posts/tea"));
            assertThat(reader.get(program.url("/posts/coffee")).statusCode()).isEqualTo(308);
        }
    }

    @Test
    void aBranchThatGoesBackAndForthIsToldUnderAnotherIdEachTime(@TempDir Path folder) throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                Program program = Program.up(folder, Program.freePort(), List.of())) {
            String git = program.url("/git/content.git");
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("_posts/tea.md", post("Tea", "Green tea from the hills."));
            author.commit("Begin");
            author.run("push", git, "main");
            addWebhook(program, receiver);
            author.git("checkout", "--quiet", "-b", "a");
            author.write("_posts/tea.md", post("Tea as of A", "Green tea from the hills."));
            author.commit("A");
            author.git("checkout", "--quiet", "-b", "b", "main");
            author.write("_posts/tea.md", post("Tea as of B", "Green tea from the hills."));
            author.commit("B");

            for (String branch : List.of("a", "b", "a", "b", "a")) {
                GitCommandLine.Result pushed = author.run("push", "--force", git, branch + ":main");
                assertThat(pushed.remoteLines())
                        .as(pushed.error())
                        .last()
                        .asString()
                        .startsWith("success: 1 live");
            }

            assertThat(reader.get(program.url("/posts/tea")).body()).contains("Tea as of A");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(receiver.received()).hasSize(10));
            assertThat(receiver.received())
                    .extracting(TestReceiver.Received::id)
                    .doesNotHaveDuplicates();
        }
    }

    private static void awaitTypes(TestReceiver receiver, String... types) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(receiver.received())
                        .extracting(TestReceiver.Received::type)
                        .containsExactlyInAnyOrder(types));
    }

    private String addWebhook(Program program, TestReceiver receiver) throws IOException {
        HttpResponse<String> added =
                reader.post(program.url("/api/v1/webhooks"), "{\"url\": \"" + receiver.url() + "\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return Json.read(added.body().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .path("secret")
                .asText();
    }

    private static String post(String title, String text) {
        return "---\ntitle: " + title + "\ndate: 2026-01-01\n---\n\n" + text + "\n";
    }

    /**
     * What stands on disk when a push has ended is all there is: no file half written. The broker is left out: it writes
     * when the process stops, which on a busy machine is in a hurry.
     */
    @Test
    void leavesNoTemporaryFilesBehind(@TempDir Path folder) throws Exception {
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
            author.write("_posts/tea.md", post("Tea", "Green tea."));
            author.commit("Begin");
            author.run("push", program.url("/git/content.git"), "main");
            program.stop();
        }
        Path data = folder.resolve("broadsheet-data");
        try (var files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> data.relativize(file).toString())
                            .filter(name -> !name.startsWith("kafka/")))
                    .contains("site/posts/tea.html")
                    .noneMatch(name -> name.contains("tmp"));
        }
    }
}
