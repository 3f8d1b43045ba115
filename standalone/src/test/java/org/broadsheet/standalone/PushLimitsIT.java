package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.Subscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one push of the real git brings beyond a limit, the next good one goes live, at once and after a start. */
class PushLimitsIT {
    @TempDir
    Path folder;

    private final Subscriber reader = new Subscriber(Optional.empty());

    private Program program;
    private GitCommandLine author;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("broadsheet.yml"), "limits:\n  files: 50\n");
        program = Program.up(folder, Program.freePort(), List.of());
        author = GitCommandLine.init(folder.resolve("author"));
        author.git("config", "core.compression", "0");
        author.write("_posts/first.md", "# First\n\nHello.\n");
        author.commit("Begin");
        assertThat(push()).last().asString().startsWith("success: 1 live");
    }

    @AfterEach
    void stop() {
        program.close();
    }

    @Test
    void noPushWedgesTheSite() throws IOException {
        // More files than the limit on the way, and none of them at the tip.
        writeMany(60);
        author.commit("Sixty");
        removeMany(60);
        author.write("_posts/second.md", "# Second\n\nHello.\n");
        author.commit("Gone again");
        assertThat(push()).last().asString().startsWith("success: 1 live");
        assertThat(problems()).isEmpty();

        // More at the tip: refused with the key's name, and what was live stays.
        writeMany(60);
        author.commit("Sixty, to stay");
        assertThat(refused()).contains("more than 50 files").contains("limits.files");
        assertThat(reader.get(program.url("/posts/second")).statusCode()).isEqualTo(200);
        removeMany(60);
        author.write("_posts/third.md", "# Third\n\nHello.\n");
        author.commit("Fewer");
        assertThat(push()).last().asString().startsWith("success: 1 live");

        // A name that no record and no key could hold.
        commitRaw(name(20_000_000), "A name of 20 MB");
        assertThat(push())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("problem ")
                        .contains("limits.path")
                        .hasSizeLessThan(1000));
        author.git("reset", "--quiet", "--hard", "HEAD~1");
        author.write("_posts/fourth.md", "# Fourth\n\nHello.\n");
        author.commit("Short names");
        assertThat(push("--force"))
                .anySatisfy(line -> assertThat(line).startsWith("live in ").contains("/posts/fourth"));
        assertThat(problems()).isEmpty();

        // An object beyond what a file may have: its file's problem while it is there, nobody's when it is gone.
        author.write("public/large.bin", noise(65 << 20));
        author.write("_posts/fifth.md", "# Fifth\n\nHello.\n");
        author.commit("65 MiB");
        assertThat(push())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("problem ")
                        .contains(" public/large.bin:1:")
                        .contains("limits.asset"))
                .anySatisfy(line -> assertThat(line).startsWith("live in ").contains("/posts/fifth"));
        author.delete("public/large.bin");
        author.commit("Gone");
        assertThat(push()).last().asString().startsWith("success: ");
        assertThat(problems()).isEmpty();
        author.write("public/other.bin", noise(66 << 20));
        author.commit("66 MiB");
        author.delete("public/other.bin");
        author.write("_posts/sixth.md", "# Sixth\n\nHello.\n");
        author.commit("Gone before it was pushed");
        assertThat(push()).last().asString().startsWith("success: 1 live");
        assertThat(problems()).isEmpty();
    }

    private List<String> push(String... options) {
        List<String> command = new ArrayList<>(List.of("push"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(program.url("/git/content.git"), "main"));
        GitCommandLine.Result pushed = author.run(command.toArray(String[]::new));
        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        return pushed.remoteLines();
    }

    private String refused() {
        GitCommandLine.Result pushed = author.run("push", program.url("/git/content.git"), "main");
        assertThat(pushed.exitCode()).as(pushed.error()).isEqualTo(1);
        return pushed.error();
    }

    private List<JsonNode> problems() throws IOException {
        JsonNode items = reader.json(program.url("/api/v1/problems")).path("items");
        return items.valueStream().toList();
    }

    private void writeMany(int count) {
        for (int i = 0; i < count; i++) {
            author.write("many/" + i + ".txt", "x");
        }
    }

    private void removeMany(int count) {
        for (int i = 0; i < count; i++) {
            author.delete("many/" + i + ".txt");
        }
    }

    /** On top of the branch, the same tree with one file more, whose name no file system could hold. */
    private void commitRaw(byte[] name, String message) throws IOException {
        String blob = author.git("rev-parse", "HEAD:_posts/first.md").strip();
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        tree.writeBytes("40000 _posts\0".getBytes(StandardCharsets.UTF_8));
        tree.writeBytes(
                HexFormat.of().parseHex(author.git("rev-parse", "HEAD:_posts").strip()));
        tree.writeBytes("100644 ".getBytes(StandardCharsets.UTF_8));
        tree.writeBytes(name);
        tree.write(0);
        tree.writeBytes(HexFormat.of().parseHex(blob));
        Path raw = folder.resolve("tree");
        Files.write(raw, tree.toByteArray());
        String treeId = author.git("hash-object", "-t", "tree", "-w", "--literally", raw.toString())
                .strip();
        String commit =
                author.git("commit-tree", treeId, "-p", "HEAD", "-m", message).strip();
        author.git("update-ref", "refs/heads/main", commit);
    }

    private static byte[] name(int length) {
        byte[] name = new byte[length];
        Arrays.fill(name, (byte) 'n');
        System.arraycopy(".md".getBytes(StandardCharsets.UTF_8), 0, name, length - 3, 3);
        return name;
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
