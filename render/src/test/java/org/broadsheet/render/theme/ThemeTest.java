package org.broadsheet.render.theme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class ThemeTest {
    private static final Optional<ContentsView> CONTENTS = ContentsView.of(List.of(
            new Heading(2, "One", "one", 1),
            new Heading(3, "Below <one>", "below", 3),
            new Heading(2, "Two", "two", 5)));
    private static final Theme THEME = Theme.builtIn();
    private static final ArticleView KEY = new ArticleView(Digest.of("key"), new TreeMap<>());
    private static final String HTML = "<p>It <em>grows</em>.</p>\n";
    private static final SiteView SITE = site("en-GB");
    private static final DateView DAY =
            DateView.of(Instant.parse("2026-03-13T23:30:00.123Z"), ZoneId.of("Europe/Berlin"), "en-GB");

    @Test
    void showsAPostWithAllThatIsKnownOfIt() {
        Document page = parse(THEME.post(post("Salt & <Pepper>", true), HTML, Optional.empty()));

        assertThat(page.title()).isEqualTo("Salt & <Pepper> – The Gazette");
        assertThat(page.expectFirst("h1").text()).isEqualTo("Salt & <Pepper>");
        assertThat(page.expectFirst(".lede").text()).isEqualTo("Say \"why\"");
        assertThat(page.expectFirst("meta[name=description]").attr("content")).isEqualTo("Say \"why\"");
        assertThat(page.expectFirst("link[rel=canonical]").attr("href"))
                .isEqualTo("https://example.org/blog/posts/salt");
        assertThat(page.expectFirst(".dateline time").attr("datetime")).isEqualTo("2026-03-14T00:30:00+01:00");
        assertThat(page.expectFirst(".dateline time").text()).isEqualTo("14 March 2026");
        assertThat(page.select(".author a").eachText()).containsExactly("Ada", "Bo");
        assertThat(page.select(".author img").eachAttr("src")).containsExactly("/blog/ada.png");
        assertThat(page.select("[rel=tag]").eachAttr("href")).containsExactly("/blog/topics/soil");
        assertThat(page.expectFirst("[rel=prev]").text()).isEqualTo("Older & wiser");
        assertThat(page.select("[rel=next]")).isEmpty();
        assertThat(page.expectFirst(".prose").html()).isEqualTo("<p>It <em>grows</em>.</p>");
    }

    @Test
    void writesTheArticleByteForByte() {
        String html = new String(THEME.post(post("A", false), HTML, Optional.empty()), StandardCharsets.UTF_8);

        assertThat(html).contains("\n<p>It <em>grows</em>.</p>\n\n</div>").doesNotContain("lede");
    }

    @Test
    void aTextInAnotherLanguageSaysSo() {
        Document page = parse(THEME.post(post(site("de"), "A", true), HTML, Optional.empty()));

        assertThat(page.expectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(page.expectFirst("article").attr("lang")).isEqualTo("en-GB");
        assertThat(page.expectFirst(".post-meta").attr("lang")).isEqualTo("de");
        for (String ours : List.of(".skip", ".neighbours .label", ".neighbours-all", ".footer nav")) {
            assertThat(page.expectFirst(ours).attr("lang")).as(ours).isEqualTo("en");
        }
        assertThat(parse(THEME.post(post("A", true), HTML, Optional.empty())).select("[lang=en]"))
                .isEmpty();
    }

    @Test
    void theNavigationSaysWhereTheReaderIs() {
        assertThat(parse(THEME.notFound(SITE)).select("[aria-current]")).isEmpty();
        assertThat(parse(THEME.notFound(SITE.at("/blog/archive")))
                        .select("[aria-current=page]")
                        .eachAttr("href"))
                .containsExactly("/blog/archive");
    }

    @Test
    void isWhatItsSourceHolds() throws Exception {
        Theme shouting = Theme.of(name -> {
            try (InputStream in = Objects.requireNonNull(Theme.class.getResourceAsStream(name))) {
                return name.equals("entry.mustache") ? "<li>{{title}}!</li>".getBytes(UTF_8) : in.readAllBytes();
            }
        });

        assertThat(shouting.digest()).isNotEqualTo(THEME.digest());
        assertThat(parse(shouting.listing(listing(), Optional.empty()))
                        .select(".entries li")
                        .eachText())
                .containsExactly("One!", "Two!");
        assertThatThrownBy(() -> Theme.of(name -> {
                    throw new FileNotFoundException(name);
                }))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void givesTheSameBytesForTheSameView() {
        assertThat(THEME.post(post("A", true), HTML, Optional.empty()))
                .isEqualTo(Theme.builtIn().post(post("A", true), HTML, Optional.empty()));
        assertThat(Theme.builtIn().digest()).isEqualTo(THEME.digest());
        assertThat(Theme.builtIn().stylesheet()).isEqualTo(THEME.stylesheet());
    }

    @Test
    void everyPageHasALanguageLandmarksOneTitleAndTheFeeds() {
        for (byte[] bytes : allPages()) {
            Document page = parse(bytes);

            assertThat(page.expectFirst("html").attr("lang")).isNotEmpty();
            assertThat(page.select("h1")).hasSize(1);
            assertThat(page.select("header.masthead")).hasSize(1);
            assertThat(page.select("main[id=page.content]")).hasSize(1);
            assertThat(page.select("footer")).hasSize(1);
            assertThat(page.expectFirst("body > a").attr("href")).isEqualTo("#page.content");
            assertThat(page.select("head link[rel=alternate]").eachAttr("type"))
                    .containsExactly("application/rss+xml", "application/atom+xml", "application/feed+json");
            assertThat(page.select("head link[rel=alternate], footer a[href*=feed], footer a[href*=atom]")
                            .eachAttr("href"))
                    .contains("/blog/feed.xml", "/blog/atom.xml", "/blog/feed.json");
            assertThat(page.expectFirst("meta[charset]").elementSiblingIndex()).isZero();
            assertThat(page.select("[href*='Optional'], [src*='Optional']")).isEmpty();
            assertThat(page.text()).doesNotContain("Optional");
        }
    }

    @Test
    void noPageNeedsAScriptOrAnotherHost() {
        for (byte[] bytes : allPages()) {
            Document page = parse(bytes);

            assertThat(page.select("script, iframe, [style], style")).isEmpty();
            assertThat(page.select("link[rel=stylesheet], img[src]").stream().map(ThemeTest::target))
                    .allMatch(url -> url.startsWith("/blog/"));
        }
        assertThat(new String(THEME.css(), StandardCharsets.UTF_8))
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void headingsComeInOrder() {
        for (byte[] bytes : allPages()) {
            int before = 0;
            for (Element heading : parse(bytes).select("h1, h2, h3, h4, h5, h6")) {
                int level = heading.tagName().charAt(1) - '0';

                assertThat(level).isLessThanOrEqualTo(before + 1);
                before = level;
            }
        }
    }

    @Test
    void emptyListsSaySo() {
        HomeView home = new HomeView(SITE, Optional.empty(), Optional.empty(), List.of(), "https://example.org/blog/");

        assertThat(parse(THEME.home(home, Optional.empty())).select(".empty")).hasSize(1);
        assertThat(parse(THEME.home(home, Optional.empty())).select(".entry")).isEmpty();
    }

    @Test
    void aListingLinksToItsOtherPages() {
        Document page = parse(THEME.listing(listing(), Optional.empty()));

        assertThat(page.expectFirst(".pages-older").attr("href")).isEqualTo("/blog/topics/soil/1");
        assertThat(page.select(".pages-newer")).isEmpty();
        assertThat(page.title()).isEqualTo("soil, page 2 – The Gazette");
    }

    @Test
    void theStartPageBringsItsStyleAndSaysWhatToCopy() {
        Document page = parse(THEME.start(new StartView(Optional.of("http://localhost:8080/git/content.git"))));
        Document watching = parse(THEME.start(new StartView(Optional.empty())));

        assertThat(page.select("link[rel=stylesheet]")).isEmpty();
        assertThat(page.expectFirst("style").data()).contains(new String(THEME.css(), StandardCharsets.UTF_8));
        assertThat(page.expectFirst("pre").wholeText())
                .contains("git clone http://localhost:8080/git/content.git\ncd content\n")
                .contains("git push origin HEAD");
        assertThat(watching.text()).contains("--content").doesNotContain("git clone");
    }

    @Test
    void aTitleIsTextEverywhere() {
        for (String title : List.of("<b>&amp; ]]></b>", "&amp; so on")) {
            Document page = parse(THEME.post(post(title, true), HTML, Optional.empty()));

            assertThat(page.expectFirst("h1").wholeText()).isEqualTo(title);
            assertThat(page.title()).startsWith(title);
        }
    }

    @Test
    void aTableOfContentsStandsAboveTheText() {
        Document page = parse(THEME.post(post(site("de"), "A", true), HTML, CONTENTS));

        assertThat(page.select("nav.contents > ol > li > a").eachAttr("href")).containsExactly("#one", "#two");
        assertThat(page.select("nav.contents > ol > li > ol > li > a").eachText())
                .containsExactly("Below <one>");
        assertThat(page.expectFirst("nav.contents").attr("aria-labelledby"))
                .isEqualTo(page.expectFirst("nav.contents > p").id());
        assertThat(page.expectFirst("nav.contents > p [lang=en]").text()).isEqualTo("Contents");
        assertThat(parse(THEME.post(post("A", true), HTML, Optional.empty())).select("nav.contents"))
                .isEmpty();
    }

    @Test
    void theStyleSheetSurvivesBeingPutIntoAPage() {
        assertThat(new String(THEME.css(), StandardCharsets.UTF_8)).doesNotContain("</");
    }

    private static List<byte[]> allPages() {
        return List.of(
                THEME.post(post("A", true), HTML, Optional.empty()),
                THEME.page(
                        new PageView(
                                SITE,
                                "About",
                                "",
                                KEY,
                                true,
                                "en",
                                Optional.of("/blog/c.png"),
                                "https://example.org/blog/a"),
                        "<p>Us.</p>",
                        CONTENTS),
                THEME.home(
                        new HomeView(
                                SITE, Optional.of("Blog"), Optional.of(KEY), entries(), "https://example.org/blog/"),
                        Optional.of("<p>Hi</p>")),
                THEME.listing(listing(), Optional.of("<p>All on soil.</p>")),
                THEME.topics(
                        new TopicsView(
                                SITE,
                                "Topics",
                                Optional.empty(),
                                List.of(new Link("soil", "/blog/topics/soil")),
                                "https://example.org/blog/topics"),
                        Optional.empty()),
                THEME.notFound(SITE),
                THEME.gone(SITE));
    }

    private static SiteView site(String language) {
        return SiteView.of(
                new Content.Settings(
                        new SiteId("main"),
                        "The Gazette",
                        "News <of> the \"garden\"",
                        "https://example.org/blog",
                        language,
                        "Europe/Berlin",
                        Map.of(),
                        List.of(),
                        Content.Html.TRUSTED),
                THEME.stylesheet(),
                false);
    }

    private static PostView post(String title, boolean lede) {
        return post(SITE, title, lede);
    }

    private static PostView post(SiteView site, String title, boolean lede) {
        return new PostView(
                site,
                title,
                "Say \"why\"",
                lede,
                KEY,
                false,
                "en-GB",
                DAY,
                Optional.of(DAY),
                List.of(new Link("soil", "/blog/topics/soil")),
                List.of(
                        new AuthorView("Ada", "/blog/authors/ada", Optional.of("/blog/ada.png")),
                        new AuthorView("Bo", "/blog/authors/bo", Optional.empty())),
                Optional.of("/blog/cover.jpg"),
                "https://example.org/blog/posts/salt",
                Optional.of(new Link("Older & wiser", "/blog/posts/older")),
                Optional.empty());
    }

    private static ListingView listing() {
        return new ListingView(
                SITE,
                Optional.of("Topic"),
                "soil",
                Optional.of(2),
                Optional.of("/blog/ada.png"),
                Optional.of(KEY),
                entries(),
                Optional.of(new PageNavigation(Optional.empty(), Optional.of("/blog/topics/soil/1"))),
                "https://example.org/blog/topics/soil/2");
    }

    private static List<EntryView> entries() {
        return List.of(
                new EntryView("One", "/blog/posts/one", "", DAY, List.of()),
                new EntryView(
                        "Two", "/blog/posts/two", "On soil.", DAY, List.of(new Link("soil", "/blog/topics/soil"))));
    }

    private static String target(Element element) {
        return element.hasAttr("src") ? element.attr("src") : element.attr("href");
    }

    private static Document parse(byte[] bytes) {
        return Jsoup.parse(new String(bytes, StandardCharsets.UTF_8));
    }
}
