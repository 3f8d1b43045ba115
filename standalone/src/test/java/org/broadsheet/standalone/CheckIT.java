package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broadsheet check}, by the packaged launcher, beside a running {@code up} that the real git pushes the same files to. */
class CheckIT {
    @TempDir
    Path folder;

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = Program.freePort();
    }

    /** What a command printed, and how it ended. */
    private record Ended(int code, List<String> lines, String error) {
        List<String> findings() {
            return CheckIT.findings(lines);
        }
    }

    @Test
    void findsWhatAPushFinds() throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/good.md", "# Good\n\nAll is well.\n");
        author.write("_posts/stays.md", "# Stays\n\nFor now.\n");
        author.commit("Begin");
        writeMistakes(author);
        List<String> before = state(author.folder());
        Ended uncommitted = check(author.folder().toString());
        assertThat(state(author.folder())).isEqualTo(before);

        try (Program program = Program.up(folder, port, List.of())) {
            author.commit("All that may be wrong");
            GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "main");
            assertThat(pushed.exitCode()).as(pushed.error()).isZero();
            List<String> findings = findings(pushed.remoteLines());
            assertThat(findings).hasSizeGreaterThan(12);

            assertThat(uncommitted.findings()).isEqualTo(findings);
            assertThat(uncommitted.code).isEqualTo(1);
            assertThat(uncommitted.lines)
                    .last()
                    .asString()
                    .matches("error: \\d+ problems, \\d+ warnings?, \\d+ would be live, 1 draft in .* s");

            // In the folder of the process that runs, with the same configuration.
            Ended committed = check("--json", author.folder().toString());
            assertThat(committed.code).isEqualTo(1);
            JsonNode json =
                    Json.read(String.join("\n", committed.lines).getBytes(StandardCharsets.UTF_8), JsonNode.class);
            assertThat(json.path("findings")).hasSameSizeAs(findings);
            assertThat(json.path("problems").asInt() + json.path("warnings").asInt())
                    .isEqualTo(findings.size());
            assertThat(json.path("drafts").asInt()).isEqualTo(1);
            assertThat(json.path("findings").path(0).path("severity").asText()).isEqualTo("problem");
            assertThat(program.get("/posts/good").statusCode()).isEqualTo(200);
        }
        Files.delete(author.folder().resolve("_posts/link.md")); // JUnit warns of one that leads out of its folder
    }

    @Test
    void takesAFolderWithoutGitAndRefusesWhatIsNone() throws Exception {
        Path plain = Files.createDirectories(folder.resolve("plain/_posts")).getParent();
        Files.writeString(plain.resolve("_posts/a.md"), "# A\n\n[b](b)\n");
        Files.writeString(plain.resolve("_posts/2999-12-31-later.md"), "# Later\n");

        Ended ended = check("plain");

        assertThat(ended.code).isZero();
        assertThat(ended.lines).element(1).asString().isEqualTo("warning         _posts/a.md:3:5  no post b");
        assertThat(ended.lines).last().asString().startsWith("success: 1 warning, 1 would be live, 1 scheduled in ");
        assertThat(plain).isDirectoryNotContaining("glob:**/.git");
        assertThat(folder.resolve("broadsheet-data")).doesNotExist();

        Ended none = check("nowhere");
        assertThat(none.code).isEqualTo(2);
        assertThat(none.error).isEqualTo("broadsheet: nowhere does not exist\n");
        assertThat(none.lines).isEmpty();
    }

    @Test
    void refusesAPushThatBringsAProblemWhereThatIsWanted() throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.write("_posts/good.md", "# Good\n");
        author.commit("Begin");
        Files.writeString(folder.resolve("broadsheet.yml"), "push:\n  onProblem: reject\n");
        try (Program program = Program.up(folder, port, List.of())) {
            String remote = program.url("/git/content.git");
            assertThat(author.run("push", remote, "main").exitCode()).isZero();
            author.write("_posts/more.md", "# More\n\n[a warning](nope)\n");
            // Of render's.
            author.write("public/posts/good.html", "taken");
            author.commit("A problem");

            GitCommandLine.Result refused = author.run("push", remote, "main", "main:other");

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.error())
                    .contains("! [remote rejected] main -> main (1 problem)")
                    .contains("! [remote rejected] main -> other (1 problem)");
            assertThat(findings(refused.remoteLines()))
                    .singleElement()
                    .asString()
                    .startsWith("problem         public/posts/good.html:1:1  ");
            assertThat(author.git("ls-remote", remote))
                    .doesNotContain(author.head().value());
            assertThat(program.get("/posts/more").statusCode()).isEqualTo(404);
            assertThat(folder.resolve("broadsheet-data/judging")).isEmptyDirectory();

            author.delete("public/posts/good.html");
            author.commit("Mended");
            GitCommandLine.Result taken = author.run("push", remote, "main");
            assertThat(taken.exitCode()).as(taken.error()).isZero();
            assertThat(program.get("/posts/more").statusCode()).isEqualTo(200);
        }
    }

    /** One of each kind, of both roles. */
    private static void writeMistakes(GitCommandLine author) throws IOException {
        author.write("site.yml", "title: T\nlanguage: 7x\nunknown: 1\n");
        author.write("_posts/stays.md", "---\ntitle: [never closed\n---\n");
        author.write("_posts/latin.md", "# Caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        author.write("_posts/when.md", "---\ntitle: When\ndate: someday\npublishDate: 2026-13-40\n---\n\nText.\n");
        author.write("_posts/open.md", "---\ntitle: Open\n\nNo end.\n");
        author.write("_posts/twin.md", "# Twin\n");
        author.write("posts/twin.md", "# Twin\n");
        author.write("_posts/links.md", "# Links\n\n\ud83d\ude00 [x](nope) and ![](missing.png) and [y](/nowhere)\n");
        author.write("_posts/deep.md", "# Deep\n\n" + "> ".repeat(150) + "x\n");
        author.write("_posts/new\nline.md", "# Newline\n");
        author.write("_posts/large.md", "# Large\n\n" + "All work and no play. ".repeat(120_000));
        author.write("pages/api.md", "---\ntitle: Api\n---\n\nNo.\n");
        author.write("public/health/live", "no");
        author.write(
                "public/lfs.png",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a".repeat(64) + "\nsize 7\n");
        author.write("public/posts/good.html", "taken");
        author.write("drafts/later.md", "# Later\n");
        Files.createSymbolicLink(author.folder().resolve("_posts/link.md"), Path.of("/etc/passwd"));
    }

    private static List<String> findings(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("problem  ") || line.startsWith("warning  "))
                .toList();
    }

    /** In the folder of the tests, whatever else runs there. */
    private Ended check(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of("target/dist/bin/broadsheet").toAbsolutePath().toString(), "check"));
        command.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("out");
        Path error = folder.resolve("error");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(error.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BROADSHEET_"));
        // What is said of a post names its URL.
        builder.environment().put("BROADSHEET_PORT", Integer.toString(port));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readAllLines(out), Files.readString(error));
    }

    /** Every file with its bytes and its time. */
    private static List<String> state(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            List<String> state = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                state.add(file + " " + Files.getLastModifiedTime(file)
                        + (Files.isRegularFile(file) ? " " + Arrays.hashCode(Files.readAllBytes(file)) : ""));
            }
            return state;
        }
    }
}
