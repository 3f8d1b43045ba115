package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad files, pushed with the real git to the packaged program: each is told of with path, line and hint, and the rest goes live. */
class BadInputIT {
    @TempDir
    static Path folder;

    private static Program program;

    /**
     * @param path as the problem names it
     * @param hint some words that must stand in the line
     */
    record Case(String name, String path, int line, String hint, Brings brings) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Brings {
        void into(GitCommandLine author) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        program = Program.up(folder, Program.freePort(), List.of());
        GitCommandLine author = GitCommandLine.init(folder.resolve("first"));
        author.write("_posts/first.md", "# First\n\nHello.\n");
        author.commit("Begin");
        author.run("push", program.url("/git/content.git"), "main");
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "not UTF-8",
                        "_posts/latin.md",
                        3,
                        "UTF-8",
                        author -> author.write(
                                "_posts/latin.md", "# Latin\n\nCaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1))),
                new Case(
                        "a 20 MB Markdown file",
                        "_posts/big.md",
                        1,
                        "bytes",
                        author ->
                                author.write("_posts/big.md", "# Big\n\n" + "All work and no play. ".repeat(950_000))),
                new Case(
                        "YAML aliases nested to explode",
                        "_posts/laughs.md",
                        5,
                        "more than 10 aliases",
                        author -> author.write("_posts/laughs.md", billionLaughs())),
                new Case(
                        "a symbolic link out of the repository",
                        "_posts/passwd.md",
                        1,
                        "symbolic link",
                        author -> Files.createSymbolicLink(
                                author.folder().resolve("_posts/passwd.md"), Path.of("/etc/passwd"))),
                new Case(
                        "a name with a newline",
                        "_posts/new\\u000aline.md",
                        1,
                        "name",
                        author -> author.write("_posts/new\nline.md", "# Newline\n")),
                new Case(
                        "a name with an escape character",
                        "_posts/\\u001b[31mred.md",
                        1,
                        "name",
                        author -> author.write("_posts/\u001b[31mred.md", "# Red\n")),
                new Case("two files with one slug", "posts/twin.md", 1, "slug", author -> {
                    author.write("_posts/twin.md", "# Twin\n");
                    author.git("add", "--all");
                    author.git("commit", "--quiet", "--message", "The elder");
                    author.write("posts/twin.md", "# Twin\n");
                }),
                new Case(
                        "a page at a reserved path",
                        "pages/api.md",
                        1,
                        "/api",
                        author -> author.write("pages/api.md", "---\ntitle: Api\n---\n\nNo.\n")),
                new Case(
                        "a file of the web root at a reserved path",
                        "public/health/live",
                        1,
                        "/health",
                        author -> author.write("public/health/live", "no")),
                new Case(
                        "front matter that never closes",
                        "_posts/open.md",
                        1,
                        "---",
                        author -> author.write("_posts/open.md", "---\ntitle: Open\n\nNo end.\n")),
                new Case(
                        "YAML that is none",
                        "_posts/yaml.md",
                        2,
                        "a [ that is not closed",
                        author -> author.write(
                                "_posts/yaml.md", "---\ntitle: [never closed\ndate: 2026-01-01\n---\n\nText.\n")),
                new Case(
                        "a day of publication that is none",
                        "_posts/when.md",
                        3,
                        "publishDate",
                        author -> author.write(
                                "_posts/when.md", "---\ntitle: When\npublishDate: 2026-13-40\n---\n\nText.\n")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAProblemOfItsFileAlone(Case bad, @TempDir Path work) throws IOException {
        Subscriber reader = new Subscriber(Optional.empty());
        GitCommandLine author = GitCommandLine.init(work.resolve("author"));
        author.git("pull", "--quiet", program.url("/git/content.git"), "main");
        String good = "good-" + Math.floorMod(bad.name().hashCode(), 100_000);
        author.write("_posts/" + good + ".md", "# Good\n\nStill here.\n");
        bad.brings().into(author);
        author.commit(bad.name());

        GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "main");

        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        assertThat(pushed.remoteLines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("problem ")
                        .contains(" " + bad.path() + ":" + bad.line() + ":")
                        .containsIgnoringCase(bad.hint()));
        assertThat(pushed.error()).doesNotContain("\u001b[31mred");
        assertThat(pushed.remoteLines()).last().asString().startsWith("error: 1 problem, ");
        assertThat(reader.get(program.url("/posts/" + good)).statusCode()).isEqualTo(200);
        JsonNode problems = reader.json(program.url("/api/v1/problems")).path("items");
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path("line").asInt()).isEqualTo(bad.line());
            assertThat(problem.path("message").asText()).isNotBlank();
        });
        // So that the next case has its own problem alone.
        author.git("revert", "--no-edit", "HEAD");
        if (bad.name().startsWith("two files")) {
            author.git("rm", "--quiet", "_posts/twin.md");
            author.commit("Mend");
        }
        assertThat(author.run("push", program.url("/git/content.git"), "main").remoteLines())
                .last()
                .asString()
                .startsWith("success: ");
    }

    @Test
    void refusesAPushWithATreeEntryThatClimbsOut(@TempDir Path work) throws Exception {
        GitCommandLine author = GitCommandLine.init(work.resolve("author"));
        author.write("evil.md", "# Evil\n");
        author.git("add", "--all");
        String blob = author.git("hash-object", "-w", "evil.md").strip();
        byte[] entry = "100644 ..\0".getBytes(StandardCharsets.UTF_8);
        byte[] tree = new byte[entry.length + 20];
        System.arraycopy(entry, 0, tree, 0, entry.length);
        System.arraycopy(java.util.HexFormat.of().parseHex(blob), 0, tree, entry.length, 20);
        Path raw = work.resolve("tree");
        Files.write(raw, tree);
        String treeId = author.git("hash-object", "-t", "tree", "-w", "--literally", raw.toString())
                .strip();
        String commit = author.git("commit-tree", treeId, "-m", "Climb").strip();

        GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), commit + ":refs/heads/evil");

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.error()).contains("..");
    }

    @Test
    void saysThatAnEmptyCommitHasNothingToPublish(@TempDir Path work) throws IOException {
        GitCommandLine author = GitCommandLine.init(work.resolve("author"));
        author.git("pull", "--quiet", program.url("/git/content.git"), "main");
        author.commit("Nothing");

        GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "main");

        assertThat(pushed.remoteLines()).last().asString().startsWith("success: nothing to publish");
    }

    private static String billionLaughs() {
        StringBuilder yaml = new StringBuilder("---\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append(
                    "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        return yaml.append("title: Laughs\n---\n\nHa.\n").toString();
    }
}
