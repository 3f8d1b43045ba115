package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A history of all that people do to files, by the real git: pushed commit by commit, in some pushes and in one it is the same site, byte
 * by byte, redirects, ids and dates included; and what is told of each post is what was done to it. {@code -Dcommits=300} for a long one.
 */
@Timeout(900)
class AnyHistoryIT {
    private static final int COMMITS = Integer.getInteger("commits", 50);

    static LongStream seeds() {
        return LongStream.rangeClosed(Long.getLong("seed", 1), Long.getLong("lastSeed", Long.getLong("seed", 1)));
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("seeds")
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

    /** By whose rules posts have their URLs: what {@code site.yml} says, and then a generator's configuration. */
    private record Rules(Own own, Generator generator, boolean articles) {
        enum Own {
            NONE(""),
            ALL("permalinks: /p/:slug.html\n"),
            FOLDERS("permalinks: {_posts: /dated/:year/:month/:slug, content/posts: /notes/:slug/}\n");

            private final String text;

            Own(String text) {
                this.text = text;
            }
        }

        enum Generator {
            NONE("", ""),
            JEKYLL("_config.yml", "permalink: /journal/:title.html\n"),
            HUGO("hugo.toml", "[permalinks]\nposts = \"/writing/:slugorfilename/\"\n");

            private final String file;
            private final String text;

            Generator(String file, String text) {
                this.file = file;
                this.text = text;
            }
        }

        String settings() {
            return "title: Any\ncontent: {articles: " + (articles ? "posts" : "ignore") + "}\n" + own.text;
        }

        boolean publishes(String path) {
            return articles || !path.startsWith("articles/");
        }

        String url(String path, Post post) {
            if (!post.permalink.isEmpty()) {
                return post.permalink.replaceFirst("/$", "");
            }
            String whole = path.replaceFirst("\\.[a-z]+$", "");
            String name = post.slug.isEmpty() ? whole.substring(whole.lastIndexOf('/') + 1) : post.slug;
            if (own == Own.ALL) {
                return "/p/" + name + ".html";
            }
            if (own == Own.FOLDERS && path.startsWith("content/posts/")) {
                return "/notes/" + name;
            }
            // Without a year the pattern makes no URL.
            if (own == Own.FOLDERS && path.startsWith("_posts/") && !post.date.isEmpty()) {
                return "/dated/" + post.date.substring(0, 4) + "/" + post.date.substring(5, 7) + "/" + name;
            }
            if (generator == Generator.JEKYLL) {
                return path.startsWith("_posts/") ? "/journal/" + name + ".html" : "/" + whole;
            }
            if (generator == Generator.HUGO && path.startsWith("content/")) {
                return (path.startsWith("content/posts/") ? "/writing/" : "/blog/2024/")
                        + name.toLowerCase(Locale.ROOT);
            }
            return "/posts/" + name;
        }
    }

    /**
     * @param permalink empty for none
     * @param date empty for none
     * @param hidden the line that hides it, or empty
     * @param lines of its text, each with the number of its edition
     */
    private record Post(
            int number,
            boolean html,
            String slug,
            String permalink,
            List<String> aliases,
            String date,
            String hidden,
            List<Integer> lines) {
        String text() {
            StringBuilder text = new StringBuilder("---\ntitle: Post " + number + "\ntopics: [t" + number % 3 + "]\n");
            if (!slug.isEmpty()) {
                text.append("slug: ").append(slug).append('\n');
            }
            if (!permalink.isEmpty()) {
                text.append(number % 2 == 0 ? "permalink: " : "url: ")
                        .append(permalink)
                        .append('\n');
            }
            if (!aliases.isEmpty()) {
                text.append(number % 3 == 0 ? "redirect_from: " : "aliases: ")
                        .append(aliases)
                        .append('\n');
            }
            if (!date.isEmpty()) {
                text.append("date: ").append(date).append('\n');
            }
            text.append(hidden).append("---\n\n");
            for (int i = 0; i < lines.size(); i++) {
                String line = "Line " + i + " of post " + number + ", edition " + lines.get(i) + ".";
                text.append(html ? "<p>" + line + "</p>" : line).append("\n\n");
            }
            return text.toString();
        }

        boolean isAhead() {
            return date.startsWith("209") && hidden.isEmpty();
        }

        boolean isLive() {
            return !isAhead() && hidden.isEmpty();
        }

        Post withText(List<Integer> other) {
            return new Post(number, html, slug, permalink, aliases, date, hidden, other);
        }

        Post withSlug(String other) {
            return new Post(number, html, other, permalink, aliases, date, hidden, lines);
        }

        Post withUrls(String otherPermalink, List<String> otherAliases) {
            return new Post(number, html, slug, otherPermalink, otherAliases, date, hidden, lines);
        }

        Post withState(String otherDate, String otherHidden) {
            return new Post(number, html, slug, permalink, aliases, otherDate, otherHidden, lines);
        }
    }

    /** Somebody who knows which post each file is. */
    private static final class Authors {
        private static final List<String> FOLDERS =
                List.of("_posts/", "posts/", "content/posts/", "content/blog/2024/", "articles/");

        private final GitCommandLine git;
        private final Random random;
        private final List<String> tips = new ArrayList<>();
        /** What is to be told, in the words of {@link #told}. */
        private final List<String> told = new ArrayList<>();

        private final Map<String, Post> files = new TreeMap<>();
        private final Map<String, Post> deleted = new TreeMap<>();
        private Rules rules = new Rules(Rules.Own.NONE, Rules.Generator.NONE, true);
        /** Permalinks and aliases that posts had. */
        private final Set<String> left = new TreeSet<>();

        private int posts;
        private int names;
        private Instant clock = Instant.parse("2024-01-01T10:00:00Z");

        /** A post at a path, as the world sees it. */
        private record Seen(Post post, String url) {}

        Authors(GitCommandLine git, Random random) {
            this.git = git;
            this.random = random;
            git.write("site.yml", rules.settings());
        }

        void step() {
            Map<Integer, Seen> before = seen();
            Rules were = rules;
            if (paths().size() < 4) {
                add();
            } else if (random.nextInt(8) == 0) {
                branches();
            } else {
                change();
            }
            if (!seen().equals(before) || !rules.equals(were)) {
                commit();
                tips.add(git.head().value());
                tell(before, seen());
            }
        }

        private void commit() {
            clock = clock.plusSeconds(3_600);
            git.at(clock, "+0000");
            git.commit("Commit of " + clock);
        }

        /** Of posts that are published, or would be: what is ignored is left alone. */
        private List<String> paths() {
            return files.keySet().stream().filter(rules::publishes).toList();
        }

        private List<String> folders() {
            return FOLDERS.stream().filter(rules::publishes).toList();
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        /** Two that touch different posts, and their merge, whichever is its first parent. */
        private void branches() {
            List<String> paths = new ArrayList<>(paths());
            String one = paths.remove(random.nextInt(paths.size()));
            String other = paths.remove(random.nextInt(paths.size()));
            // What nobody was told of, and so was not committed yet, both branches have.
            if (!git.git("status", "--porcelain").isBlank()) {
                commit();
            }
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
            String path = any(paths());
            Post post = files.get(path);
            switch (random.nextInt(16)) {
                case 0 -> add();
                case 1, 2 -> edit(path);
                case 3 -> move(path, false);
                case 4 -> move(path, true);
                case 5 -> swap(path, any(paths()));
                case 6 -> {
                    git.delete(path);
                    deleted.put(path, files.remove(path));
                }
                case 7 -> comeBack();
                case 8 -> write(path, post.withSlug(post.slug.isEmpty() ? "slug-" + names++ : ""));
                case 9 -> {
                    String permalink = post.permalink.isEmpty() ? free("/own/") : "";
                    if (!post.permalink.isEmpty()) {
                        left.add(post.permalink);
                    }
                    write(path, post.withUrls(permalink, post.aliases));
                }
                case 10 -> {
                    List<String> aliases = random.nextInt(3) > 0 ? List.of(free("/old/")) : List.of();
                    left.addAll(post.aliases);
                    write(path, post.withUrls(post.permalink, aliases));
                }
                case 11, 12 -> write(path, inAnotherState(post));
                case 13 -> configure();
                case 14 -> {
                    if (!rules.articles || random.nextInt(3) == 0) {
                        configure(new Rules(rules.own, rules.generator, !rules.articles));
                    } else {
                        add();
                    }
                }
                default -> folder();
            }
        }

        /** A URL that no post has: a new one, or of one that has it no longer. */
        private String free(String folder) {
            if (!left.isEmpty() && random.nextBoolean()) {
                String again = any(List.copyOf(left));
                left.remove(again);
                return again;
            }
            return folder + "k" + names++ + any(List.of("", "/", ".html"));
        }

        private Post inAnotherState(Post post) {
            // Behind its commit, and past long ago.
            String hours = clock.plusSeconds(5 * 3_600L).toString();
            return switch (random.nextInt(6)) {
                case 0 -> post.withState("2023-0" + (1 + random.nextInt(9)) + "-04", "");
                case 1 -> post.withState(hours, "");
                case 2 -> post.withState("209" + random.nextInt(3) + "-01-01", "");
                case 3 -> post.withState("", "draft: true\n");
                case 4 -> post.withState("", "expires: 2023-05-01\n");
                default -> post.withState("", "");
            };
        }

        private void configure() {
            configure(new Rules(
                    any(List.of(Rules.Own.values())), any(List.of(Rules.Generator.values())), rules.articles));
        }

        private void configure(Rules to) {
            if (!to.generator.equals(rules.generator)) {
                if (!rules.generator.file.isEmpty()) {
                    git.delete(rules.generator.file);
                }
                if (!to.generator.file.isEmpty()) {
                    git.write(to.generator.file, to.generator.text);
                }
            }
            rules = to;
            git.write("site.yml", rules.settings());
        }

        private void write(String path, Post post) {
            files.put(path, post);
            git.write(path, post.text());
        }

        private void add() {
            boolean html = random.nextInt(5) == 0;
            write(
                    any(folders()) + "n" + names++ + (html ? ".html" : ".md"),
                    new Post(
                            posts++,
                            html,
                            "",
                            "",
                            List.of(),
                            "",
                            "",
                            Stream.generate(() -> 0).limit(20).toList()));
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
            return post.withText(lines);
        }

        private void move(String path, boolean edited) {
            Post post = files.remove(path);
            String ending = post.html ? ".html" : ".md";
            String name = random.nextInt(4) == 0
                    ? path.substring(path.lastIndexOf('/') + 1).replace('n', 'N')
                    : "n" + names++ + ending;
            String to = any(folders()) + name;
            if (files.containsKey(to) || to.equals(path)) {
                to = "_posts/n" + names++ + ending;
            }
            git.delete(path);
            write(to, edited ? edited(post) : post);
        }

        private void swap(String one, String other) {
            Post post = files.get(one);
            if (!one.equals(other) && post.html == files.get(other).html) {
                write(one, edited(files.get(other)));
                write(other, edited(post));
            }
        }

        private void comeBack() {
            for (Map.Entry<String, Post> one : deleted.entrySet()) {
                boolean free = rules.publishes(one.getKey())
                        && files.entrySet().stream()
                                .noneMatch(there -> there.getKey().equals(one.getKey())
                                        || claims(there).stream().anyMatch(claims(one)::contains));
                if (free) {
                    deleted.remove(one.getKey());
                    write(one.getKey(), one.getValue());
                    return;
                }
            }
            add();
        }

        private Set<String> claims(Map.Entry<String, Post> file) {
            Post post = file.getValue();
            return Stream.concat(
                            Stream.of(rules.url(file.getKey(), post), post.permalink)
                                    .filter(url -> !url.isEmpty()),
                            post.aliases.stream())
                    .map(url -> url.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }

        /** All that is in it goes to another one. */
        private void folder() {
            String from = any(folders());
            String to = any(folders());
            for (String path : List.copyOf(files.keySet())) {
                String there = path.startsWith(from) ? to + path.substring(from.length()) : path;
                if (!files.containsKey(there)) {
                    Post post = files.remove(path);
                    git.delete(path);
                    write(there, post);
                }
            }
        }

        private void tell(Map<Integer, Seen> before, Map<Integer, Seen> now) {
            before.forEach((number, was) -> {
                if (was.post.isLive() && !now.containsKey(number)) {
                    told.add("post.deleted " + was.url);
                }
            });
            now.forEach((number, is) -> {
                Seen was = before.get(number);
                boolean wasLive = was != null && was.post.isLive();
                if (wasLive && !is.post.isLive()) {
                    told.add("post.unpublished " + was.url);
                } else if (is.post.isAhead()) {
                    if (was == null || !was.post.isAhead() || !was.post.date.equals(is.post.date)) {
                        told.add("post.scheduled " + is.url);
                    }
                } else if (!is.post.isLive()) {
                    // Nobody knew of it.
                } else if (!wasLive) {
                    told.add("post.published " + is.url);
                } else if (!was.url.equals(is.url)) {
                    told.add("post.moved " + is.url + " from " + was.url);
                } else if (!was.post.equals(is.post)) {
                    told.add("post.updated " + is.url);
                }
            });
        }

        private Map<Integer, Seen> seen() {
            Map<Integer, Seen> seen = new TreeMap<>();
            files.forEach((path, post) -> {
                if (rules.publishes(path)) {
                    seen.put(post.number, new Seen(post, rules.url(path, post)));
                }
            });
            return seen;
        }
    }
}
