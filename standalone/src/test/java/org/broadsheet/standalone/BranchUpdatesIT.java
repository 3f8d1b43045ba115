package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever an author does to the published branch, with the real git against the packaged program: what the push prints is what
 * is served, and posts keep their ids. Each test begins with a history that has nothing in common with the one before.
 */
class BranchUpdatesIT {
    private static final Pattern TOLD = Pattern.compile("(live|gone) in +\\S+ s +(\\S+)(?: +\\(answers (\\d+)\\))?.*");

    private static final List<String> NAMES = List.of("first", "second", "third", "fourth", "fifth");

    @TempDir
    static Path folder;

    private static Program program;

    private final Subscriber reader = new Subscriber(Optional.empty());
    private GitCommandLine author;
    /** What the test's posts are called, as no other test's are. */
    private String name;

    @BeforeAll
    static void start() throws IOException {
        program = Program.up(folder, Program.freePort(), List.of());
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @BeforeEach
    void begin(TestInfo test, @TempDir Path work) throws IOException {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        author = GitCommandLine.init(work.resolve("author"));
        write("first", "A first post about allotments and the people who dig them.");
        write("second", "Of a second one there is less to say, but it is said.");
        author.commit("Begin");
        push("--force");
    }

    private void write(String post, String text) {
        author.write(file(post), "# " + post + "\n\n" + text + "\n");
    }

    private String file(String post) {
        return "_posts/" + slug(post) + ".md";
    }

    private String slug(String post) {
        return name + "-" + post;
    }

    /** Of {@code main}; of whatever is said to be live or gone it is looked whether it is. */
    private List<String> push(String... options) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of("push"), Stream.concat(Stream.of(options), Stream.of(remote(), "main")))
                .toList();
        GitCommandLine.Result pushed = author.run(arguments.toArray(String[]::new));
        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        for (String line : pushed.remoteLines()) {
            Matcher told = TOLD.matcher(line);
            if (told.matches()) {
                int expected = told.group(1).equals("live") ? 200 : Integer.parseInt(told.group(3));
                assertThat(reader.get(told.group(2)).statusCode()).as(line).isEqualTo(expected);
            }
        }
        return pushed.remoteLines();
    }

    private static String remote() {
        return program.url("/git/content.git");
    }

    private int status(String post) throws IOException {
        return reader.get(url(post)).statusCode();
    }

    private String url(String post) {
        return program.url("/posts/" + slug(post));
    }

    private String id(String post) throws IOException {
        return id(program, slug(post));
    }

    private String id(Program of, String slug) throws IOException {
        for (JsonNode found : reader.json(of.url("/api/v1/posts?limit=100")).path("items")) {
            if (found.path("slug").asText().equals(slug)) {
                return found.path("id").asText();
            }
        }
        throw new AssertionError("no post " + slug);
    }

    private String last(List<String> lines) {
        return lines.getLast().replaceAll("\\d+\\.\\d+ s", "N s");
    }

    @Test
    void fastForward() throws IOException {
        String id = id("first");
        write("first", "A first post about allotments and the people who dig them still.");
        author.commit("Edit");
        write("third", "And a third.");
        author.commit("Add");

        assertThat(last(push())).isEqualTo("success: 2 live in N s");

        assertThat(id("first")).isEqualTo(id);
        assertThat(reader.get(url("first")).body()).contains("who dig them still");
    }

    @Test
    void mergeInEitherOrderOfParents() throws IOException {
        String id = id("first");
        author.git("checkout", "--quiet", "-b", "side");
        write("side", "From the side.");
        author.commit("Side");
        author.git("checkout", "--quiet", "main");
        write("first", "A first post about allotments, edited on the trunk.");
        author.commit("Trunk");
        author.git("checkout", "--quiet", "-b", "other");
        author.git("merge", "--quiet", "--no-edit", "side");
        author.git("checkout", "--quiet", "side");
        author.git("merge", "--quiet", "--no-edit", "--no-ff", "main");

        author.git("push", "--quiet", remote(), "other:main");
        assertThat(status("side")).isEqualTo(200);
        String side = id("side");
        author.git("branch", "--force", "main", "side");
        assertThat(last(push("--force"))).isEqualTo("success: nothing to publish: no files changed");

        assertThat(id("first")).isEqualTo(id);
        assertThat(id("side")).isEqualTo(side);
    }

    @Test
    void anEventNamesThePostsOwnCommitAndTheOneThatWentLive() throws Exception {
        try (TestReceiver receiver = new TestReceiver()) {
            String endpoint = Program.json(program.post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\"}"))
                    .path("id")
                    .asText();
            author.git("checkout", "--quiet", "-b", "side");
            write("side", "From the side.");
            String side = author.commit("Side").value();
            author.git("checkout", "--quiet", "main");
            author.git("merge", "--quiet", "--no-edit", "--no-ff", "side");
            String merge = author.head().value();

            push();

            Awaitility.await().until(() -> receiver.received().size() == 2);
            for (TestReceiver.Received received : receiver.received()) {
                JsonNode data = Json.read(received.body().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                        .path("data");
                boolean release = received.type().equals("site.released");
                assertThat(data.path("commit").asText()).isEqualTo(release ? merge : side);
                assertThat(data.path("release").asText()).isEqualTo(release ? "" : merge);
            }
            JsonNode post = reader.json(program.url("/api/v1/posts/" + id("side")));
            assertThat(post.path("commit").asText()).isEqualTo(side);
            assertThat(post.path("path").asText()).isEqualTo(file("side"));
            program.post("/api/v1/webhooks/" + endpoint + "/pause", "{}");
        }
    }

    @Test
    void revertOfAnEditAndOfADeletion() throws IOException {
        String id = id("first");
        write("first", "All else.");
        author.commit("Edit");
        author.delete(file("second"));
        author.commit("Delete");
        assertThat(last(push())).isEqualTo("success: 1 live, 1 gone in N s");
        assertThat(status("second")).isEqualTo(410);

        author.git("revert", "--no-edit", "HEAD", "HEAD~1");

        assertThat(last(push())).isEqualTo("success: 2 live in N s");
        assertThat(id("first")).isEqualTo(id);
        assertThat(reader.get(url("first")).body()).contains("people who dig them");
    }

    @Test
    void forcePushOfAnAmendedCommit() throws IOException {
        String id = id("first");
        write("first", "A first post about allotments, amended.");
        author.git("add", "--all");
        author.git("commit", "--quiet", "--amend", "--no-edit", "--date", "2020-01-01T00:00:00Z");

        assertThat(last(push("--force"))).isEqualTo("success: 1 live in N s");

        assertThat(id("first")).isEqualTo(id);
    }

    @Test
    void forcePushBackAndForth() throws IOException {
        String begin = author.head().value();
        write("third", "And a third.");
        String third = author.commit("Add").value();
        push();
        String id = id("third");
        author.git("reset", "--quiet", "--hard", begin);

        List<String> back = push("--force");

        assertThat(back).anySatisfy(line -> assertThat(line).contains(url("third") + "  (answers 404)"));
        assertThat(last(back)).isEqualTo("success: 1 gone in N s");
        assertThat(status("third")).isEqualTo(404);

        author.git("reset", "--quiet", "--hard", third);
        assertThat(last(push())).isEqualTo("success: 1 live in N s");
        assertThat(id("third")).isEqualTo(id);
    }

    @Test
    void forcePushToAHistoryThatDeletedAPost() throws IOException {
        write("third", "And a third.");
        author.commit("Add");
        push();
        author.git("reset", "--quiet", "--hard", "HEAD~1");
        author.delete(file("second"));
        author.commit("Delete");

        List<String> lines = push("--force");

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains(url("second") + "  (answers 410)"))
                .anySatisfy(line -> assertThat(line).contains(url("third") + "  (answers 404)"));
        assertThat(last(lines)).isEqualTo("success: 2 gone in N s");
    }

    @Test
    void rebase() throws IOException {
        author.git("checkout", "--quiet", "-b", "base", "main");
        write("base", "Below all.");
        author.commit("Base");
        author.git("checkout", "--quiet", "main");
        write("third", "And a third.");
        author.at(Instant.parse("2026-01-02T00:00:00Z"), "+0000").commit("Add");
        push();
        String first = id("first");
        String third = id("third");

        author.git("rebase", "--quiet", "--force-rebase", "--ignore-date", "base");

        assertThat(last(push("--force"))).isEqualTo("success: 1 live in N s");
        assertThat(id("first")).isEqualTo(first);
        assertThat(id("third")).isEqualTo(third);
        assertThat(status("base")).isEqualTo(200);
    }

    @Test
    void squash() throws IOException {
        write("third", "And a third.");
        author.commit("Add");
        write("third", "And a third, edited.");
        author.commit("Edit");
        push();
        String first = id("first");
        String third = id("third");

        author.git("checkout", "--quiet", "--orphan", "squashed");
        author.at(Instant.parse("2026-06-01T00:00:00Z"), "+0000").commit("All of it");
        author.git("branch", "--force", "main", "squashed");

        assertThat(last(push("--force"))).isEqualTo("success: nothing to publish: no files changed");
        assertThat(id("first")).isEqualTo(first);
        assertThat(id("third")).isEqualTo(third);
        write("third", "And a third, edited and squashed.");
        author.commit("Edit");
        author.git("branch", "--force", "main", "squashed");
        assertThat(last(push())).isEqualTo("success: 1 live in N s");
        assertThat(id("third")).isEqualTo(third);
    }

    @Test
    void newRoots() throws IOException {
        String id = id("first");
        author.git("checkout", "--quiet", "--orphan", "new");
        author.delete(file("second"));
        write("first", "Nothing of what was here before.");
        write("other", "Another.");
        author.at(Instant.parse("2026-06-01T00:00:00Z"), "+0000").commit("Begin again");
        author.git("branch", "--force", "main", "new");

        List<String> lines = push("--force");

        assertThat(last(lines)).isEqualTo("success: 2 live, 1 gone in N s");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains(url("second") + "  (answers 404)"));
        assertThat(id("first")).isEqualTo(id);

        // And a history that joins both.
        author.git("fetch", "--quiet", remote(), "main");
        author.git("checkout", "--quiet", "main");
        write("joined", "Joined.");
        author.commit("Join");
        assertThat(last(push())).isEqualTo("success: 1 live in N s");
    }

    @Test
    void unrelatedHistoryMerged() throws IOException {
        String id = id("first");
        author.git("checkout", "--quiet", "--orphan", "new");
        author.git("rm", "-r", "--quiet", "-f", ".");
        write("other", "From another repository.");
        author.at(Instant.parse("2020-06-01T00:00:00Z"), "+0000").commit("Begin elsewhere");
        author.git("checkout", "--quiet", "main");
        author.git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "new");

        assertThat(last(push())).isEqualTo("success: 1 live in N s");
        assertThat(id("first")).isEqualTo(id);
        assertThat(status("other")).isEqualTo(200);
    }

    @Test
    void emptied() throws IOException {
        author.delete(file("first"));
        author.delete(file("second"));
        author.commit("Nothing any more");

        List<String> lines = push();

        assertThat(last(lines)).isEqualTo("success: 2 gone in N s");
        assertThat(status("first")).isEqualTo(410);
        assertThat(reader.get(program.url("/")).statusCode()).isEqualTo(200);

        write("first", "A first post about allotments and the people who dig them.");
        author.commit("Again");
        assertThat(last(push())).isEqualTo("success: 1 live in N s");
        assertThat(status("second")).isEqualTo(410);
    }

    @Test
    void emptiedByAnOrphan() throws IOException {
        author.git("checkout", "--quiet", "--orphan", "empty");
        author.git("rm", "-r", "--quiet", "-f", ".");
        author.commit("Nothing ever");
        author.git("branch", "--force", "main", "empty");

        List<String> lines = push("--force");

        assertThat(last(lines)).isEqualTo("success: 2 gone in N s");
        assertThat(lines).filteredOn(line -> line.contains("(answers 404)")).hasSize(2);
        assertThat(status("first")).isEqualTo(404);
    }

    /** A file of the web root is the same object as the page that was there: with or without an ending, at once or later. */
    @ParameterizedTest
    @CsvSource({"true, .html", "true, ''", "false, .html", "false, ''"})
    void whatAFileServesIsNotGone(boolean atOnce, String ending) throws IOException {
        String page = "/" + slug("page");
        author.write("pages" + page + ".md", "---\ntitle: A page\n---\nText\n");
        author.commit("Pages");
        push();

        author.delete("pages" + page + ".md");
        author.delete(file("second"));
        if (!atOnce) {
            author.commit("Delete");
            assertThat(last(push())).isEqualTo("success: 2 gone in N s");
            assertThat(reader.get(program.url(page)).statusCode()).isEqualTo(410);
        }
        author.write("public" + page + ending, "A file");
        author.write("public/posts/" + slug("second") + ending, "A file");
        author.commit("Files in their place");
        List<String> lines = push();

        assertThat(lines).noneMatch(line -> line.startsWith("gone "));
        assertThat(last(lines)).startsWith(atOnce ? "success: 2 removed in " : "success: 2 assets in ");
        for (String url : List.of(program.url(page), url("second"))) {
            assertThat(reader.get(url).statusCode()).isEqualTo(200);
            assertThat(reader.get(url + ending).body()).isEqualTo("A file");
        }

        author.delete("public" + page + ending);
        author.delete("public/posts/" + slug("second") + ending);
        author.commit("Nothing any more");
        push();
        assertThat(reader.get(program.url(page)).statusCode()).isEqualTo(410);
        assertThat(status("second")).isEqualTo(410);
    }

    @Test
    void anotherBranchDeletedAndMadeAgain() throws IOException {
        author.git("push", "--quiet", remote(), "main:side");
        GitCommandLine.Result deleted = author.run("push", remote(), ":side");
        write("side", "On the side.");
        author.commit("Side");
        GitCommandLine.Result made = author.run("push", remote(), "main:side");

        assertThat(deleted.remoteLines()).containsExactly("hint: side is deleted; main is published");
        assertThat(made.remoteLines()).singleElement().asString().startsWith("warning: main is published, not side;");
        assertThat(status("side")).isEqualTo(404);
        assertThat(last(push())).isEqualTo("success: 1 live in N s");
    }

    @Test
    void thePublishedBranchIsNotDeleted() throws IOException {
        GitCommandLine.Result deleted = author.run("push", remote(), ":main");

        assertThat(deleted.exitCode()).isNotZero();
        assertThat(deleted.error()).contains("push a commit without its files");
        assertThat(status("first")).isEqualTo(200);
    }

    @Test
    void aSubmoduleAndAPointer() throws IOException {
        author.write(
                file("second"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a2146".repeat(8) + "\nsize 12345\n");
        author.git("add", "--all");
        author.git("update-index", "--add", "--cacheinfo", "160000," + author.head() + ",public/slides");
        author.git("commit", "--quiet", "--message", "Elsewhere");

        List<String> lines = push();

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains(file("second") + ":1:1  the file is a Git LFS pointer"))
                .anySatisfy(line -> assertThat(line).contains("public/slides:1:1  a submodule is another repository"));
        assertThat(last(lines)).startsWith("error: 2 problems");
        assertThat(reader.get(url("second")).body()).contains("Of a second one");
    }

    /** Of every URL that a push takes away it says so, and of none else; what the branch holds is live. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyUpdates(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> tips = new ArrayList<>(List.of(author.head().value()));
        Set<String> live = Set.of("first", "second");
        for (int step = 0; step < 25; step++) {
            if (random.nextInt(4) == 0) {
                author.git("reset", "--quiet", "--hard", tips.get(random.nextInt(tips.size())));
            }
            for (int commits = random.nextInt(3); commits >= 0; commits--) {
                change(random);
            }
            tips.add(author.head().value());
            List<String> lines = push("--force");

            Set<String> now = new TreeSet<>();
            for (String post : NAMES) {
                Path lies = author.folder().resolve(file(post));
                if (Files.exists(lies) && !Files.readString(lies).contains("draft: true")) {
                    now.add(post);
                    assertThat(status(post))
                            .as(step + " " + post + " of " + lines)
                            .isEqualTo(200);
                } else {
                    assertThat(status(post))
                            .as(step + " " + post + " of " + lines)
                            .isIn(404, 410);
                }
                boolean left = live.contains(post) && !now.contains(post);
                assertThat(lines.stream().anyMatch(line -> line.startsWith("gone ") && line.contains(url(post) + " ")))
                        .as(step + " " + post + " in " + lines)
                        .isEqualTo(left);
            }
            assertThat(commit(tips.getLast()).path("state").asText()).isEqualTo("live");
            live = now;
        }
    }

    private void change(Random random) {
        String post = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(5)) {
            case 0 -> author.git("rm", "--quiet", "--ignore-unmatch", file(post));
            case 1 -> author.write(file(post), "---\ndraft: true\n---\nNot yet " + random.nextInt() + "\n");
            case 2 -> {
                author.git("checkout", "--quiet", "-B", "side", "HEAD");
                write(post, "From the side " + random.nextInt());
                author.commit("Side");
                author.git("checkout", "--quiet", "main");
                author.git("merge", "--quiet", "--no-edit", "--no-ff", "side");
            }
            default -> write(post, "Version " + random.nextInt());
        }
        author.commit("Change " + post);
    }

    @Test
    void accountsForEveryCommitOfAPush() throws IOException {
        List<String> commits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            write("first", "Version " + i);
            commits.add(author.commit("Version " + i).value());
        }
        push();

        String tip = commits.removeLast();
        assertThat(commit(tip).path("state").asText()).isEqualTo("live");
        for (String between : commits) {
            assertThat(commit(between).path("state").asText()).isEqualTo("superseded");
            assertThat(commit(between).path("supersededBy").asText()).isEqualTo(tip);
        }
    }

    /** Those that were pushed while ingest was at work go with a later one, and are told so. */
    @Test
    void accountsForEveryCommitThatAnyClientSawAccepted(@TempDir Path clients) throws Exception {
        Queue<String> accepted = new ConcurrentLinkedQueue<>();
        List<Callable<Void>> pushing = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            String own = "client-" + client;
            Path work = clients.resolve(own);
            pushing.add(() -> {
                GitCommandLine git = GitCommandLine.clone(remote(), work);
                for (int push = 0; push < 5; push++) {
                    List<String> brought = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        git.write("_posts/" + slug(own) + ".md", "# " + own + "\n\n" + push + "." + i + "\n");
                        git.commit(own + " " + push + "." + i);
                    }
                    while (git.run("push", "--quiet", remote(), "HEAD:main").exitCode() != 0) {
                        git.git("pull", "--quiet", "--rebase", remote(), "main");
                    }
                    brought.add(git.head().value());
                    brought.add(git.git("rev-parse", "HEAD~1").strip());
                    accepted.addAll(brought);
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(pushing.size())) {
            for (Future<Void> client : threads.invokeAll(pushing)) {
                client.get();
            }
        }

        assertThat(accepted).hasSize(40).doesNotHaveDuplicates();
        for (String pushed : accepted) {
            JsonNode answer = commit(pushed);
            for (int hops = 0; answer.path("state").asText().equals("superseded"); hops++) {
                assertThat(hops).as(pushed).isLessThan(40);
                answer = commit(answer.path("supersededBy").asText());
            }
            assertThat(answer.path("state").asText()).as(pushed).isEqualTo("live");
        }
        for (int client = 0; client < 4; client++) {
            assertThat(reader.get(url("client-" + client)).body()).contains("<p>4.1</p>");
        }
    }

    private JsonNode commit(String id) throws IOException {
        return reader.json(program.url("/api/v1/commits/" + id + "?wait=60"));
    }

    /** Kept under a ref of ours, which survives a lost Kafka, and which a fresh import may be given. */
    @Test
    void idsOutliveRewrittenHistoryAndALostKafka(@TempDir Path other) throws Exception {
        String first = id("first");
        author.git("checkout", "--quiet", "--orphan", "squashed");
        author.at(Instant.parse("2026-06-01T00:00:00Z"), "+0000").commit("All of it");
        author.git("branch", "--force", "main", "squashed");
        push("--force");
        assertThat(id("first")).isEqualTo(first);
        Path kept = folder.resolve("broadsheet-data/git/content.git/refs/broadsheet/ids");
        assertThat(kept).exists();

        Path data = other.resolve("broadsheet-data");
        program.stop();
        copy(folder.resolve("broadsheet-data/git"), data.resolve("git"));
        program = Program.up(folder, Program.freePort(), List.of());
        try (Program fresh = Program.up(other, Program.freePort(), List.of())) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(reader.json(fresh.url("/api/v1/posts?limit=100"))
                                    .path("items"))
                            .hasSize(2));
            assertThat(id(fresh, slug("first"))).isEqualTo(first);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
