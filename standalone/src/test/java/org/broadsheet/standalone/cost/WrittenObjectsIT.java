package org.broadsheet.standalone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.render.stage.RenderCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 3, by name: what a commit of each kind writes or takes away, on a site of 45 posts, by all roles. Lists are cut into blocks of 20
 * from the oldest: {@code /archive} has the 21st to the 45th, {@code /archive/1} the first to the 20th.
 */
class WrittenObjectsIT {
    private static final Set<String> FEEDS = paths("/feed.xml /atom.xml /feed.json");

    /** Where the 30th stands; it is among the first 20 of its author, whose list has 22. */
    private static final Set<String> LISTS_OF_30 =
            paths("/archive /archive/2 /authors/ada /authors/ada/1 /topics/thirds");

    private static final Set<String> LISTS_OF_31 =
            paths("/archive /archive/2 /authors/grace /authors/grace/1 /topics/others");

    /** All but for what shows nothing of the site: sitemaps, style sheet, icons. */
    private static final Set<String> PAGES = all(
            paths("/ /404 /about /archive /archive/1 /archive/2 /site.webmanifest"),
            paths("/authors/ada /authors/ada/1 /authors/grace /authors/grace/1"),
            paths("/topics /topics/others /topics/others/1 /topics/thirds"),
            IntStream.rangeClosed(1, 45).mapToObj("/posts/p%02d"::formatted).collect(Collectors.toSet()));

    @TempDir
    Path folder;

    private GitCommandLine author;
    private WrittenStorage site;
    private RolesInMemory roles;

    @BeforeEach
    void site() throws Exception {
        author = GitCommandLine.init(folder.resolve("author"));
        for (int day = 1; day <= 45; day++) {
            write(day, post(day));
        }
        author.write("pages/about.md", "---\ntitle: About\n---\n\nA page.\n");
        author.at(Instant.parse("2026-03-01T12:00:00Z"), "+0000");
        site = new WrittenStorage(new MemoryStorage());
        roles = new RolesInMemory(author, folder, log -> log, site, new MemoryContentStore(), new RenderCounters());
        written();
        author.at(Instant.parse("2026-03-02T12:00:00Z"), "+0000");
    }

    @AfterEach
    void end() throws Exception {
        roles.close();
    }

    private static String post(int day) {
        return """
                ---
                title: Post %02d
                excerpt: What it says.
                topic: %s
                author: %s
                date: %s
                ---

                The text of this post.
                """.formatted(
                        day,
                        day % 3 == 0 ? "Thirds" : "Others",
                        day % 2 == 0 ? "Ada" : "Grace",
                        Instant.parse("2025-12-31T09:00:00Z").plusSeconds(86_400L * day));
    }

    private void write(int day, String text) {
        author.write("_posts/p%02d.md".formatted(day), text);
    }

    private void replace(int day, String what, String with) {
        write(day, post(day).replace(what, with));
    }

    private static Set<String> paths(String separated) {
        return Set.of(separated.split(" "));
    }

    @SafeVarargs
    private static Set<String> all(Set<String>... parts) {
        Set<String> all = new TreeSet<>();
        for (Set<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    /** By the commit of what has been written to files. */
    private SortedSet<String> written() {
        roles.awaitDone(author.commit("A change"));
        return site.take();
    }

    @Test
    void aBodyEdit() {
        replace(30, "The text", "Other text");

        assertThat(written()).isEqualTo(all(FEEDS, paths("/posts/p30 /posts/p30.md /sitemap-posts.xml")));
    }

    /** Lists show it; that is no news for the sitemap. */
    @Test
    void anExcerptEdit() {
        replace(30, "What it says", "What it says now");

        assertThat(written()).isEqualTo(all(FEEDS, LISTS_OF_30, paths("/posts/p30")));
    }

    /** Its neighbours show it, and the next three of its topic, to which it is related. */
    @Test
    void aTitleEdit() {
        replace(30, "Post 30", "Another title");

        assertThat(written())
                .isEqualTo(
                        all(
                                FEEDS,
                                LISTS_OF_30,
                                paths(
                                        "/posts/p30 /posts/p30.md /posts/p29 /posts/p31 /posts/p33 /posts/p36 /posts/p39 /sitemap-posts.xml")));
    }

    /** To behind the 34th: the neighbours there and here, and who is related to the 30th or the 33rd. */
    @Test
    void aDateEdit() {
        replace(30, "2026-01-30T09", "2026-02-03T10");

        assertThat(written())
                .isEqualTo(all(
                        FEEDS,
                        LISTS_OF_30,
                        paths("/posts/p30 /posts/p30.md /posts/p29 /posts/p31 /posts/p34 /posts/p35"),
                        paths("/posts/p33 /posts/p36 /posts/p39 /posts/p42")));
    }

    /** Who is related to it now, and who was. */
    @Test
    void aTopicChange() {
        replace(30, "Thirds", "Others");

        assertThat(written())
                .isEqualTo(
                        all(
                                FEEDS,
                                LISTS_OF_30,
                                paths(
                                        "/topics/others /posts/p30 /posts/p30.md /posts/p31 /posts/p32 /posts/p34 /posts/p33 /posts/p36 /posts/p39")));
    }

    /** Of lists the newest page alone. */
    @Test
    void theNewestPostAdded() {
        write(46, post(46));

        assertThat(written())
                .isEqualTo(
                        all(
                                FEEDS,
                                paths(
                                        "/ /archive /authors/ada /topics/others /posts/p46 /posts/p46.md /posts/p45 /sitemap-posts.xml")));
    }

    /** All pages of the lists in which it stands, as all blocks behind it are others, and who is related to it. */
    @Test
    void theOldestPostAdded() {
        write(0, post(0));

        assertThat(written())
                .isEqualTo(
                        all(
                                paths("/archive /archive/1 /archive/2 /authors/ada /authors/ada/1 /topics/thirds"),
                                paths(
                                        "/posts/p00 /posts/p00.md /posts/p01 /posts/p03 /posts/p06 /posts/p09 /sitemap-posts.xml")));
    }

    @Test
    void aDelete() {
        author.delete("_posts/p31.md");

        assertThat(written())
                .isEqualTo(
                        all(
                                FEEDS,
                                LISTS_OF_31,
                                paths(
                                        "/posts/p31 /posts/p31.md /posts/p30 /posts/p32 /posts/p34 /posts/p35 /sitemap-posts.xml")));
    }

    /** As a delete, and the URL where it is now. */
    @Test
    void aRename() {
        author.delete("_posts/p31.md").write("_posts/other.md", post(31));

        assertThat(written())
                .isEqualTo(
                        all(
                                FEEDS,
                                LISTS_OF_31,
                                paths(
                                        "/posts/other /posts/other.md /posts/p31 /posts/p31.md /posts/p30 /posts/p32 /posts/p34 /posts/p35 /sitemap-posts.xml")));
    }

    @Test
    void anAuthorChange() {
        replace(30, "Ada", "Grace");

        assertThat(written())
                .isEqualTo(all(FEEDS, LISTS_OF_30, paths("/posts/p30 /posts/p30.md /authors/grace /authors/grace/1")));
    }

    /** The title of the site, which all pages show. */
    @Test
    void aSettingChange() {
        author.write("site.yml", "title: Another\n");

        assertThat(written()).isEqualTo(all(FEEDS, PAGES));
    }

    @Test
    void aLanguageChange() {
        author.write("site.yml", "language: de\n");

        assertThat(written()).isEqualTo(all(FEEDS, PAGES));
    }

    @Test
    void aPageEdit() {
        author.write("pages/about.md", "---\ntitle: About\n---\n\nAnother page.\n");

        assertThat(written()).isEqualTo(paths("/about /about.md /sitemap-pages.xml"));
    }
}
