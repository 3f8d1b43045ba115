package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SiteFolder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A history of all that people do to files, by the real git: pushed commit by commit, in some pushes and in one it is the same site, byte
 * by byte, redirects, ids and dates included; and what is told of each post is what was done to it. {@code -Dcommits=300} for a long one.
 */
@Timeout(900)
class AnyHistoryIT {
    private static final int COMMITS = Integer.getInteger("commits", 50);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = 1)
    void isTheSameSiteHoweverItIsPushed(long seed) throws Exception {
        Random random = new Random(seed);
        Authors authors = new Authors(GitCommandLine.init(folder.resolve("author")), random);
        for (int i = 0; i < COMMITS; i++) {
            authors.step();
        }
        List<String> tips = authors.tips;
        SortedMap<String, String> oneByOne;
        try (TestReceiver receiver = new TestReceiver();
                Program program = up("one-by-one")) {
            program.post("/api/v1/webhooks", "{\"url\": \"" + receiver.url() + "\", \"events\": [\"post.*\"]}");
            for (String tip : tips) {
                push(program, authors.git, tip);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(told(receiver)).containsExactlyInAnyOrderElementsOf(authors.told));
            oneByOne = site("one-by-one");
        }
        try (Program program = up("some")) {
            for (int at = -1; at < tips.size() - 1; ) {
                at = Math.min(tips.size() - 1, at + 1 + random.nextInt(12));
                push(program, authors.git, tips.get(at));
            }
            assertThat(site("some")).isEqualTo(oneByOne);
        }
        try (Program program = up("at-once")) {
            push(program, authors.git, tips.getLast());
            assertThat(site("at-once")).isEqualTo(oneByOne);
        }
        assertThat(oneByOne.keySet()).anyMatch(name -> name.endsWith(".308.html"));
    }

    private Program up(String name) throws Exception {
        return Program.up(
                Files.createDirectories(folder.resolve(name)),
                Program.freePort(),
                List.of(),
                "--base-url",
                "http://localhost:8080");
    }

    private SortedMap<String, String> site(String name) throws Exception {
        return SiteFolder.digests(folder.resolve(name).resolve("broadsheet-data/site"));
    }

    private static void push(Program program, GitCommandLine git, String tip) {
        GitCommandLine.Result pushed = git.run("push", program.url("/git/content.git"), tip + ":refs/heads/main");
        assertThat(pushed.exitCode()).as(pushed.error()).isZero();
        JsonNode answer = Program.json(program.get("/api/v1/commits/" + tip + "?wait=60"));
        assertThat(answer.path("state").asText())
                .as(answer + "\n" + pushed.error())
                .isEqualTo("live");
        assertThat(answer.path("problems")).isEmpty();
    }

    private static List<String> told(TestReceiver receiver) {
        return receiver.received().stream()
                .map(one -> Json.read(one.body().getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .map(event -> event.path("type").asText() + " "
                        + path(event.at("/data/url").asText())
                        + (event.at("/data/previous/url").isTextual()
                                ? " from " + path(event.at("/data/previous/url").asText())
                                : ""))
                .toList();
    }

    private static String path(String url) {
        return url.replaceFirst("^http://localhost:8080", "");
    }

    /** Somebody who knows which post each file is. */
    private static final class Authors {
        private static final List<String> FOLDERS =
                List.of("_posts/", "posts/", "content/posts/", "content/blog/2024/");

        private final GitCommandLine git;
        private final Random random;
        private final List<String> tips = new ArrayList<>();
        /** What is to be told, in the words of {@link #told}. */
        private final List<String> told = new ArrayList<>();

        private final Map<String, Post> files = new TreeMap<>();
        private final Map<String, Post> deleted = new TreeMap<>();
        private int posts;
        private int names;
        private Instant clock = Instant.parse("2026-01-01T10:00:00Z");

        /** @param lines of its text, each with the number of its edition */
        private record Post(int number, String slug, List<Integer> lines) {
            String text() {
                StringBuilder text =
                        new StringBuilder("---\ntitle: Post " + number + "\ntopics: [t" + number % 3 + "]\n");
                if (!slug.isEmpty()) {
                    text.append("slug: ").append(slug).append('\n');
                }
                text.append("---\n\n");
                for (int i = 0; i < lines.size(); i++) {
                    text.append("Line ")
                            .append(i)
                            .append(" of post ")
                            .append(number)
                            .append(", edition ")
                            .append(lines.get(i))
                            .append(".\n\n");
                }
                return text.toString();
            }

            String url(String path) {
                String name = path.substring(path.lastIndexOf('/') + 1).replace(".md", "");
                return "/posts/" + (slug.isEmpty() ? name : slug);
            }
        }

        Authors(GitCommandLine git, Random random) {
            this.git = git;
            this.random = random;
        }

        void step() {
            Map<String, Post> before = new TreeMap<>(files);
            if (files.size() < 4) {
                add();
            } else if (random.nextInt(8) == 0) {
                branches();
            } else {
                change();
            }
            if (!files.equals(before)) {
                commit();
                tips.add(git.head().value());
                tell(before);
            }
        }

        private void commit() {
            clock = clock.plusSeconds(3_600);
            git.at(clock, "+0000");
            git.commit("Commit of " + clock);
        }

        /** Two that touch different posts, and their merge, whichever is its first parent. */
        private void branches() {
            List<String> paths = new ArrayList<>(files.keySet());
            String one = paths.remove(random.nextInt(paths.size()));
            String other = paths.remove(random.nextInt(paths.size()));
            git.git("checkout", "--quiet", "-b", "side");
            move(one, random.nextBoolean());
            commit();
            git.git("checkout", "--quiet", "main");
            edit(other);
            commit();
            boolean mainIsFirst = random.nextBoolean();
            clock = clock.plusSeconds(3_600);
            git.at(clock, "+0000");
            if (mainIsFirst) {
                git.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side");
            } else {
                git.git("checkout", "--quiet", "side");
                git.git("merge", "--quiet", "--no-ff", "-m", "Merge", "main");
                git.git("checkout", "--quiet", "-B", "main");
            }
            git.git("branch", "--quiet", "-D", "side");
            // So that there is something to commit.
            add();
        }

        private void change() {
            List<String> paths = List.copyOf(files.keySet());
            String path = paths.get(random.nextInt(paths.size()));
            switch (random.nextInt(10)) {
                case 0 -> add();
                case 1, 2 -> edit(path);
                case 3 -> move(path, false);
                case 4 -> move(path, true);
                case 5 -> swap(path, paths.get(random.nextInt(paths.size())));
                case 6 -> {
                    git.delete(path);
                    deleted.put(path, files.remove(path));
                }
                case 7 -> comeBack();
                case 8 -> {
                    Post post = files.get(path);
                    write(path, new Post(post.number, post.slug.isEmpty() ? "slug-" + names++ : "", post.lines));
                }
                default -> folder();
            }
        }

        private void write(String path, Post post) {
            files.put(path, post);
            git.write(path, post.text());
        }

        private void add() {
            String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
            write(
                    folder + "n" + names++ + ".md",
                    new Post(posts++, "", Stream.generate(() -> 0).limit(20).toList()));
        }

        private void edit(String path) {
            write(path, edited(files.get(path)));
        }

        /** A fifth of it. */
        private Post edited(Post post) {
            List<Integer> lines = new ArrayList<>(post.lines);
            for (int i = 0; i < 4; i++) {
                lines.set(random.nextInt(lines.size()), 1 + random.nextInt(1_000_000));
            }
            return new Post(post.number, post.slug, lines);
        }

        private void move(String path, boolean edited) {
            Post post = files.remove(path);
            String name = random.nextInt(4) == 0
                    ? path.substring(path.lastIndexOf('/') + 1).replace('n', 'N')
                    : "n" + names++ + ".md";
            String to = FOLDERS.get(random.nextInt(FOLDERS.size())) + name;
            if (files.containsKey(to) || to.equals(path)) {
                to = "_posts/n" + names++ + ".md";
            }
            git.delete(path);
            write(to, edited ? edited(post) : post);
        }

        private void swap(String one, String other) {
            if (!one.equals(other)) {
                Post post = files.get(one);
                write(one, edited(files.get(other)));
                write(other, edited(post));
            }
        }

        private void comeBack() {
            for (Map.Entry<String, Post> one : deleted.entrySet()) {
                boolean free = files.entrySet().stream()
                        .noneMatch(there -> there.getKey().equals(one.getKey())
                                || there.getValue()
                                        .url(there.getKey())
                                        .equalsIgnoreCase(one.getValue().url(one.getKey())));
                if (free) {
                    deleted.remove(one.getKey());
                    write(one.getKey(), one.getValue());
                    return;
                }
            }
            add();
        }

        /** All that is in it goes to another one. */
        private void folder() {
            String from = FOLDERS.get(random.nextInt(FOLDERS.size()));
            String to = FOLDERS.get(random.nextInt(FOLDERS.size()));
            for (String path : List.copyOf(files.keySet())) {
                String there = path.startsWith(from) ? to + path.substring(from.length()) : path;
                if (!files.containsKey(there)) {
                    Post post = files.remove(path);
                    git.delete(path);
                    write(there, post);
                }
            }
        }

        private void tell(Map<String, Post> before) {
            Map<Integer, String> was = urls(before);
            Map<Integer, String> is = urls(files);
            Map<Integer, Post> texts = new TreeMap<>();
            before.values().forEach(post -> texts.put(post.number, post));
            was.forEach((number, url) -> {
                if (!is.containsKey(number)) {
                    told.add("post.deleted " + url);
                }
            });
            is.forEach((number, url) -> {
                String former = was.get(number);
                Post now = files.values().stream()
                        .filter(post -> post.number == number)
                        .findFirst()
                        .orElseThrow();
                if (former == null) {
                    told.add("post.published " + url);
                } else if (!former.equals(url)) {
                    told.add("post.moved " + url + " from " + former);
                } else if (!now.equals(texts.get(number))) {
                    told.add("post.updated " + url);
                }
            });
        }

        private static Map<Integer, String> urls(Map<String, Post> of) {
            Map<Integer, String> urls = new TreeMap<>();
            of.forEach((path, post) -> urls.put(post.number, post.url(path)));
            return urls;
        }
    }
}
