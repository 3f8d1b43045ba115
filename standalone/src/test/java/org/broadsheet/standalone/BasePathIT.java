package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base URL that gains, changes and loses its path, while readers follow every link. */
class BasePathIT {
    private static final int POSTS = 200;
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"#]*)");

    @TempDir
    Path folder;

    private final Map<String, Integer> broken = new ConcurrentHashMap<>();

    @Test
    void noLinkThatAReaderFollowsIsBrokenAndEveryFormerPathLeadsOn() throws Exception {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        for (int i = 0; i < POSTS; i++) {
            author.write(
                    "_posts/p" + i + ".md",
                    "---\ntopic: t" + i % 7 + "\n---\n# Post " + i + "\n\n[Next](p" + (i + 1) % POSTS + ")\n");
        }
        author.write("public/a.txt", "A");
        author.commit("Begin");
        int port;
        try (Program program = Program.up(folder, Program.freePort(), List.of())) {
            port = program.port();
            push(author, program);

            for (String path : List.of("/blog", "/b", "", "/c")) {
                author.write("site.yml", "baseUrl: " + program.url(path) + "\n");
                author.commit("Go to " + path);
                String said = pushWhileReading(author, program);
                assertThat(said)
                        .contains("settings        " + POSTS + " pages are made again")
                        .contains("success: " + POSTS + " pages made again in");
            }

            assertThat(broken).isEmpty();
            leadsOn(program);
        }
        try (Program program = Program.up(folder, port, List.of())) {
            leadsOn(program);
        }
    }

    private static void leadsOn(Program program) {
        for (String former : List.of("", "/blog", "/b")) {
            for (String page : List.of("/posts/p7", "/archive", "/a.txt", "/feed.xml")) {
                HttpResponse<String> answer = program.get(former + page);
                assertThat(answer.statusCode()).as(former + page).isEqualTo(308);
                assertThat(answer.headers().firstValue("Location")).contains("/c" + page);
            }
        }
        assertThat(program.get("/c/posts/p7").statusCode()).isEqualTo(200);
        assertThat(program.get("/posts/nothing").statusCode()).isEqualTo(404);
        assertThat(program.get("/api/v1/status").statusCode()).isEqualTo(200);
    }

    private String pushWhileReading(GitCommandLine author, Program program) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> read(program, done));
        String said = push(author, program);
        done.set(true);
        reader.join();
        return said;
    }

    /** Follows links from the front page on, over and over, as the pages that stand there name them. */
    private void read(Program program, AtomicBoolean done) {
        while (!done.get()) {
            Set<String> seen = ConcurrentHashMap.newKeySet();
            Queue<String> next = new ConcurrentLinkedQueue<>(List.of("/"));
            while (!next.isEmpty() && !done.get()) {
                String url = next.remove();
                HttpResponse<String> answer = program.get(url);
                if (answer.statusCode() == 308) {
                    answer.headers().firstValue("Location").filter(seen::add).ifPresent(next::add);
                } else if (answer.statusCode() != 200) {
                    broken.put(url, answer.statusCode());
                } else if (answer.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("text/html")) {
                    Matcher links = LINK.matcher(answer.body());
                    while (links.find()) {
                        if (seen.add(links.group(1))) {
                            next.add(links.group(1));
                        }
                    }
                }
            }
        }
    }

    private static String push(GitCommandLine author, Program program) {
        return String.join(
                "\n",
                author.run("push", program.url("/git/content.git"), "main").remoteLines());
    }
}
