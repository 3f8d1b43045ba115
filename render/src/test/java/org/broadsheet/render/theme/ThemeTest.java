package org.broadsheet.render.theme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.PictureSize;
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
    private static final ArticleView KEY = new ArticleView(Digest.of("key"), new TreeMap<>(), new TreeMap<>());
    private static final String HTML = "<p>It <em>grows</em>.</p>\n";
    private static final SiteView SITE = site("en-GB");
    private static final DateView DAY =
            DateView.of(Instant.parse("2026-03-13T23:30:00.123Z"), ZoneId.of("Europe/Berlin"), "en-GB");

    @Test
    void showsAPostWithAllThatIsKnownOfIt() {
        Document page = parse(THEME.post(post("Salt & <Pepper>", true), HTML, 3, Optional.empty()));

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
        String html = new String(THEME.post(post("A", false), HTML, 3, Optional.empty()), StandardCharsets.UTF_8);

        assertThat(html).contains("\n<p>It <em>grows</em>.</p>\n\n</div>").doesNotContain("lede");
    }

    @Test
    void aTextInAnotherLanguageSaysSo() {
        Document page = parse(THEME.post(post(site("fa"), "A", true), HTML, 3, Optional.empty()));

        assertThat(page.expectFirst("html").attr("lang")).isEqualTo("fa");
        assertThat(page.expectFirst("article").attr("lang")).isEqualTo("en-GB");
        assertThat(page.expectFirst(".post-meta").attr("lang")).isEqualTo("fa");
        for (String ours : List.of(".skip", ".neighbours .label", ".neighbours-all", ".footer nav")) {
            assertThat(page.expectFirst(ours).attr("lang")).as(ours).isEqualTo("en");
            assertThat(page.expectFirst(ours).attr("dir")).as(ours).isEqualTo("ltr");
        }
        assertThat(parse(THEME.post(post("A", true), HTML, 3, Optional.empty())).select("[lang=en]"))
                .isEmpty();
    }

    @Test
    void aPageIsWrittenTheWayOfTheSitesLanguageAndAPostTheWayOfItsOwn() {
        Document hebrew = parse(THEME.post(post(site("he"), "A", true), HTML, 3, Optional.empty()));
        Document english = parse(THEME.listing(listing(), Optional.empty()));

        assertThat(hebrew.expectFirst("html").attr("dir")).isEqualTo("rtl");
        assertThat(hebrew.expectFirst("article").attr("dir")).isEqualTo("ltr");
        assertThat(hebrew.expectFirst(".post-meta").attr("dir")).isEqualTo("rtl");
        assertThat(hebrew.expectFirst(".neighbours [rel=prev]").attr("dir")).isEqualTo("auto");
        assertThat(english.expectFirst("html").attr("dir")).isEqualTo("ltr");
        assertThat(english.select(".entry h2").eachAttr("dir")).containsExactly("auto", "rtl");
        assertThat(english.select(".entry h2[lang], .entry-text > p[lang]").eachAttr("lang"))
                .containsExactly("he", "he");
    }

    @Test
    void theThemesWordsAreOfTheSitesLanguage() {
        Document post = parse(THEME.post(post(site("de-AT"), "A", true), HTML, 3, Optional.empty()));
        Document list = parse(THEME.listing(listing(site("ja")), Optional.empty()));

        assertThat(post.select("[lang=en]")).isEmpty();
        assertThat(post.expectFirst(".skip").text()).isEqualTo("Zum Inhalt springen");
        assertThat(post.select(".masthead-nav a").eachText()).containsExactly("Archiv", "Themen");
        assertThat(list.expectFirst(".listing-page").text()).isEqualTo("2ページ目");
        assertThat(list.title()).isEqualTo("soil – 2ページ目 – The Gazette");
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
        assertThat(THEME.post(post("A", true), HTML, 3, Optional.empty()))
                .isEqualTo(Theme.builtIn().post(post("A", true), HTML, 3, Optional.empty()));
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
                    .startsWith("application/rss+xml", "application/atom+xml", "application/feed+json");
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

            assertThat(page.select("script:not([type=application/ld+json]), iframe, [style], style"))
                    .isEmpty();
            assertThat(page.select("link[rel=stylesheet], img[src]").stream().map(ThemeTest::target))
                    .allMatch(url -> url.startsWith("/blog/"));
        }
        assertThat(new String(THEME.css(), StandardCharsets.UTF_8))
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void aPostTellsMachinesWhatItIs() throws Exception {
        Document page = parse(THEME.post(post("Salt & </script><!-- \u2028 \u0000", true), HTML, 3, Optional.empty()));
        String json = page.expectFirst("script[type=application/ld+json]").data();
        JsonNode graph = new ObjectMapper().readTree(json).path("@graph");

        assertThat(json).doesNotContain("<").doesNotContain("\u2028");
        assertThat(graph.path(0).path("@type").asText()).isEqualTo("BlogPosting");
        assertThat(graph.path(0).path("headline").asText()).isEqualTo("Salt & </script><!-- \u2028 \u0000");
        assertThat(graph.path(0).path("datePublished").asText()).isEqualTo("2026-03-14T00:30:00+01:00");
        assertThat(graph.path(0).path("image").asText()).isEqualTo("https://example.org/blog/cover.jpg");
        assertThat(graph.path(0).path("inLanguage").asText()).isEqualTo("en-GB");
        assertThat(graph.path(0).path("author").path(0).path("url").asText())
                .isEqualTo("https://example.org/blog/authors/ada");
        assertThat(graph.path(1).path("itemListElement").findValuesAsText("item"))
                .containsExactly(
                        "https://example.org/blog/",
                        "https://example.org/blog/topics/soil",
                        "https://example.org/blog/posts/salt");
        assertThat(page.expectFirst("meta[property=og:image]").attr("content"))
                .isEqualTo("https://example.org/blog/cover.jpg");
        assertThat(page.expectFirst("meta[property=og:image:width]").attr("content"))
                .isEqualTo("1200");
        assertThat(page.expectFirst("meta[property=og:image:height]").attr("content"))
                .isEqualTo("630");
        assertThat(page.expectFirst("meta[property=og:image:alt]").attr("content"))
                .isEqualTo("A \"red\" door");
        assertThat(page.expectFirst("img.cover").outerHtml())
                .isEqualTo("<img class=\"cover\" src=\"/blog/cover.jpg\" alt=\"A &quot;red&quot; door\""
                        + " width=\"1200\" height=\"630\" fetchpriority=\"high\">");
        assertThat(page.expectFirst("meta[property=og:type]").attr("content")).isEqualTo("article");
        assertThat(page.expectFirst("meta[property=article:published_time]").attr("content"))
                .isEqualTo("2026-03-14T00:30:00+01:00");
        assertThat(page.select("meta[property=article:tag]").eachAttr("content"))
                .containsExactly("soil");
        assertThat(page.expectFirst("meta[name=twitter:card]").attr("content")).isEqualTo("summary_large_image");
    }

    @Test
    void everyPageHasACardOfItsOwnButThoseThatSayThatNothingIsThere() {
        for (byte[] bytes : allPages()) {
            Document page = parse(bytes);
            boolean isThere = !page.select("link[rel=canonical]").isEmpty();

            assertThat(page.select("meta[property=og:url]").eachAttr("content"))
                    .isEqualTo(page.select("link[rel=canonical]").eachAttr("href"));
            assertThat(page.select("meta[property=og:title], meta[name=twitter:card]"))
                    .hasSize(isThere ? 2 : 0);
        }
    }

    @Test
    void theBrowsersFrameHasThePapersColour() {
        String css = new String(THEME.css(), UTF_8);

        assertThat(parse(THEME.gone(SITE)).select("meta[name=theme-color]").eachAttr("content"))
                .hasSize(2)
                .allMatch(colour -> css.contains("--paper: " + colour + ";"));
    }

    @Test
    void eachColourOfCodeIsReadableOnTheTint() {
        String css = new String(THEME.css(), UTF_8);
        String[] schemes = css.split("@media \\(prefers-color-scheme: dark\\)", 2);

        for (String scheme : schemes) {
            Map<String, String> colours = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});")
                    .matcher(scheme)
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
            assertThat(colours.keySet())
                    .filteredOn(name -> name.startsWith("code-"))
                    .hasSize(9);
            colours.forEach((name, colour) -> {
                if (name.startsWith("code-") || name.equals("accent") || name.equals("muted")) {
                    assertThat(contrast(colour, colours.get("tint"))).as(name).isGreaterThanOrEqualTo(4.5);
                }
            });
        }
    }

    /** WCAG 2.2: of relative luminances. */
    private static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void aPostLeadsToRelatedOnesAndSaysHowLongItTakes() {
        Document page = parse(THEME.post(post("A", true), HTML, 3, Optional.empty()));

        assertThat(page.select(".related a").eachAttr("href")).containsExactly("/blog/posts/loam");
        assertThat(page.select(".dateline").eachText()).contains("3 min read");
    }

    @Test
    void aListLeadsToItsTopicsAndToAllOfThem() {
        Document page = parse(THEME.listing(listing(), Optional.empty()));

        assertThat(page.select(".choice a").eachText()).containsExactly("soil", "<b>", "All topics");
        assertThat(page.select(".choice a").eachAttr("href"))
                .containsExactly("/blog/topics/soil", "/blog/topics/b", "/blog/topics");
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
        HomeView home = new HomeView(
                SITE, Optional.empty(), Optional.empty(), List.of(), List.of(), "https://example.org/blog/");

        assertThat(parse(THEME.home(home, Optional.empty())).select(".empty")).hasSize(1);
        assertThat(parse(THEME.home(home, Optional.empty())).select(".entry")).isEmpty();
    }

    @Test
    void aListingLinksToItsOtherPages() {
        Document page = parse(THEME.listing(listing(), Optional.empty()));

        assertThat(page.expectFirst(".pages-older").attr("href")).isEqualTo("/blog/topics/soil/1");
        assertThat(page.select(".pages-newer")).isEmpty();
        assertThat(page.title()).isEqualTo("soil – Page 2 – The Gazette");
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
            Document page = parse(THEME.post(post(title, true), HTML, 3, Optional.empty()));

            assertThat(page.expectFirst("h1").wholeText()).isEqualTo(title);
            assertThat(page.title()).startsWith(title);
        }
    }

    @Test
    void aTableOfContentsStandsAboveTheText() {
        Document page = parse(THEME.post(post(site("de"), "A", true), HTML, 3, CONTENTS));

        assertThat(page.select("nav.contents > ol > li > a").eachAttr("href")).containsExactly("#one", "#two");
        assertThat(page.select("nav.contents > ol > li > ol > li > a").eachText())
                .containsExactly("Below <one>");
        assertThat(page.expectFirst("nav.contents").attr("aria-labelledby"))
                .isEqualTo(page.expectFirst("nav.contents > p").id());
        assertThat(page.expectFirst("nav.contents > p[lang=de]").text()).isEqualTo("Inhalt");
        assertThat(parse(THEME.post(post(site("fa"), "A", true), HTML, 3, CONTENTS))
                        .expectFirst("nav.contents > p[lang=en][dir=ltr]")
                        .text())
                .isEqualTo("Contents");
        assertThat(parse(THEME.post(post("A", true), HTML, 3, Optional.empty())).select("nav.contents"))
                .isEmpty();
    }

    @Test
    void theStyleSheetSurvivesBeingPutIntoAPage() {
        assertThat(new String(THEME.css(), StandardCharsets.UTF_8)).doesNotContain("</");
    }

    private static List<byte[]> allPages() {
        return List.of(
                THEME.post(post("A", true), HTML, 3, Optional.empty()),
                THEME.page(
                        new PageView(
                                SITE,
                                "About",
                                "",
                                KEY,
                                LanguageView.of("en"),
                                true,
                                Optional.of(cover("/blog/c.png", false)),
                                "https://example.org/blog/a",
                                Optional.of("/blog/a.md"),
                                Optional.empty()),
                        "<p>Us.</p>",
                        CONTENTS),
                THEME.home(
                        new HomeView(
                                SITE,
                                Optional.of("Blog"),
                                Optional.of(KEY),
                                topics(),
                                entries(),
                                "https://example.org/blog/"),
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
                false,
                Icons.OURS);
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
                LanguageView.of("en-GB"),
                false,
                DAY,
                Optional.of(DAY),
                List.of(new Link("soil", "/blog/topics/soil")),
                List.of(
                        new AuthorView("Ada", "/blog/authors/ada", Optional.of("/blog/ada.png")),
                        new AuthorView("Bo", "/blog/authors/bo", Optional.empty())),
                Optional.of(cover("/blog/cover.jpg", false)),
                "https://example.org/blog/posts/salt",
                Optional.of("/blog/posts/salt.md"),
                new CardView(
                        "https://example.org",
                        DAY.iso(),
                        Optional.of(cover("https://example.org/blog/cover.jpg", false))),
                List.of(new PostLink("Loam", "/blog/posts/loam", LanguageView.UNSAID)),
                Optional.of(new PostLink("Older & wiser", "/blog/posts/older", LanguageView.UNSAID)),
                Optional.empty());
    }

    private static ListingView listing() {
        return listing(SITE);
    }

    private static ListingView listing(SiteView site) {
        return new ListingView(
                site,
                Optional.of("Topic"),
                "soil",
                Optional.of(2),
                Optional.of("/blog/ada.png"),
                Optional.of(KEY),
                topics(),
                entries(),
                Optional.of(new PageNavigation(Optional.empty(), Optional.of("/blog/topics/soil/1"))),
                "https://example.org/blog/topics/soil/2");
    }

    private static List<Link> topics() {
        return List.of(new Link("soil", "/blog/topics/soil"), new Link("<b>", "/blog/topics/b"));
    }

    private static List<EntryView> entries() {
        return List.of(
                new EntryView(
                        "One", "/blog/posts/one", LanguageView.UNSAID, "", DAY, List.of(), List.of(), Optional.empty()),
                new EntryView(
                        "Two",
                        "/blog/posts/two",
                        LanguageView.of("he"),
                        "On soil.",
                        DAY,
                        List.of(new Link("soil", "/blog/topics/soil")),
                        List.of(
                                new AuthorView("Ada", "/blog/authors/ada", Optional.of("/blog/ada.png")),
                                new AuthorView("Bo", "/blog/authors/bo", Optional.empty())),
                        Optional.of(cover("/blog/two.jpg", true))));
    }

    private static PictureView cover(String url, boolean later) {
        return new PictureView(url, "A \"red\" door", Optional.of(new PictureSize(1200, 630)), later);
    }

    private static String target(Element element) {
        return element.hasAttr("src") ? element.attr("src") : element.attr("href");
    }

    private static Document parse(byte[] bytes) {
        return Jsoup.parse(new String(bytes, StandardCharsets.UTF_8));
    }
}
