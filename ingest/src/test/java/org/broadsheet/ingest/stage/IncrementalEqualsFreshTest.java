package org.broadsheet.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Facts are a function of history: whatever the pushes were, wherever the process was restarted or killed, content is what a
 * fresh import of the last commit writes.
 */
class IncrementalEqualsFreshTest {
    private static final int COMMITS = 40;

    @TempDir
    Path data;

    /** More with {@code -Dseeds=1000}. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 25));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyHistoryInAnyPushes(long seed) throws Exception {
        Random random = new Random(seed);
        try (GitFixture git = new GitFixture();
                IngestDriver ingest = new IngestDriver(git, data)) {
            RandomSite site = new RandomSite(git, random);

            for (int i = 0; i < COMMITS; i++) {
                site.step();
                if (random.nextInt(4) == 0) {
                    ingest.later(Duration.ofHours(random.nextInt(8)));
                    ingest.tick();
                }
                if (random.nextInt(3) > 0 && git.tip().isPresent()) {
                    ingest.transactions(random.nextInt(4) == 0 ? 3 : 1_000);
                    if (random.nextInt(4) == 0) {
                        if (random.nextBoolean()) {
                            findsWhatHistorySays(ingest, seed);
                        }
                        ingest.restart();
                    }
                    if (random.nextInt(6) == 0) {
                        ingest.transactions(2).tryToDieAfter(random.nextInt(3));
                    } else {
                        ingest.look();
                    }
                }
            }
            ingest.look();
            findsWhatHistorySays(ingest, seed);

            try (IngestDriver fresh = new IngestDriver(git, data)) {
                fresh.later(Duration.between(fresh.now(), ingest.now())).look();
                assertThat(differences(comparable(ingest.content()), comparable(fresh.content())))
                        .as("content, seed " + seed)
                        .isEmpty();
                assertThat(ingest.problems()).as("problems, seed " + seed).isEqualTo(fresh.problems());
            }
        }
    }

    /** Whatever is wrong with the files, and wherever the facts began: those of an end are those of a walk. */
    private static void findsWhatHistorySays(IngestDriver ingest, long seed) throws Exception {
        if (ingest.isOpen()) {
            ingest.stop();
            assertThat(ingest.found()).as("found, seed " + seed).contains(ingest.walked());
        }
    }

    /** Without what tells where the pushes were: the cursor, and deletions that nobody can still see. */
    private static Map<String, Content> comparable(Map<String, Content> content) {
        Map<String, Content> comparable = new TreeMap<>(content);
        comparable.values().removeIf(c -> c instanceof Content.CommitIngested);
        comparable
                .values()
                .removeIf(c -> c instanceof Content.Removed r && r.urls().isEmpty());
        return comparable;
    }

    private static List<String> differences(Map<String, Content> incremental, Map<String, Content> fresh) {
        Set<String> keys = new TreeSet<>(incremental.keySet());
        keys.addAll(fresh.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(incremental.get(key), fresh.get(key)))
                .map(key -> "\nincremental " + incremental.get(key) + "\nfresh       " + fresh.get(key))
                .toList();
    }

    /** Everything that an author may do, in small numbers so that it meets. */
    private static final class RandomSite {
        private static final List<String> PATHS = List.of(
                "_posts/a.md",
                "_posts/b.md",
                "_posts/2026-11-01-c.md",
                "posts/a.md",
                "content/posts/d/index.md",
                "content/about.md",
                "content/docs/index.md",
                "content/docs/setup.md",
                "content/docs/setup/index.md",
                "_posts/n/index.md",
                "_posts/n/m/index.md",
                "pages/team/index.md",
                "_drafts/e.md",
                "content/index.md",
                "pages/team/b.md",
                "_posts/n/text/p.md",
                "content/cover.jpg.md",
                "_posts/_index.md",
                "content/topics/t1/_index.md",
                "about.md",
                "notes/a.md",
                "notes/_posts/f.md",
                "content/docs/a.de.md",
                "_posts/h.html",
                "_posts/n/index.html",
                "pages/team/b.html",
                "content/docs/setup.html");
        private static final List<String> SLUGS = List.of("a", "b", "A", "x", "about", "cover.jpg");
        private static final List<String> FOLDERS =
                List.of("_posts/n/", "_posts/n/m/", "content/posts/d/", "_posts/o/");
        private static final List<String> FILES = List.of(
                "public/p.png",
                "static/p.png",
                "_posts/pic.png",
                "_posts/img/q.png",
                "content/posts/d/r.png",
                "pages/team/s.png",
                "content/docs/setup/u.png",
                "_posts/n/v.png",
                "_posts/n/m/v.png",
                "_posts/cover.jpg",
                "_posts/n/cover.jpg",
                "_posts/n/m/cover.jpg",
                "content/posts/d/cover.jpg",
                "public/cover.jpg",
                "public/posts/n/cover.jpg",
                "public/about",
                "public/about.html",
                "public/index.html",
                "public/team/s.png",
                "pages/team/b.html",
                "assets/t.png",
                "_config.yml");
        private static final List<String> CONFIGURATIONS =
                List.of("_config.yml", "hugo.toml", "config.json", "package.json");
        private static final List<String> RULES = List.of(
                "permalink: /:categories/:title/\ntimezone: America/New_York\n",
                "permalink: /:year/:title/\n",
                "title: [\n",
                "permalink: none\ncollections: {n: {output: true}}\n",
                "title = 'T'\n[permalinks]\nposts = '/h/:slugorfilename'\n[languages]\nen = {}\nde = {}\n",
                "{\"baseURL\": \"https://example.net/\", \"dependencies\": {\"next\": \"1\"}}");
        private static final List<String> IDS =
                List.of("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222");

        private final GitFixture git;
        private final Random random;
        private final List<String> branches = new ArrayList<>(List.of("main"));

        RandomSite(GitFixture git, Random random) {
            this.git = git;
            this.random = random;
        }

        void step() {
            int what = random.nextInt(12);
            if (what == 0 && git.tip().isPresent()) {
                String name = "b" + branches.size();
                branches.add(name);
                git.on(name);
            } else if (what == 1) {
                git.on(pick(branches));
            } else if (what == 2 && branches.size() > 1) {
                String other = pick(branches);
                if (!other.equals("main")) {
                    git.on("main");
                    if (random.nextBoolean()) {
                        change();
                    }
                    git.merge(other);
                    return;
                }
            }
            for (int i = 0; i <= random.nextInt(3); i++) {
                change();
            }
            if (random.nextInt(10) == 0) {
                git.at(GitFixture.START.plusSeconds(60L * random.nextInt(100)).toString());
            }
            git.commit("Step");
        }

        private void change() {
            List<String> files = git.paths();
            switch (random.nextInt(12)) {
                case 8 -> rename(pick(FOLDERS), pick(FOLDERS));
                case 9 -> move(files);
                case 10 -> swap(files);
                case 11 -> copy(files);
                case 0 -> {
                    if (!files.isEmpty()) {
                        git.delete(pick(files));
                    }
                }
                case 7 -> {
                    if (random.nextInt(4) == 0) {
                        git.link(pick(PATHS), "elsewhere");
                    } else {
                        git.write(pick(PATHS), text());
                    }
                }
                case 1, 2 -> git.write(pick(FILES), "file " + random.nextInt(3));
                case 4 -> {
                    if (random.nextInt(2) == 0) {
                        git.write(pick(CONFIGURATIONS), pick(RULES));
                    } else {
                        git.write(pick(PATHS), text());
                    }
                }
                case 3 ->
                    git.write(
                            "site.yml",
                            switch (random.nextInt(9)) {
                                case 8 -> "highlight: false\n";
                                case 6 -> "content: {notes: posts, content/docs: posts, _posts/n: pages}\n";
                                case 7 -> "content: {.: pages, _posts: ignore, pages: files}\n";
                                case 4 -> "permalinks: {_posts: '/p/:year/:slug', content: '/c/:slug'}\n";
                                case 5 -> "permalinks: /:year/:month/:slug\ntimeZone: Pacific/Kiritimati\n";
                                case 0 -> "timeZone: Europe/Berlin\n";
                                case 1 -> "timezone: Europe/Berlin\n";
                                case 2 -> "title: [\n";
                                default -> "title: Site\n";
                            });
                default -> git.write(pick(PATHS), text());
            }
        }

        private List<String> texts(List<String> files) {
            return files.stream()
                    .filter(path -> path.endsWith(".md") || path.endsWith(".html"))
                    .toList();
        }

        /** Now and then with an edit, or in other letters. */
        private void move(List<String> files) {
            List<String> texts = texts(files);
            if (!texts.isEmpty()) {
                String path = pick(texts);
                String to = random.nextInt(4) > 0 ? pick(PATHS) : path.replace("/a.md", "/A.md");
                boolean edited = random.nextBoolean();
                git.rename(path, to);
                if (edited) {
                    git.write(to, text());
                }
            }
        }

        private void swap(List<String> files) {
            List<String> texts = texts(files);
            if (texts.size() > 1) {
                String one = pick(texts);
                String other = pick(texts);
                if (!one.equals(other)) {
                    git.rename(one, "between").rename(other, one).rename("between", other);
                }
            }
        }

        private void copy(List<String> files) {
            List<String> texts = texts(files);
            if (!texts.isEmpty()) {
                git.copy(pick(texts), pick(PATHS));
            }
        }

        /** Whatever was at the other place is written over. */
        private void rename(String folder, String to) {
            for (String path : git.paths()) {
                if (path.startsWith(folder) && !to.startsWith(folder)) {
                    git.rename(path, to + path.substring(folder.length()));
                }
            }
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            if (random.nextInt(8) > 0) {
                text.append("---\n");
                option(2, text, "title: T" + random.nextInt(3));
                option(4, text, "slug: " + pick(SLUGS));
                option(8, text, "permalink: " + pick(List.of("/posts/a", "/p/b", "/:title/", "/about/", "/api/x")));
                option(8, text, "aliases: [/p/" + random.nextInt(3) + ", old]");
                option(8, text, "draft: true");
                option(12, text, "Published: " + pick(List.of("no", "yes", "perhaps", "2026-11-24")));
                option(12, text, "publishDate: 2026-11-" + (22 + random.nextInt(4)));
                option(12, text, "expires: 2026-11-" + (22 + random.nextInt(4)));
                option(8, text, "id: " + pick(IDS));
                option(6, text, "guid: g" + random.nextInt(2));
                option(4, text, "date: 2026-11-" + (22 + random.nextInt(4)));
                option(8, text, "date: 2026-11-23 1" + random.nextInt(3) + ":00");
                option(4, text, "topics: [t" + random.nextInt(3) + "]");
                option(6, text, "cover: cover.jpg");
                option(12, text, "title: [");
                text.append("---\n");
            }
            text.append("Words ").append(random.nextInt(3)).append(".\n");
            if (random.nextBoolean()) {
                int voice = random.nextInt(3);
                for (int i = 0; i < 8; i++) {
                    text.append(random.nextInt(8) == 0 ? "Other line " : "Line ")
                            .append(i + 10 * voice)
                            .append('\n');
                }
            }
            return text.toString();
        }

        private void option(int oneIn, StringBuilder text, String line) {
            if (random.nextInt(oneIn) == 0) {
                text.append(line).append('\n');
            }
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }
}
