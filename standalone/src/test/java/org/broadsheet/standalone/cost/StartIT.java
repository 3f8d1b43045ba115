package org.broadsheet.standalone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a start takes on 10,000 posts, through the launcher, in a heap of 512 MB. */
class StartIT {
    private static final Pattern READY = Pattern.compile("ready in ([0-9.]+) s");

    /** In seconds. */
    private static final double LONGEST = 5;

    /** After a kill: the dead process counts as living for 3 s, and every object is compared meanwhile. */
    private static final double MOURNING = 10;

    @Test
    void isReadyOnTenThousandPostsAlmostAsSoonAsOnNone(@TempDir Path folder) throws Exception {
        String content = folder.resolve("author").toString();
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        for (int i = 0; i < 10_000; i++) {
            author.write("_posts/post-%05d.md".formatted(i), post(i));
        }
        CommitId imported = author.commit("Import");

        Program.byLauncher(Files.createDirectories(folder.resolve("prepared")), Program.freePort(), "")
                .close();
        double empty;
        try (Program first = start(folder, content)) {
            empty = seconds(first);
            awaitLive(first, imported);
        }
        double afterStop;
        try (Program second = start(folder, content)) {
            afterStop = seconds(second);
            second.kill();
        }
        double afterKill;
        try (Program third = start(folder, content)) {
            afterKill = seconds(third);
            awaitLive(third, imported);
        }

        System.out.printf(
                "ready on nothing in %.1f s, on 10,000 posts in %.1f s after a stop, in %.1f s after a kill%n",
                empty, afterStop, afterKill);
        // A machine that takes longer than 2 s to start on nothing is busy with something else.
        double longest = Math.max(LONGEST, 3 * empty);
        assertThat(afterStop).isLessThan(longest);
        assertThat(afterKill).isLessThan(longest + MOURNING);
    }

    private static Program start(Path folder, String content) throws Exception {
        return Program.byLauncher(folder, Program.freePort(), "-Xmx512m", "--content", content);
    }

    private static double seconds(Program program) {
        Matcher ready = READY.matcher(program.awaitLine("ready in ", Duration.ofMinutes(1)));
        assertThat(ready.find()).isTrue();
        return Double.parseDouble(ready.group(1));
    }

    private static void awaitLive(Program program, CommitId commit) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> program.get("/api/v1/commits/" + commit + "?wait=30")
                        .body()
                        .contains("\"state\":\"live\""));
    }

    private static String post(int number) {
        return """
                ---
                title: Post %05d
                topic: topic-%d
                date: %s
                ---

                What this post says, and [a link](post-%05d).
                """.formatted(
                        number,
                        number % 30,
                        Instant.parse("2000-01-01T00:00:00Z").plus(Duration.ofHours(number)),
                        number == 0 ? 1 : number - 1);
    }
}
