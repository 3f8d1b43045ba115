package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.site.SiteFollowers;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RenderStageTest {
    private static final Maker MAKER = Maker.of(Theme.builtIn());
    static final Maker OTHER = new Maker(MAKER.theme(), Digest.of("another program"));

    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    /** In whatever state the test has left it. */
    @AfterEach
    void end() throws IOException {
        press.kill();
    }

    @Test
    void publishesAPost() throws Exception {
        newsroom.post("first", 1, "First", "Hello.", "garden");

        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).contains("<p>Hello.</p>").contains("/topics/garden");
        assertThat(press.dump())
                .containsKeys(
                        "",
                        "404",
                        "archive",
                        "topics",
                        "topics/garden",
                        "authors/grace",
                        "robots.txt",
                        "sitemap.xml",
                        "sitemap-pages.xml",
                        "sitemap-posts.xml");
        assertThat(press.text("")).contains("/posts/first");
        assertThat(types()).containsExactly("post.published", "site.released");
        Event.DocumentData data = (Event.DocumentData) press.events().getFirst().data();
        assertThat(data.url()).isEqualTo("http://localhost:8080/posts/first");
        assertThat(data.significant()).isTrue();
    }

    @Test
    void changesNothingThatAReaderSeesBeforeTheCommitEnds() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        List<org.broadsheet.common.log.NewRecord> records = newsroom.commit();

        press.ingest(newsroom, records.subList(0, records.size() - 1)).run();

        assertThat(press.dump()).isEmpty();
        assertThat(press.stage.committed()).isZero();
        assertThat(press.work.names()).isNotEmpty();

        press.ingest(newsroom, records.subList(records.size() - 1, records.size()))
                .run();

        assertThat(press.status("posts/first")).isEqualTo(200);
        assertThat(press.stage.committed()).isEqualTo(records.size());
    }

    @Test
    @Timeout(60)
    void isOpenBeforeItHasLookedThroughTheSiteStoreButReleasesNothingBeforeThat() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        press.kill();
        ObjectInfo first = press.site.info(new ObjectKey("posts/first")).orElseThrow();
        press.site.delete(first.key(), first.digest());
        CountDownLatch look = new CountDownLatch(1);
        press.site.beforeList = n -> {
            try {
                look.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };

        press.stage.open();
        newsroom.post("first", 1, "First", "Another text.");
        press.ingest(newsroom, newsroom.commit());
        look.countDown();
        press.run();

        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    /** A power loss empties files that nobody forced to disk; a folder that was put back may lack some. */
    @Test
    void makesAnArticleAgainThatTheWorkStoreHasLostOrOnlyHalf() throws Exception {
        newsroom.introduction("/archive", "All of it", "An introduction.")
                .post("first", 1, "First", "Hello.")
                .post("second", 2, "Second", "Again.")
                .post("third", 3, "Third", "More.");
        press.ingest(newsroom, newsroom.commit()).run();
        for (ContentName name : press.work.names()) {
            String text = press.work(name);
            if (text.contains("Hello")) {
                press.work.lose(name);
            } else if (text.contains("More") || text.contains("introduction")) {
                press.work.damage(name, new byte[0]);
            }
        }

        // Its neighbours' pages and the archive are made again.
        newsroom.post("second", 2, "Other title", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        assertThat(press.text("posts/first")).contains("Hello");
        assertThat(press.text("posts/third")).contains("More");
    }

    @Test
    void recordsEveryObjectWithItsDigest() throws Exception {
        newsroom.post("first", 1, "First", "Hello.", "garden")
                .asset("/a.txt", "A")
                .page("about", "About");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.rename("first", "prime").removeAsset("/a.txt");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void tellsWhatChangedAndTheFormerValues() throws Exception {
        newsroom.post("first", 1, "First", "Hello.", "garden");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.post("first", 1, "Prime", "Hello.", "pond");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(types()).endsWith("post.updated", "site.released");
        Event.DocumentData data = (Event.DocumentData) press.events().get(2).data();
        assertThat(data.changed()).containsExactly("title", "text", "excerpt", "topics");
        assertThat(data.previous())
                .contains(new Event.Previous(Optional.of("First"), Optional.empty(), Optional.of(List.of("garden"))));
        assertThat(data.significant()).isTrue();
        assertThat(press.status("topics/garden")).isEqualTo(404);
        assertThat(press.status("topics/pond")).isEqualTo(200);
    }

    @Test
    void tellsOfALinkTargetsMoveByItsOwnEventAlone() throws Exception {
        newsroom.post("first", 1, "First", "Hello.")
                .post("second", 2, "Second", "Again.")
                .link("second", List.of("first"));
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.rename("first", "prime");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/second")).contains("href=\"/posts/prime\">first");
        assertThat(types().subList(3, 5)).containsExactly("post.moved", "site.released");
        assertThat(press.events().get(3).subject()).isEqualTo(id("first"));
    }

    @Test
    void aRemovedPostIsGoneAndLeavesTheLists() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.remove("first");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/first")).isEqualTo(410);
        assertThat(press.text("archive")).doesNotContain("/posts/first");
        assertThat(press.text("posts/second")).doesNotContain("/posts/first");
        assertThat(types().subList(3, 5)).containsExactly("post.deleted", "site.released");
    }

    @Test
    void aDraftAgainIsNotFoundAndANewPostMayHaveAGoneUrl() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.state("first", Content.State.DRAFT).remove("second");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.status("posts/first")).isEqualTo(404);
        assertThat(types().subList(3, 6))
                .containsExactlyInAnyOrder("post.unpublished", "post.deleted", "site.released");
        newsroom.post("third", 3, "Third", "More.").rename("third", "second");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/second")).isEqualTo(200);
        assertThat(press.recorded()).isEqualTo(press.stored());

        newsroom.state("third", Content.State.WITHHELD);
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.status("posts/second")).isEqualTo(404);
        newsroom.remove("third");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.status("posts/second")).isEqualTo(410);
    }

    @Test
    void aPageTakesTheRootAndTheListOfPostsMoves() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.page("about", "About");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.status("blog")).isEqualTo(404);

        // The newsroom's page at the root is one without a name.
        NewRecord root = rootPage();
        press.ingest(newsroom, List.of(root))
                .ingest(newsroom, newsroom.commit())
                .run();

        assertThat(press.text("")).contains("Welcome");
        assertThat(press.text("blog")).contains("/posts/first");
        assertThat(press.text("posts/first")).contains("href=\"/blog\"");
    }

    @Test
    void aUrlKeepsItsEndingWhereverItIsNamed() throws Exception {
        newsroom.post("first", 1, "First", "![a](first/a.png)")
                .rename("first", "2013/x.html")
                .file("_posts/first/a.png", new AssetPlace.Beside(Kind.POST, Newsroom.id("first"), "a.png"), "a")
                .post(
                        "second",
                        2,
                        "Second",
                        "[as it is](/posts/2013/x.html) [without](/posts/2013/x) [file](first.md)");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/2013/x"))
                .startsWith("<!-- 200 .html -->\n<!doctype html>")
                .contains("<link rel=\"canonical\" href=\"http://localhost:8080/posts/2013/x.html\">")
                .contains("src=\"/posts/2013/x/a.png\"");
        assertThat(press.status("posts/2013/x/a.png")).isEqualTo(200);
        assertThat(press.text("posts/second").split("href=\"/posts/2013/x.html\"", -1))
                .as("three links, and the older post's")
                .hasSize(5);
        assertThat(press.text("posts/second")).doesNotStartWith("<!--");
        assertThat(press.text("sitemap-posts.xml")).contains("<loc>http://localhost:8080/posts/2013/x.html</loc>");
        assertThat(press.text("")).contains("\"/posts/2013/x.html\"");
        assertThat(((Event.DocumentData) press.events().get(1).data()).url())
                .isEqualTo("http://localhost:8080/posts/2013/x.html");
        assertThat(press.told()).isEmpty();
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void aUrlMayLoseItsEndingOrGainOne() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "[first](first.md)");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.rename("first", "first.html");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).startsWith("<!-- 200 .html -->");
        assertThat(press.text("posts/second")).contains("href=\"/posts/first.html\">first");
        assertThat(types()).endsWith("post.moved", "site.released");
        assertThat(press.records(KafkaTopic.COMMITS, CommitStage.class)
                        .getLast()
                        .documents()
                        .getFirst()
                        .moved())
                .contains("/posts/first");

        newsroom.rename("first", "first");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).doesNotStartWith("<!--");
        assertThat(press.text("posts/second")).contains("href=\"/posts/first\">first");

        newsroom.rename("first", "elsewhere.html");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).startsWith("<!-- 308 /posts/elsewhere.html -->");

        newsroom.remove("first");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/first")).isEqualTo(410);
        assertThat(press.status("posts/elsewhere")).isEqualTo(410);
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void whatAGeneratorWouldHaveMadeBesidesLeadsToWhatIsHere() throws Exception {
        for (int i = 1; i <= 11; i++) {
            newsroom.post("post-" + i, i, "Post " + i, "[C](/tags/c++) [feed](/feed)", i == 1 ? "C" : "C++");
        }
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.status("tags/c++")).isEqualTo(404);
        assertThat(press.text("posts/post-1")).contains("href=\"/tags/c++\"");

        newsroom.settings(
                Newsroom.settings("http://localhost:8080", "The Gazette", Optional.of(Content.Generator.HUGO)));
        press.ingest(newsroom, newsroom.commit()).run();

        Map.ofEntries(
                        Map.entry("tags/c++", "/topics/c-plus-plus"),
                        Map.entry("categories/c-plus-plus", "/topics/c-plus-plus"),
                        Map.entry("categories/c", "/topics/c"),
                        Map.entry("tags/c++/page/1", "/topics/c-plus-plus"),
                        Map.entry("tags/c++/index.xml", "/feed.xml"),
                        Map.entry("tags", "/topics"),
                        Map.entry("categories/index.xml", "/feed.xml"),
                        Map.entry("page/2", "/archive"),
                        Map.entry("posts/page/2", "/archive"),
                        Map.entry("blog/page/1", "/archive"),
                        Map.entry("index.xml", "/feed.xml"),
                        Map.entry("rss.xml", "/feed.xml"),
                        Map.entry("feed", "/feed.xml"),
                        Map.entry("posts", "/"),
                        Map.entry("blog", "/"))
                .forEach((key, target) -> assertThat(text(key)).as(key).startsWith("<!-- 308 " + target + " -->"));
        assertThat(press.status("page/3")).as("eleven posts have two pages").isEqualTo(404);
        assertThat(press.status("posts/page/3")).isEqualTo(404);
        assertThat(press.status("tags/c++/page/2")).isEqualTo(404);
        assertThat(press.status("tag/c++")).as("is none of Hugo's").isEqualTo(404);
        assertThat(press.text("posts/post-1")).contains("href=\"/topics/c-plus-plus\"", "href=\"/feed.xml\"");

        newsroom.post("post-12", 12, "Post 12", "Hello.", "C++")
                .page("tags", "My own")
                .asset("/rss.xml", "<rss/>");
        int changes = press.site.changes();
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("tags")).contains("<h1>My own</h1>");
        assertThat(press.text("rss.xml")).isEqualTo("<rss/>");
        assertThat(press.status("categories")).isEqualTo(308);
        assertThat(press.status("tags/c++/page/2")).isEqualTo(308);
        assertThat(press.site.changes() - changes)
                .as(
                        "two pages and their Markdown, a file, the post before, lists, maps, and four second pages of its topic's list")
                .isEqualTo(16);

        newsroom.remove("tags").removeAsset("/rss.xml").remove("post-1");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("tags")).as("it was the author's").isEqualTo(410);
        assertThat(press.status("rss.xml")).isEqualTo(308);
        assertThat(press.status("tags/c")).isEqualTo(404);
        assertThat(press.recorded()).isEqualTo(press.stored());

        newsroom.settings(Newsroom.settings("http://localhost:8080"));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("tags/c++")).isEqualTo(404);
        assertThat(press.status("feed")).isEqualTo(404);
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    private String text(String key) {
        try {
            return press.status(key) == 404 ? "nothing" : press.text(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAuthorsOwnFileBeatsOneThatIsGenerated() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/robots.txt", "mine");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.text("robots.txt")).isEqualTo("mine");

        newsroom.removeAsset("/robots.txt");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("robots.txt")).contains("Sitemap: http://localhost:8080/sitemap.xml");
    }

    @Test
    void anAuthorsIconBeatsOurs() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.status("favicon.ico")).isEqualTo(200);
        assertThat(press.text("posts/first"))
                .contains("href=\"/favicon.ico\"", "href=\"/favicon.svg\"", "href=\"/apple-touch-icon.png\"");
        assertThat(press.text("site.webmanifest")).contains("/favicon.svg", "/apple-touch-icon.png");

        newsroom.asset("/favicon.ico", "mine");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("favicon.ico")).isEqualTo("mine");
        // Browsers would prefer ours.
        assertThat(press.stored()).doesNotContainKeys("favicon.svg", "apple-touch-icon.png");
        assertThat(press.text("posts/first"))
                .contains("href=\"/favicon.ico\"")
                .doesNotContain("favicon.svg", "apple-touch-icon");

        newsroom.asset("/favicon.svg", "mine, too").asset("/site.webmanifest", "and this");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).contains("favicon.svg").doesNotContain("apple-touch-icon");
        assertThat(press.text("site.webmanifest")).isEqualTo("and this");

        newsroom.removeAsset("/favicon.ico").removeAsset("/favicon.svg").removeAsset("/site.webmanifest");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.stored()).containsKeys("favicon.ico", "favicon.svg", "apple-touch-icon.png");
        assertThat(press.text("site.webmanifest")).contains("\"name\" : \"");
    }

    @Test
    void anAuthorsIndexTakesTheRootAndTheListMoves() throws Exception {
        newsroom.post("first", 1, "First", "Hello.")
                .asset("/index.html", "my own")
                .asset("/404.html", "not here");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("")).isEqualTo("my own");
        assertThat(press.text("404")).isEqualTo("not here");
        assertThat(press.text("blog")).contains("/posts/first");
        assertThat(press.text("posts/first")).contains("href=\"/blog\"");

        newsroom.removeAsset("/index.html").removeAsset("/404.html");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("")).contains("/posts/first");
        assertThat(press.text("404")).doesNotContain("not here");
        assertThat(press.status("blog")).isEqualTo(404);
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void theSiteServerKnowsOfAnAuthorsHtmlFileBeforeAnythingMayLinkToIt() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").asset("/old.html", "old");
        UrlPath file = new UrlPath("/old.html");
        SiteFollowers followers = new SiteFollowers(press.log, Map.of(Newsroom.SITE, press.readable));
        followers.start();
        await().until(() -> followers.health() instanceof Health.Ready);
        assertThat(press.readable.isFile(file)).isFalse();
        press.site.before = n -> assertThat(press.readable.isFile(file)).isTrue();

        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("old")).isEqualTo("old");
        newsroom.removeAsset("/old.html");
        press.site.before = n -> {};
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.readable.isFile(file)).isFalse();
        followers.close();
    }

    @Test
    void articlesOfOtherRulesAreMadeStepByStepBesideWhatIsPushed() throws Exception {
        for (int i = 0; i < 450; i++) {
            newsroom.post("post-" + i, 1 + i % 28, "Post " + i, "Hello.");
        }
        press.ingest(newsroom, newsroom.commit()).run();
        Map<String, String> before = press.dump();
        press.within(new MarkdownLimits(1 << 20, 90, 1_000, 5_000, 100, Duration.ofSeconds(10)));
        RenderCounters.Counts start = press.counters.counts();
        List<Long> articles = new ArrayList<>();
        do {
            long made = press.counters.counts().articles();
            press.steps(1);
            articles.add(press.counters.counts().articles() - made);
        } while (press.counters.counts().since(start).articles() < 100);
        newsroom.post("post-0", 1, "Post 0", "Goodbye.");
        press.ingest(newsroom, newsroom.commit()).steps(1);

        assertThat(press.text("posts/post-0")).contains("Goodbye.");
        assertThat(press.counters.counts().since(start).articles()).isLessThan(450);
        press.run();
        assertThat(press.counters.counts().since(start).articles()).isEqualTo(450 + 1);
        assertThat(articles).allSatisfy(made -> assertThat(made).isLessThanOrEqualTo(200));
        newsroom.post("post-0", 1, "Post 0", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.dump()).isEqualTo(before);
    }

    @Test
    void anAuthorsHtmlFileIsLeftAloneAfterADeath() throws Exception {
        newsroom.post("first", 1, "First", "Hello.")
                .asset("/google123.html", "google-site-verification: google123.html");
        press.ingest(newsroom, newsroom.commit()).run();
        var before = press.dump();
        int changes = press.site.changes();
        press.kill();

        press.run();

        assertThat(press.dump()).isEqualTo(before);
        assertThat(press.site.changes()).isEqualTo(changes);
    }

    @Test
    void showsIntroductionsOnTheirListings() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").introduction("/archive", "All of it", "Welcome.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("archive")).contains("All of it").contains("<p>Welcome.</p>");

        newsroom.post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.text("archive")).contains("<p>Welcome.</p>").contains("/posts/second");
    }

    @Test
    void otherSettingsRenderEverythingAgainWithoutEvents() throws Exception {
        newsroom.post("first", 1, "First", "Hello.")
                .post("second", 2, "Second", "Again.")
                .link("second", List.of("first"));
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.settings(Newsroom.settings("https://example.org/blog"));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/second"))
                .contains("https://example.org/blog/posts/second")
                .contains("href=\"/blog/posts/first\">first");
        assertThat(types().subList(3, types().size())).containsExactly("site.released");
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    /** Whoever serves the site has to know before a reader can follow such a link. */
    @Test
    void recordsABasePathBeforeAnyPageNamesItAndKeepsEveryFormerOne() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        for (String path : List.of("/a", "/b")) {
            newsroom.settings(Newsroom.settings("http://localhost:8080" + path));
            press.site.before = n -> assertThat(settings().nextPath()).contains(path);
            press.ingest(newsroom, newsroom.commit()).run();
        }
        assertThat(settings().formerPaths()).containsExactly("", "/a");
        assertThat(settings().nextPath()).isEmpty();

        newsroom.settings(Newsroom.settings("http://localhost:8080/c"));
        int changes = press.site.changes();
        press.site.before = n -> {
            if (n > changes + 3) {
                throw new IOException("killed");
            }
        };
        assertThatThrownBy(() -> press.ingest(newsroom, newsroom.commit()).run())
                .hasMessage("killed");
        press.kill();
        press.site.before = n -> {};
        // The author has changed his mind.
        newsroom.settings(Newsroom.settings("http://localhost:8080/a"));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(settings().formerPaths()).containsExactlyInAnyOrder("", "/b", "/c");
        assertThat(settings().nextPath()).isEmpty();
        assertThat(Readable.Settings.path(settings().settings())).isEqualTo("/a");
    }

    @Test
    void saysHowManyPagesOtherSettingsMakeAgain() throws Exception {
        newsroom.post("first", 1, "First", "Hello.")
                .post("second", 2, "Second", "Again.")
                .page("about", "About");
        press.ingest(newsroom, newsroom.commit()).run();
        CommitStage first = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();

        newsroom.settings(Newsroom.settings("http://localhost:8080", "Other")).post("second", 2, "Second", "Edited.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(first.counts().remade()).isZero();
        List<CommitStage> said = press.records(KafkaTopic.COMMITS, CommitStage.class);
        assertThat(said.subList(1, said.size()))
                .extracting(CommitStage::state)
                .containsExactly(CommitStage.State.PROCESSING, CommitStage.State.DONE);
        assertThat(said.getLast().counts().remade()).isEqualTo(2);
        assertThat(said.getLast().counts().live()).isEqualTo(1);
    }

    @Test
    void parsesNothingWhenAPostMovesOrTheSiteDoes() throws Exception {
        threeThatLinkToEachOther();
        RenderCounters.Counts before = press.counters.counts();

        newsroom.rename("second", "elsewhere");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.settings(Newsroom.settings("https://example.org/blog"));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.counters.counts().since(before).articles()).isZero();
        assertThat(press.text("posts/first")).contains("href=\"/blog/posts/elsewhere\"");
        assertThat(press.text("posts/elsewhere")).contains("href=\"/blog/posts/third\"");
    }

    @Test
    void makesEveryArticleAgainWhenTheSettingForHtmlChanges() throws Exception {
        newsroom.post("first", 1, "First", "<b onclick=\"x()\">Hello.</b>").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        RenderCounters.Counts before = press.counters.counts();

        Content.Settings trusted = Newsroom.settings("http://localhost:8080");
        newsroom.settings(new Content.Settings(
                trusted.site(),
                trusted.title(),
                trusted.tagline(),
                trusted.baseUrl(),
                trusted.language(),
                trusted.timeZone(),
                trusted.authors(),
                trusted.navigation(),
                Content.Html.SANITIZED));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.counters.counts().since(before).articles()).isEqualTo(2);
        assertThat(press.text("posts/first")).contains("<b>Hello.</b>");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void makesEveryArticleAgainWhenAnotherGeneratorIsFoundAndOnlyThenReadsItsTags() throws Exception {
        String text = "[a]({% post_url 2020-01-02-second %}) {{ page.title }} {{< note >}}x{{< /note >}}";
        newsroom.post("first", 1, "First", text).post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.text("posts/first")).contains("{% post_url 2020-01-02-second %}", "{{ page.title }}");
        assertThat(press.problems()).isEmpty();

        newsroom.settings(generated(Content.Generator.JEKYLL));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first"))
                .contains("<a href=\"/posts/second\">a</a> First ")
                .doesNotContain("post_url");
        assertThat(press.problems())
                .containsExactly(
                        "_posts/first.md:5:56 {{ < note > }} is left out; write what it was to show, or {% raw %} and {% endraw %} around it if it is to be read",
                        "_posts/first.md:5:69 {{ < /note > }} is left out; write what it was to show, or {% raw %} and {% endraw %} around it if it is to be read");

        newsroom.settings(generated(Content.Generator.HUGO));
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).contains("{{ page.title }} x</p>");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    private static Content.Settings generated(Content.Generator generator) {
        return Newsroom.settings("http://localhost:8080", "The Gazette", Optional.of(generator));
    }

    @Test
    void aPageThatAnotherBasePathAloneMakesAnotherCountsAsMadeAgain() throws Exception {
        threeThatLinkToEachOther();

        newsroom.settings(Newsroom.settings("http://localhost:8080/blog")).post("third", 3, "Third", "Edited.");
        press.ingest(newsroom, newsroom.commit()).run();

        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        assertThat(done.counts().remade()).isEqualTo(2);
        assertThat(done.counts().live()).isEqualTo(1);
    }

    @Test
    void aReleaseThatIsResumedSaysHowManyPagesOtherSettingsMakeAgain() throws Exception {
        threeThatLinkToEachOther();
        press.stage.transaction = 2;
        newsroom.settings(Newsroom.settings("http://localhost:8080/blog")).post("third", 3, "Third", "Edited.");
        press.ingest(newsroom, newsroom.commit());
        press.stage.beforeCommit = n -> {
            if (settings().settings().baseUrl().endsWith("/blog")
                    && press.events().size() > 4) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(press::run).hasMessage("killed");
        press.kill();
        press.stage.beforeCommit = n -> {};

        press.run();

        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        assertThat(done.counts().remade()).isEqualTo(2);
        assertThat(done.counts().live()).isEqualTo(1);
    }

    private void threeThatLinkToEachOther() throws Exception {
        newsroom.post("first", 1, "First", "Hello.")
                .post("second", 2, "Second", "Again.")
                .post("third", 3, "Third", "Once more.")
                .link("first", List.of("second"))
                .link("second", List.of("third"))
                .link("third", List.of("first"));
        press.ingest(newsroom, newsroom.commit()).run();
    }

    private Readable.Settings settings() {
        return (Readable.Settings) press.readable().get("main/settings/site");
    }

    @Test
    void commitsThatAreThereTogetherGoLiveTogether() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit());
        newsroom.post("first", 1, "First", "Hello again.");
        press.ingest(newsroom, newsroom.commit());
        newsroom.post("first", 1, "First", "Hello once more.");
        press.ingest(newsroom, newsroom.commit());

        press.run();

        assertThat(types()).containsExactly("post.published", "site.released");
        assertThat(stages()).containsExactly("1 SUPERSEDED", "2 SUPERSEDED", "3 DONE");
        Event.ReleaseData data = (Event.ReleaseData) press.events().get(1).data();
        assertThat(data.superseded()).isEqualTo(2);
        assertThat(release().superseded()).hasSize(2);
        assertThat(press.counters.counts().articles()).isEqualTo(1);
    }

    @Test
    void whatNobodyIsToldOfDoesNotHideWhatTheyAre() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit(true));
        newsroom.post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit(false));

        press.run();

        assertThat(stages()).containsExactly("1 DONE", "2 DONE");
        assertThat(press.events().stream()
                        .filter(event -> event.data() instanceof Event.DocumentData data && !data.backfill())
                        .map(Event::subject))
                .containsExactly(id("second"));
    }

    @Test
    void aPostThatIsADraftAgainCountsAsGone() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.state("first", Content.State.DRAFT);
        press.ingest(newsroom, newsroom.commit()).run();

        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        assertThat(done.counts().gone()).isEqualTo(1);
        assertThat(done.documents())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.what()).isEqualTo(CommitStage.What.WITHDRAWN));
        Event.ReleaseData data = (Event.ReleaseData) press.events().getLast().data();
        assertThat(data.removed()).isEqualTo(1);
    }

    @Test
    void aCommitThatChangesNothingIsDoneAndTellsNobody() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();

        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(types()).containsExactly("post.published", "site.released");
        assertThat(stages()).containsExactly("1 DONE", "2 DONE");
        assertThat(release().changed()).isFalse();
    }

    @Test
    void aTextThatAsksTooMuchIsShownAsItIsWritten() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.post("first", 1, "First", Newsroom.TOO_HARD + "<b>").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first"))
                .contains("<pre tabindex=\"0\"><code>")
                .contains("&gt; x&lt;b&gt;</code></pre>");
        assertThat(press.status("posts/second")).isEqualTo(200);
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        assertThat(press.records(KafkaTopic.PROBLEMS, PathProblems.class))
                .singleElement()
                .satisfies(problems -> {
                    assertThat(problems.key()).isEqualTo("main/render/_posts/first.md");
                    assertThat(problems.problems().getFirst().line()).isEqualTo(3 + Newsroom.LINES_ABOVE);
                });
        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        assertThat(done.counts().warnings()).isEqualTo(1);
        assertThat(done.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path().value()).isEqualTo("_posts/first.md");
            assertThat(problem.line()).isEqualTo(3 + Newsroom.LINES_ABOVE);
        });

        newsroom.post("first", 1, "First", "Easy.");
        press.kill();
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).contains("Easy.");
        assertThat(press.log.page(KafkaTopic.PROBLEMS, 0, 1, 9).getFirst().value())
                .isEmpty();
    }

    /** Each sign takes six in HTML. */
    @Test
    void aTextThatIsManyTimesAsLargeAsHtmlIsShown() throws Exception {
        byte[] text = ("```\n" + ("\"".repeat(79) + "\n").repeat(26_000) + "```\n").getBytes(StandardCharsets.UTF_8);
        Digest stored = Digest.of(text);
        press.work.put(ContentName.source(stored), ByteSource.of(text));
        List<NewRecord> records = new ArrayList<>();
        for (NewRecord record : newsroom.post("quotes", 1, "Quotes", "").commit()) {
            boolean isPost = record.key().startsWith("main/post/");
            records.add(
                    isPost
                            ? NewRecord.of(
                                    record.topic(),
                                    record.key(),
                                    Json.read(record.value().orElseThrow(), Content.Document.class)
                                            .with(new Body.Stored(stored)))
                            : record);
        }

        press.within(new MarkdownLimits(3 << 20, 100, 100_000, 100_000, 100, Duration.ofMinutes(1)));
        press.ingest(newsroom, records).run();

        assertThat(press.text("posts/quotes")).contains("&quot;&quot;&quot;").hasSizeGreaterThan(12_000_000);
        newsroom.post("quotes", 1, "Quotes", "Few.");
        press.kill();
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.text("posts/quotes")).contains("Few.");
    }

    @Test
    void aTextThatTakesTooLongKeepsItsFormerPageAndStopsNothingElse() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();

        press.within(new MarkdownLimits(1 << 20, 100, 100_000, 5_000, 100, Duration.ofMillis(1)));
        newsroom.post("first", 1, "First", "*Changed* [a](b). ".repeat(40_000)).asset("/a.txt", "a");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).contains("Hello.");
        assertThat(press.status("a.txt")).isEqualTo(200);
        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        assertThat(done.counts().problems()).isEqualTo(1);
    }

    @Test
    void aTextForWhichNoRecordHasRoomKeepsWhatIsReadableAndStopsNothingElse() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").introduction("/archive", "All of it", "An introduction.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.post("first", 1, "x".repeat(300_000), "Changed.")
                .introduction("/archive", "x".repeat(950_000), "Another.")
                .post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        press.kill();
        press.run();

        assertThat(press.text("posts/first")).contains("Hello.");
        assertThat(press.text("archive")).contains("An introduction.").contains("Second");
        CommitStage done = press.records(KafkaTopic.COMMITS, CommitStage.class).getLast();
        assertThat(done.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).contains(" bytes where they are kept, at most "));
        assertThat(done.problems().getLast().path().value()).isEqualTo("_posts/first.md");
        assertThat(done.problems().getLast().stays()).isPresent();

        newsroom.post("first", 1, "First", "Shorter.").introduction("/archive", "All of it", "Another.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.text("posts/first")).contains("Shorter.");
        assertThat(press.text("archive")).contains("Another.");
        assertThat(press.log.page(KafkaTopic.PROBLEMS, 0, 2, 9))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.value()).isEmpty());
    }

    @Test
    void whatIsWrongWithAVersionThatIsKeptBackStandsThoughTheOneBeforeIsLookedAtAgain() throws Exception {
        newsroom.post("first", 1, "First", "Hello [x](/posts/later).");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.post("first", 1, "x".repeat(300_000), "Changed.");
        press.ingest(newsroom, newsroom.commit()).run();

        newsroom.post("later", 2, "Later", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.problems()).singleElement().asString().contains("bytes where");
        assertThat(press.text("posts/first")).contains("href=\"/posts/later\"");
    }

    @Test
    void whatAnotherProgramMakesAgainIsTheVersionThatIsReadable() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        newsroom.post("first", 1, "x".repeat(300_000), "Changed.");
        press.ingest(newsroom, newsroom.commit()).run();

        press.within(new MarkdownLimits(1 << 19, 99, 999, 4_999, 100, Duration.ofSeconds(10)));
        press.run();
        assertThat(press.text("posts/first")).contains("Hello.");

        Content.Settings settings = Newsroom.settings("http://localhost:8080");
        newsroom.settings(new Content.Settings(
                Newsroom.SITE,
                settings.title(),
                "",
                settings.baseUrl(),
                "en",
                "UTC",
                Map.of(),
                List.of(),
                Content.Html.ESCAPED));
        press.ingest(newsroom, newsroom.commit()).run();
        assertThat(press.text("posts/first")).contains("Hello.");
        assertThat(press.problems()).hasSize(1);
    }

    @Test
    void whatTookTooLongOnceIsNotReadUnderItsFormerTitle() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        press.within(new MarkdownLimits(1 << 19, 98, 999, 4_999, 100, Duration.ofNanos(1)));
        press.run();
        newsroom.post("first", 1, "Second title", "Changed. " + "so *it* is `x` here\n\n".repeat(900));
        press.ingest(newsroom, newsroom.commit()).run();

        press.within(new MarkdownLimits(1 << 19, 97, 999, 4_999, 100, Duration.ofSeconds(60)));
        press.run();

        String page = press.text("posts/first");
        assertThat(page.contains("Changed.")).isEqualTo(page.contains("Second title"));
    }

    @Test
    void theIntroductionOfAListThatIsNotThereIsMadeAgainToo() throws Exception {
        MarkdownLimits others = new MarkdownLimits(1 << 19, 99, 999, 4_999, 100, Duration.ofSeconds(10));
        newsroom.post("first", 1, "First", "Hello.").introduction("/topics/go", "Go", "Of go.");
        press.ingest(newsroom, newsroom.commit()).run();
        press.within(others);
        press.run();

        try (Press fresh = new Press()) {
            fresh.within(others);
            fresh.ingest(newsroom, newsroom.fresh()).run();
            assertThat(introduction(press)).isEqualTo(introduction(fresh));
        }
    }

    private static Digest introduction(Press of) {
        return of.readable().values().stream()
                .filter(Readable.Introduction.class::isInstance)
                .map(record -> ((Readable.Introduction) record).article())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void recordsThatCannotBeReadStopNothingElse() throws Exception {
        press.append(new NewRecord(KafkaTopic.CONTENT, "main/post/x", Optional.of(new byte[] {'{'}), Map.of()));
        newsroom.post("first", 1, "First", "Hello.");

        press.ingest(newsroom, newsroom.commit()).run();

        assertThat(press.status("posts/first")).isEqualTo(200);
        assertThat(press.records(KafkaTopic.PROBLEMS, PathProblems.class)).hasSize(1);
    }

    @Test
    void mendsTheSiteStoreAfterADeathAndLeavesTheFeedsAlone() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        var before = press.dump();
        put("feed.xml", "a feed");
        put("stray", "left behind");
        press.site.delete(
                new ObjectKey("posts/first"),
                press.site.info(new ObjectKey("posts/first")).orElseThrow().digest());
        overwrite("archive", "damaged");
        press.kill();

        press.run();

        assertThat(press.text("feed.xml")).isEqualTo("a feed");
        var after = press.dump();
        after.remove("feed.xml");
        assertThat(after).isEqualTo(before);
        assertThat(types()).hasSize(3);
    }

    @Test
    void anotherProgramRendersEverythingAgainAndTellsNobody() throws Exception {
        press.by(OTHER);
        newsroom.post("first", 1, "First", "Hello.").post("second", 2, "Second", "Again.");
        press.ingest(newsroom, newsroom.commit()).run();
        var before = press.dump();
        Readable.Release last = release();
        press.by(MAKER);
        RenderCounters.Counts counts = press.counters.counts();

        press.run();

        assertThat(press.counters.counts().since(counts).articles()).isZero();
        assertThat(press.counters.counts().since(counts).templates()).isEqualTo(before.size());
        assertThat(press.dump()).isEqualTo(before);
        assertThat(release())
                .isEqualTo(new Readable.Release(
                        last.site(),
                        last.commit(),
                        last.committedAt(),
                        last.contentOffset(),
                        MAKER.digest(),
                        last.articles(),
                        last.superseded(),
                        false));
        assertThat(types()).hasSize(3);
    }

    @Test
    void anotherWayToReadMarkdownMakesEveryArticleAgain() throws Exception {
        newsroom.post("first", 1, "First", "Hello.").introduction("/archive", "All of it", "Welcome.");
        press.ingest(newsroom, newsroom.commit()).run();
        Readable.Release last = release();
        press.append(NewRecord.of(
                KafkaTopic.READABLE,
                last.key(),
                new Readable.Release(
                        last.site(),
                        last.commit(),
                        last.committedAt(),
                        last.contentOffset(),
                        last.program(),
                        Digest.of("other articles"),
                        last.superseded(),
                        last.changed())));
        press.close();
        RenderCounters.Counts counts = press.counters.counts();

        press.run();

        assertThat(press.counters.counts().since(counts).articles()).isEqualTo(2);
        assertThat(press.counters.counts().since(counts).templates()).isZero();
        assertThat(release().articles()).isEqualTo(last.articles());
    }

    @Test
    void aReleaseComesBetweenTheSlicesOfAnotherProgramAndADeathLosesNone() throws Exception {
        press.by(OTHER);
        for (int i = 0; i < 600; i++) {
            newsroom.post("post-" + i, i, "Post " + i, "Text.", "garden");
        }
        press.ingest(newsroom, newsroom.commit()).run();
        Map<String, String> former = press.views();
        press.by(MAKER);

        // Three times it waits for somebody to come.
        press.steps(3 + 4);

        Set<String> made = made(former);
        assertThat(made)
                .as("what four slices are, the first of which is small")
                .hasSizeBetween(10, 400)
                .contains("", "archive")
                .doesNotContain("posts/post-0", "archive/1");
        assertThat(release().program()).isEqualTo(OTHER.digest());

        newsroom.post("post-0", 0, "Prime", "Text.", "garden");
        press.ingest(newsroom, newsroom.commit());
        press.steps(1);

        assertThat(press.text("posts/post-0")).contains("Prime");
        assertThat(press.text("posts/post-9")).isNotEmpty();
        assertThat(made(former)).doesNotContain("posts/post-9");
        assertThat(release().program()).isEqualTo(OTHER.digest());

        press.kill();
        long templates = press.counters.counts().templates();
        press.run();

        assertThat(press.counters.counts().templates() - templates)
                .as("what was made before the death is not made again")
                .isLessThan(former.size() - made.size() + 10);
        assertThat(made(former)).isEqualTo(former.keySet());
        assertThat(release().program()).isEqualTo(MAKER.digest());
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
        assertThat(types()).hasSize(603).endsWith("post.updated", "site.released");
    }

    @Test
    void anotherProgramMakesEverythingAgainHoweverOftenSomebodyPushes() throws Exception {
        press.by(OTHER);
        for (int i = 0; i < 100; i++) {
            newsroom.post("post-" + i, i, "Post " + i, "Text.", "garden");
        }
        press.ingest(newsroom, newsroom.commit()).run();
        press.by(MAKER);

        int pushes = 0;
        while (pushes == 0 || !release().program().equals(MAKER.digest())) {
            newsroom.post("post-0", 0, "Edition " + ++pushes, "Text.", "garden");
            press.ingest(newsroom, newsroom.commit());
            press.steps(1);
            assertThat(press.text("posts/post-0")).contains("Edition " + pushes);
            assertThat(pushes)
                    .as("at least one of 110 objects is made again beside each")
                    .isLessThan(120);
        }
        press.run();

        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    /** The objects that another program has made since. */
    private Set<String> made(Map<String, String> former) {
        Map<String, String> now = press.views();
        return former.keySet().stream()
                .filter(key -> !former.get(key).equals(now.get(key)))
                .collect(Collectors.toSet());
    }

    @Test
    void anotherThemesStyleSheetStandsBeforeAnyPageNamesItAndTheFormerOneStaysAsLongAsOneDoes() throws Exception {
        Theme theme = Theme.of(name -> {
            try (InputStream in = Objects.requireNonNull(Theme.class.getResourceAsStream(name))) {
                return name.equals("theme.css")
                        ? "main { color: red }".getBytes(StandardCharsets.UTF_8)
                        : in.readAllBytes();
            }
        });
        for (int i = 0; i < 300; i++) {
            newsroom.post("post-" + i, i, "Post " + i, "Text.", "garden");
        }
        press.ingest(newsroom, newsroom.commit()).run();
        String former = MAKER.theme().stylesheet().key();
        press.by(Maker.of(theme));

        // A release of one post before the first slice, then slice by slice.
        newsroom.post("post-0", 0, "Prime", "Text.", "garden");
        press.ingest(newsroom, newsroom.commit());
        press.steps(1);
        for (int i = 0; i < 6; i++) {
            for (String page : press.dump().values()) {
                Matcher named =
                        Pattern.compile("/(assets/broadsheet-[0-9a-f]+.css)").matcher(page);
                assertThat(!named.find() || press.status(named.group(1)) == 200).isTrue();
            }
            press.steps(1);
        }
        press.run();

        assertThat(press.text("posts/post-0")).contains(theme.stylesheet().value());
        assertThat(press.status(theme.stylesheet().key())).isEqualTo(200);
        assertThat(press.status(former)).isEqualTo(404);
        assertThat(press.recorded()).isEqualTo(press.stored());
    }

    @Test
    void whoeverLeavesBeforeTheStoreIsMendedDoesNotHandOverInOrder() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        put("stray", "left behind");
        press.kill();

        press.stage.open();

        assertThatThrownBy(press::close).isInstanceOf(IOException.class).hasMessageContaining("1 URLs");
    }

    @Test
    void otherSettingsForTheSameCommitAreAReleaseOfTheirOwn() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        List<NewRecord> commit = newsroom.commit();
        press.ingest(newsroom, commit).run();

        newsroom.settings(Newsroom.settings("https://example.org"));
        press.ingest(newsroom, List.of(newsroom.commit().getFirst(), commit.getLast()))
                .run();

        assertThat(press.text("posts/first")).contains("https://example.org/posts/first");
        assertThat(types()).containsExactly("post.published", "site.released", "site.released");
        assertThat(press.events().stream().map(Event::id)).doesNotHaveDuplicates();
    }

    @Test
    void anotherOwnersObjectIsNotOverwritten() throws Exception {
        newsroom.post("first", 1, "First", "Hello.");
        press.ingest(newsroom, newsroom.commit()).run();
        overwrite("posts/first", "another's");
        newsroom.post("first", 1, "First", "Changed.");
        press.ingest(newsroom, newsroom.commit());

        assertThatThrownBy(press::run).isInstanceOf(StoreConflict.class).hasMessageContaining("/posts/first");
        assertThat(press.text("posts/first")).isEqualTo("another's");

        press.kill();
        press.run();
        assertThat(press.text("posts/first")).contains("Changed.");
    }

    @Test
    void anEditCostsTheSameOnALargeSite() throws Exception {
        RenderCounters.Counts small = costOfAnEdit(140);
        RenderCounters.Counts large = costOfAnEdit(2_000);

        assertThat(large).isEqualTo(small);
        assertThat(small.articles()).isEqualTo(1);
        assertThat(small.templates()).as("its page and its Markdown").isEqualTo(2);
        assertThat(small.candidates()).isLessThan(50);
        assertThat(small.recordsConsumed()).isEqualTo(2);
    }

    @Test
    void aNewPostCostsTheSameOnALargeSite() throws Exception {
        RenderCounters.Counts small = costOfANewPost(110);
        RenderCounters.Counts large = costOfANewPost(2_110);

        assertThat(large).isEqualTo(small);
        assertThat(small.templates()).isLessThan(15);
    }

    private static RenderCounters.Counts costOfAnEdit(int posts) throws Exception {
        return cost(posts, newsroom -> newsroom.post("post-50", 50, "Post 50", "One word changed.", "garden"));
    }

    private static RenderCounters.Counts costOfANewPost(int posts) throws Exception {
        return cost(posts, newsroom -> newsroom.post("new", posts + 2, "New", "New.", "garden"));
    }

    private static RenderCounters.Counts cost(int posts, Consumer<Newsroom> change) throws Exception {
        Newsroom newsroom = new Newsroom();
        IntStream.range(0, posts).forEach(i -> newsroom.post("post-" + i, i, "Post " + i, "Text.", "garden"));
        try (Press press = new Press(2, Press.ARTICLES, Maker.of(Theme.builtIn()))) {
            press.ingest(newsroom, newsroom.commit()).run();
            RenderCounters.Counts before = press.counters.counts();
            change.accept(newsroom);
            press.ingest(newsroom, newsroom.commit()).run();
            return press.counters.counts().since(before);
        }
    }

    private List<String> types() {
        return press.events().stream().map(event -> event.type().toString()).toList();
    }

    private List<String> stages() {
        return press.records(KafkaTopic.COMMITS, CommitStage.class).stream()
                .map(stage -> Integer.parseInt(stage.commit().value(), 16) + " " + stage.state())
                .toList();
    }

    private Readable.Release release() {
        return (Readable.Release) press.readable().get("main/release");
    }

    private String id(String post) {
        return newsroom.posts().stream()
                .filter(p -> p.name().equals(post))
                .map(p -> Newsroom.id(p).toString())
                .findFirst()
                .orElseThrow();
    }

    private NewRecord rootPage() {
        Newsroom other = new Newsroom();
        other.page("root", "Welcome");
        String json = new String(other.commit().get(1).value().orElseThrow(), StandardCharsets.UTF_8);
        String key = "main/page/" + Newsroom.id(other.posts().getFirst());
        return new NewRecord(
                KafkaTopic.CONTENT,
                key,
                Optional.of(json.replace("\"/root\"", "\"/\"").getBytes(StandardCharsets.UTF_8)),
                Map.of());
    }

    private void put(String key, String text) throws Exception {
        press.site.put(new ObjectKey(key), ObjectType.of("text/plain"), source(text), Optional.empty());
    }

    private void overwrite(String key, String text) throws Exception {
        press.site.put(
                new ObjectKey(key),
                ObjectType.PAGE,
                source(text),
                press.site.info(new ObjectKey(key)).map(info -> info.digest()));
    }

    private static ByteSource source(String text) {
        return ByteSource.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
