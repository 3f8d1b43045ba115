package org.broadsheet.standalone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start on 2,000 posts, through the launcher, in a heap of 512 MB: it reads no post again, after a stop and after a kill. It says
 * how long that took, too; what is promised of that stands in docs/benchmarks.md, and is measured by the program named there.
 */
class StartIT {
    private static final Pattern READY = Pattern.compile("ready in ([0-9.]+) s");
    private static final Pattern FOLDED =
            Pattern.compile("Folded \\d+ keys from offset (\\d+) to (\\d+) topic=\"broadsheet.2.content\"");

    @Test
    void readsNoPostAgainHoweverManyThereAre(@TempDir Path folder) throws Exception {
        String content = folder.resolve("author").toString();
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        for (int i = 0; i < 2_000; i++) {
            author.write("_posts/post-%05d.md".formatted(i), post(i));
        }
        CommitId imported = author.commit("Import");

        try (Program first = start(folder, content)) {
            awaitLive(first, imported);
        }
        String afterStop;
        try (Program second = start(folder, content)) {
            afterStop = seconds(second);
            assertReadsNone(second);
            second.kill();
        }
        try (Program third = start(folder, content)) {
            String afterKill = seconds(third);
            assertReadsNone(third);
            awaitLive(third, imported);
            System.out.println(
                    "ready on 2,000 posts in " + afterStop + " s after a stop, in " + afterKill + " s after a kill");
        }
    }

    /** Its fold began at the snapshot: at the end of the log, but for what the start before wrote of its settings. */
    private static void assertReadsNone(Program program) {
        Matcher folded = FOLDED.matcher(program.awaitLine("topic=\"broadsheet.2.content\"", Duration.ofMinutes(1)));
        assertThat(folded.find()).isTrue();
        long from = Long.parseLong(folded.group(1));
        assertThat(from).isGreaterThan(2_000);
        assertThat(Long.parseLong(folded.group(2)) - from).isLessThan(10);
    }

    private static Program start(Path folder, String content) throws Exception {
        return Program.byLauncher(folder, Program.freePort(), "-Xmx512m -Dbroadsheet.log=DEBUG", "--content", content);
    }

    private static String seconds(Program program) {
        Matcher ready = READY.matcher(program.awaitLine("ready in ", Duration.ofMinutes(1)));
        assertThat(ready.find()).isTrue();
        return ready.group(1);
    }

    private static void awaitLive(Program program, CommitId commit) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> program.get("/api/v1/commits/" + commit + "?wait=30")
                        .body()
                        .contains("\"state\":\"live\""));
    }

    /** Little text, but the metadata of a long post: a dozen links. */
    private static String post(int number) {
        String links = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> "[another](post-%05d)".formatted((number + i * 787) % 2_000))
                .collect(Collectors.joining(" "));
        return """
                ---
                title: Post %05d
                topic: topic-%d
                author: Author %d
                date: %s
                ---

                What this post says: %s
                """.formatted(
                        number,
                        number % 30,
                        number % 5,
                        Instant.parse("2000-01-01T00:00:00Z").plus(Duration.ofHours(number)),
                        links);
    }
}
