package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SmallDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A device that is full, or cannot be written: readers are served, authors are told, and what was pushed goes live once there is room. */
@EnabledOnOs(OS.LINUX)
class FullDiskIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private SmallDisk disk;
    private GitCommandLine author;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount(folder.resolve("disk"), 100);
        author = GitCommandLine.init(folder.resolve("author"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void takesPushesAgainWhenThereIsRoomAgain() throws Exception {
        try (Program program = onTheDisk(Map.of())) {
            program.awaitLine("ready in ", MINUTE);
            assertThat(push(program, "a").exitCode()).isZero();
            String before = tip(program);

            disk.fill();
            awaitNotReady(program, "no space left on the device at");
            program.awaitLine("the broker has ended: no space left on the device at", MINUTE);
            GitCommandLine.Result refused = push(program, "b");

            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.error())
                    .contains("nothing was taken: no space left on the device at " + data())
                    .contains("make room there, then push again");
            assertThat(tip(program)).isEqualTo(before);
            assertThat(program.get("/posts/a").statusCode()).isEqualTo(200);
            assertThat(program.isAlive()).isTrue();

            disk.free();
            awaitReady(program);
            assertThat(push(program, "c").exitCode()).as(program::report).isZero();

            for (String post : List.of("a", "b", "c")) {
                assertThat(program.get("/posts/" + post).statusCode()).as(post).isEqualTo(200);
            }
            assertThat(program.lines()).noneMatch(line -> line.contains("KafkaStorageException"));
            assertThat(program.stop()).isZero();
        }
        try (Program again = onTheDisk(Map.of())) {
            again.awaitLine("ready in ", MINUTE);
            assertThat(again.get("/api/v1/status").body()).contains(tip(again));
        }
    }

    @Test
    void publishesWhatWasTakenWhenTheDiskBecameFullMeanwhile() throws Exception {
        Path site = folder.resolve("disk/site");
        try (Program program = Program.launch(
                folder,
                Program.freePort(),
                List.of(),
                Map.of(
                        "BROADSHEET_STORAGE_SITE", site.toString(),
                        "BROADSHEET_STORAGE_RESERVE", "0",
                        "BROADSHEET_PUSH_TIMEOUT", "2s"),
                "up",
                "--port",
                "0")) {
            String ready = program.awaitLine("  git    ", MINUTE);
            program.awaitLine("ready in ", MINUTE);
            String url = ready.strip().split("\\s+")[1];
            disk.fill();
            author.write("_posts/a.md", "# A\n").commit("A");

            GitCommandLine.Result pushed = author.run("push", url, "main");

            assertThat(pushed.exitCode()).as(pushed.error()).isZero();
            // Of whom it speaks depends on whether render comes to say, within the two seconds, that it has begun.
            assertThat(pushed.error())
                    .containsPattern("0 of 1 live after 2 s; it goes on without you|warning: taken in, not live yet: ");
            assertThat(program.awaitLine("No space left on device", MINUTE)).contains("make room there");
            disk.free();
            program.awaitLine(" A · 1 live", MINUTE);
            assertThat(program.lines()).noneMatch(line -> line.strip().startsWith("at "));
        }
    }

    @Test
    void saysThatThereWasNoRoomForAPack() throws Exception {
        try (Program program = onTheDisk(Map.of("BROADSHEET_STORAGE_RESERVE", "0"))) {
            program.awaitLine("ready in ", MINUTE);
            assertThat(push(program, "a").exitCode()).isZero();
            String before = tip(program);
            disk.fill();

            GitCommandLine.Result refused = push(program, "b");

            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.error()).contains("nothing was taken: ").contains("make room there, then push again");
            assertThat(tip(program)).isEqualTo(before);
            disk.free();
            awaitReady(program);
            await().atMost(MINUTE)
                    .untilAsserted(() -> assertThat(
                                    author.run("push", url(program), "main").exitCode())
                            .isZero());
            await().atMost(MINUTE)
                    .untilAsserted(() ->
                            assertThat(program.get("/posts/b").statusCode()).isEqualTo(200));
        }
    }

    @Test
    void endsAStartOnAFullOrReadOnlyDiskWithASentence() throws Exception {
        disk.fill();
        assertFails("no space left on the device at", "make room there");
        disk.free();
        disk.remount("ro");
        assertFails("read-only", "mount it so that it can be written");
    }

    private void assertFails(String found, String advice) throws IOException {
        try (Program program = onTheDisk(Map.of())) {
            assertThat(program.await()).as(String.join("\n", program.lines())).isEqualTo(1);
            assertThat(program.lines())
                    .singleElement()
                    .asString()
                    .startsWith("broadsheet: ")
                    .contains(found)
                    .contains(advice);
        }
    }

    private Path data() {
        return folder.resolve("disk/data");
    }

    private Program onTheDisk(Map<String, String> environment) throws IOException {
        int port = Program.freePort();
        return Program.launch(
                folder,
                port,
                List.of(),
                environment,
                "up",
                "--port",
                Integer.toString(port),
                "--data",
                data().toString());
    }

    private static String url(Program program) {
        return program.url("/git/content.git");
    }

    private GitCommandLine.Result push(Program program, String post) {
        author.write("_posts/" + post + ".md", "# " + post + "\n").commit(post);
        return author.run("push", url(program), "main");
    }

    private String tip(Program program) {
        return author.git("ls-remote", url(program), "refs/heads/main").split("\\s")[0];
    }

    private static void awaitNotReady(Program program, String why) {
        await().atMost(MINUTE).untilAsserted(() -> {
            var answer = program.get("/health/ready");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains(why);
        });
    }

    private static void awaitReady(Program program) {
        await().atMost(MINUTE)
                .untilAsserted(() -> assertThat(program.get("/health/ready").statusCode())
                        .as(() -> program.get("/health/ready").body())
                        .isEqualTo(200));
    }
}
