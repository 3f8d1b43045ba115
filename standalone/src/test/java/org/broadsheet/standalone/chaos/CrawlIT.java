package org.broadsheet.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crawler at full speed while posts come, change, move their links and go, each in a commit of its own; every few commits render stands still in the
 * middle of a release for a moment, and is killed. {@code -Dbroadsheet.chaos.publishes=1000} for a long run, {@code
 * -Dbroadsheet.chaos.seed} for the same choices again.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CrawlIT {
    private static final int PUBLISHES = Integer.getInteger("broadsheet.chaos.publishes", 16);

    /** Of so many publishes one is killed. */
    private static final int A_KILL = Integer.getInteger("broadsheet.chaos.kill", 8);

    private static final int POSTS = 30;
    private static final Pattern NO_POST = Pattern.compile("no post (\\S+?)(;.*)?");

    @TempDir
    Path folder;

    private final long seed = Long.getLong("broadsheet.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    /** Of each post the posts that it names. */
    private final Map<String, List<String>> posts = new TreeMap<>();

    private final BrokenLinks broken = new BrokenLinks();
    private GitCommandLine author;
    private Path control;
    private Program program;
    private int words;
    private int kills;

    @Test
    void meetsNoLinkThatLeadsNowhereButThoseReported() throws Exception {
        author = GitCommandLine.init(folder.resolve("author"));
        control = Files.createDirectories(folder.resolve("control"));
        for (int i = 0; i < POSTS; i++) {
            write(name(i));
        }
        author.write("public/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>\n");
        try {
            start();
            publish();
            Crawler crawler = new Crawler(() -> "http://localhost:" + program.port(), broken);
            Thread crawling = new Thread(crawler, "crawler");
            crawling.start();
            for (int i = 1; i <= PUBLISHES; i++) {
                change();
                if (i % A_KILL == 0) {
                    publishAndKill();
                } else {
                    publish();
                }
                assertThat(reported()).as("seed " + seed).isEqualTo(brokenNow());
            }
            crawler.end();
            crawling.join();

            assertThat(crawler.faults()).as("seed " + seed).isEmpty();
            assertThat(new Crawler(() -> "http://localhost:" + program.port(), broken).sweep())
                    .isEqualTo(brokenNow());
            assertThat(kills).isEqualTo(PUBLISHES / A_KILL);
            System.out.println("crawl: seed " + seed + ", " + PUBLISHES + " publishes, " + kills + " kills, "
                    + crawler.answers() + " answers, " + brokenNow().size() + " broken links at the end");
        } finally {
            program.close();
        }
    }

    private void start() throws Exception {
        program = Program.up(
                folder,
                Program.freePort(),
                List.of("-javaagent:" + KillAgentJar.in(folder) + "=" + control),
                "--content",
                author.folder().toString());
    }

    private static String name(int number) {
        return "post-" + number;
    }

    /** An edit, a new post, one that goes or one that comes back. */
    private void change() throws IOException {
        String name = name(random.nextInt(POSTS + 10));
        if (posts.containsKey(name) && posts.size() > POSTS / 2 && random.nextInt(3) == 0) {
            posts.remove(name);
            author.delete(path(name));
        } else {
            write(name);
        }
        // So that every release has a page to write, whatever the other is.
        write(name(POSTS + 10));
    }

    private void write(String name) throws IOException {
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            String other = name(random.nextInt(POSTS + 10));
            names.add(other);
            text.append("One more, [").append(other).append("](").append(other).append(").\n\n");
        }
        posts.put(name, names);
        author.write(path(name), """
                ---
                title: %s, %d
                topic: [topic-%d]
                date: 2025-12-%02d
                ---

                Version %d, with ![a dot](/dot.svg).

                %s""".formatted(
                        name, random.nextInt(4), random.nextInt(4), 1 + random.nextInt(28), words++, text));
    }

    private static String path(String name) {
        return "_posts/" + name + ".md";
    }

    private Set<String> brokenNow() {
        Set<String> links = new TreeSet<>();
        posts.forEach((name, others) -> others.stream()
                .filter(other -> !posts.containsKey(other))
                .forEach(other -> links.add("/posts/" + name + " /posts/" + other)));
        return links;
    }

    /** What the program says of them. */
    private Set<String> reported() {
        Set<String> links = new TreeSet<>();
        String after = "";
        do {
            JsonNode page = Program.json(program.get("/api/v1/problems?limit=100" + after));
            for (JsonNode problem : page.path("items")) {
                Matcher message = NO_POST.matcher(problem.path("message").asText());
                assertThat(message.matches()).as(problem.toString()).isTrue();
                String name = problem.path("path").asText().replaceFirst("_posts/(.*)\\.md", "$1");
                links.add("/posts/" + name + " /posts/" + message.group(1));
            }
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        return links;
    }

    private void publish() {
        broken.begin(brokenNow());
        awaitLive(author.commit("Publish").value());
        broken.end();
    }

    private void awaitLive(String commit) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> program.get("/api/v1/commits/" + commit + "?wait=20")
                        .body()
                        .contains("\"state\":\"live\""));
    }

    /** Readers go on while a release stands still that is half written. */
    private void publishAndKill() throws Exception {
        broken.begin(brokenNow());
        Files.writeString(control.resolve("arm"), "release-written " + random.nextInt(4));
        String commit = author.commit("Publish, killed").value();
        Awaitility.await("release-written, seed " + seed)
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(control.resolve("hit")));
        Thread.sleep(300);
        program.kill();
        kills++;
        Files.delete(control.resolve("arm"));
        Files.delete(control.resolve("hit"));
        start();
        awaitLive(commit);
        broken.end();
    }
}
