package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleRendererTest {
    private static final MarkdownParser PARSER =
            new MarkdownParser(new MarkdownLimits(1 << 20, 100, 1000, 5000, 100, Duration.ofSeconds(10)));
    private static final ArticleRenderer RENDERER = new ArticleRenderer(100_000);

    @AfterAll
    static void close() {
        PARSER.close();
    }

    @Test
    void shiftsHeadingsBelowThePagesOwnAndLinksEachToItself() {
        String html = trusted("# Soil\n\n### It's *wet*\n\n###### Deep\n");

        assertThat(html).isEqualTo("""
                        <div class="heading heading-2"><h2 id="soil">Soil</h2><a class="anchor" href="#soil" aria-label="Link to: Soil"></a></div>
                        <div class="heading heading-4"><h4 id="its-wet">It's <em>wet</em></h4><a class="anchor" href="#its-wet" aria-label="Link to: It's wet"></a></div>
                        <div class="heading heading-6"><h6 id="deep">Deep</h6><a class="anchor" href="#deep" aria-label="Link to: Deep"></a></div>
                        """);
    }

    @Test
    void lowHeadingsAreLiftedToFollowTheTitle() {
        assertThat(body(trusted("### A\n\n#### B\n")).select("h2, h3").eachText())
                .containsExactly("A", "B");
    }

    @Test
    void leavesOutTheHeadingThatIsTheTitle() {
        String html = html("# Title\n\n## One\n\n# Title\n", true, Map.of(), "", Html.TRUSTED);

        assertThat(body(html).select("h2, h3").eachAttr("id")).containsExactly("one", "title-1");
    }

    @Test
    void writesResolvedLinksBelowTheBasePathAndLeavesTheOthersAsTheyAre() {
        Map<String, String> links =
                Map.of("b", "/posts/b?x=1#y", "../p%20q.png", "/assets/p%20q.png", "my-file.md", "/posts/my-file");
        String html = html(
                "[in](b) [ref] [out](https://example.org/b) [gone](nobody) [here](#x) ![p](../p%20q.png) [s](<my-file.md>)\n\n[ref]: b\n",
                false, links, "/blog", Html.TRUSTED);

        assertThat(body(html).select("a").eachAttr("href"))
                .containsExactly(
                        "/blog/posts/b?x=1#y",
                        "/blog/posts/b?x=1#y",
                        "https://example.org/b",
                        "nobody",
                        "#x",
                        "/blog/posts/my-file");
        assertThat(body(html).select("img").eachAttr("src")).containsExactly("/blog/assets/p%20q.png");
    }

    @Test
    void aDestinationIsEscapedWhereItsSlotIs() {
        Map<String, String> links = Map.of("b?x=1&y=2", "/posts/b?x=1&y=2", "c#d\"e", "/posts/c#d\"e");
        String markdown = "[in](b?x=1&y=2) [q](<c#d\"e>) [gone](n?a&lt=<\"%zz\u00fc) ![p](../p q.png)";

        for (Html mode : Html.values()) {
            assertThat(body(html(markdown, false, links, "", mode)).select("a").eachAttr("href"))
                    .startsWith("/posts/b?x=1&y=2", "/posts/c#d%22e");
        }
        assertThat(html("[gone](<n?a&lt=\\<%zz\u00fc>)", false, links, "", Html.TRUSTED))
                .contains("&amp;lt=%3C%25zz%C3%BC\"");
    }

    @Test
    void aReferenceWithoutADefinitionIsText() {
        Map<String, String> links = Map.of("persona", "/posts/persona");

        assertThat(html("[persona] and [x](persona) and www.example.org", false, links, "", Html.TRUSTED))
                .isEqualTo("<p>[persona] and <a href=\"/posts/persona\">x</a> and"
                        + " <a href=\"http://www.example.org\">www.example.org</a></p>\n");
    }

    @Test
    void doesNotTakeTextForLinks() {
        String html = html("`[in](b)` b \\[in](b)", false, Map.of("b", "/posts/b"), "", Html.TRUSTED);

        assertThat(html).isEqualTo("<p><code>[in](b)</code> b [in](b)</p>\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x](javascript:alert(1))",
                "[x](JavaScript:alert(1))",
                "[x](<java script:alert(1)>)",
                "[x](&#106;avascript:alert(1))",
                "[x](java&#10;script:alert(1))",
                "[x](<&#1;javascript:alert(1)>)",
                "[x](vbscript:msgbox)",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](data:image/svg+xml,%3Csvg%3E)",
                "<javascript:alert(1)>",
                "[x][r]\n\n[r]: javascript:alert(1)",
                "![x](javascript:alert(1))",
                "![x][r]\n\n[r]: <javascript:alert(1)>"
            })
    void noMarkdownLinkRunsAnything(String markdown) {
        for (Html mode : Html.values()) {
            Element body = body(html(markdown, false, Map.of(), "", mode));

            for (Element element : body.select("[href], [src]")) {
                // What a browser does with a destination before it looks for the scheme.
                String url =
                        element.attr(element.hasAttr("href") ? "href" : "src").replaceAll("[\\x00-\\x20]", "");
                assertThat(url).doesNotMatch("(?i)(javascript|vbscript|data):.*");
            }
        }
    }

    @Test
    void keepsHarmlessPicturesWithinTheText() {
        assertThat(trusted("![dot](data:image/png;base64,iVBORw0KGgo=)"))
                .contains("data:image/png;base64,iVBORw0KGgo=");
    }

    @Test
    void loadsAllPicturesButTheFirstWhenTheyComeNear() {
        Element body = body(trusted("![a](a.png)\n\n![b][r] ![c](c.png 'Title')\n\n[r]: b.png\n"));

        assertThat(body.select("img").eachAttr("alt")).containsExactly("a", "b", "c");
        assertThat(body.select("img[loading=lazy]").eachAttr("alt")).containsExactly("b", "c");
        assertThat(body.select("img[decoding=async]")).hasSize(3);
    }

    @Test
    void tablesAndCodeScrollWithinThemselves() {
        Element body = body(trusted("|a|b|\n|-|-:|\n|1|2|\n\n```sh\nls <x>\n```\n\n    plain\n"));

        assertThat(body.expectFirst("div.table[tabindex=0][aria-label=Table] > table td[align=right]")
                        .text())
                .isEqualTo("2");
        assertThat(body.expectFirst("pre[tabindex=0] > code.language-sh").wholeText())
                .isEqualTo("ls <x>\n");
        assertThat(body.select("pre[tabindex=0]")).hasSize(2);
    }

    @Test
    void understandsGitHubsExtensionsAndFootnotes() {
        Element body = body(trusted("- [x] done\n- [ ] open\n\n~~gone~~ https://example.org[^1]\n\n[^1]: A note.\n"));

        assertThat(body.select("input[type=checkbox][disabled]").eachAttr("aria-label"))
                .containsExactly("done", "to do");
        assertThat(body.select("input[checked]")).hasSize(1);
        assertThat(body.expectFirst("del").text()).isEqualTo("gone");
        assertThat(body.select("a[href=https://example.org]")).hasSize(1);
        String note = body.expectFirst("sup a").attr("href").substring(1);
        assertThat(body.getElementById(note).text()).startsWith("A note.");
        assertThat(body.select(".footnotes a [aria-label]")).hasSize(1);
    }

    @Test
    void aPictureAloneWithATitleIsAFigure() {
        Element body = body(
                trusted(
                        "![a](a.png \"A *cap* &amp; \\\\\")\n\n![b][r]\n\n- ![c](c.png 'C')\n\n![d](d.png)\n\n![e](e.png 'E') x\n\n[r]: b.png 'B'\n"));

        assertThat(body.select("figure > figcaption").eachText()).containsExactly("A *cap* & \\", "B", "C");
        assertThat(body.select("figure > img").eachAttr("alt")).containsExactly("a", "b", "c");
        assertThat(body.select("figure > img[title], figure p, p figure")).isEmpty();
        assertThat(body.select("p > img[title]").eachAttr("title")).containsExactly("E");
    }

    @ParameterizedTest
    @EnumSource(Html.class)
    void theEndOfTheBeginningShowsNowhere(Html mode) {
        for (String markdown : new String[] {
            "One *two*\n\n<!--more-->\n\nthree\n",
            "One *two* <!-- more --> three\n",
            "One *two*\n\n<!--MORE--> three\n",
            "<div>One <i>two</i> <!-- more -->three</div>\n"
        }) {
            Outcome<Article> outcome = PARSER.parse(
                    markdown,
                    document -> RENDERER.article(
                            document, Digest.of(markdown), false, new Reading(mode, Tagging.PLAIN, true)));
            Article article = ((Outcome.Parsed<Article>) outcome).value();

            assertThat(article.html(Map.of(), Map.of(), ""))
                    .doesNotContainIgnoringCase("more")
                    .contains("three");
            assertThat(article.beginning()).contains("One two");
            assertThat(article.plainText()).isEqualTo("One two three");
        }
    }

    @Test
    void whatIsNoEndOfABeginningStays() {
        assertThat(trusted("a <!-- no more --> `<!--more-->`\n"))
                .isEqualTo("<p>a <!-- no more --> <code>&lt;!--more--&gt;</code></p>\n");
    }

    @Test
    void sanitizedHtmlKeepsAlertsDefinitionsMathematicsAndFigures() {
        String markdown = "> [!NOTE]\n> a\n\nt\n: d $x_1$\n\n$$\nb\n$$\n\n![a](a.png 'A')\n";

        assertThat(body(html(markdown, false, Map.of(), "", Html.SANITIZED)).html())
                .isEqualTo(body(trusted(markdown)).html());
    }

    @Test
    void trustedHtmlStaysAsItIs() {
        assertThat(trusted("<div onplay=\"x()\">\n<i>v</i></div>\n\na <b onclick='y()'>b</b>\n"))
                .isEqualTo("<div onplay=\"x()\">\n<i>v</i></div>\n<p>a <b onclick='y()'>b</b></p>\n");
    }

    @Test
    void escapedHtmlIsText() {
        Element body =
                body(html("<script>x()</script>\n\na <b onclick='y()'>b</b>\n", false, Map.of(), "", Html.ESCAPED));

        assertThat(body.select("script, b")).isEmpty();
        assertThat(body.text()).contains("<script>x()</script>").contains("<b onclick='y()'>b</b>");
    }

    @Test
    void sanitizedHtmlKeepsWhatWeMakeAndLosesWhatActs() {
        String markdown = """
                # Head

                |a|
                |-|
                |1|

                - [x] done

                ```sh
                a  b
                ```

                [in](b) ![p](a.png) ![q](b.png)[^1]

                [^1]: Note.
                """;
        String plain = html(markdown, false, Map.of("b", "/posts/b"), "/blog", Html.TRUSTED);

        String clean = html(markdown + """

                        <p style="position:fixed" onclick="y()" class="masthead table">kept</p>
                        <iframe src="https://example.org"></iframe><style>p {}</style>
                        <script>x()</script>

                        <a href="javascript:x()">j</a> <input type="password"> <form action="/x"><button>b</button></form>
                        """, false, Map.of("b", "/posts/b"), "/blog", Html.SANITIZED);

        assertThat(body(clean)
                        .select("script, iframe, style, form, button, [style], [onclick], .masthead, [type=password]"))
                .isEmpty();
        assertThat(body(clean).select("[href^=javascript]")).isEmpty();
        assertThat(body(clean).expectFirst("p.table").text()).isEqualTo("kept");
        for (String kept :
                new String[] {"h2", "div.table", "li", "pre", "img + img", "sup", ".heading", "p > a", ".footnotes"}) {
            assertThat(body(clean).expectFirst(kept).outerHtml())
                    .isEqualTo(body(plain).expectFirst(kept).outerHtml());
        }
    }

    @ParameterizedTest
    @EnumSource(Html.class)
    void theSameSourceGivesTheSameText(Html mode) {
        String markdown = "# A\n\n<mail@example.org> [^n]\n\n<i title=\"t\" id=i>x</i>\n\n[^n]: N\n";

        String once = html(markdown, true, Map.of(), "", mode);

        assertThat(html(markdown, true, Map.of(), "", mode)).isEqualTo(once);
        assertThat(once).contains("mailto:mail@example.org");
    }

    @Test
    void aTextInHtmlIsOneBlockAndNoMarkdown() {
        String text = """
                <div>
                  *x* [a](b.md) {% include x %}

                    <p>four spaces &amp; <b>more</b></p>
                # no heading

                <script>run()</script>
                <h2>Two</h2>
                </div>
                """;

        Article trusted = ofHtml(text, Html.TRUSTED);

        assertThat(trusted.html(Map.of(), Map.of(), "")).isEqualTo(text);
        assertThat(trusted.plainText()).isEqualTo("*x* [a](b.md) {% include x %} four spaces & more # no heading Two");
        assertThat(trusted.links()).isEmpty();
        assertThat(ofHtml(text, Html.SANITIZED).html(Map.of(), Map.of(), ""))
                .contains("*x*", "<h2>Two</h2>")
                .doesNotContain("script");
        assertThat(ofHtml(text, Html.ESCAPED).html(Map.of(), Map.of(), ""))
                .contains("&lt;h2&gt;Two&lt;/h2&gt;", "*x*")
                .doesNotContain("<h2>", "<script");
    }

    @Test
    void whatWouldBeTooHardAsMarkdownIsNothingSpecialInHtml() {
        String quotes = "> ".repeat(3_000) + "[".repeat(3_000) + "\n";

        assertThat(ofHtml(quotes, Html.TRUSTED).html(Map.of(), Map.of(), "")).isEqualTo(quotes);
        assertThat(PARSER.takeHtml("x".repeat((1 << 20) + 1), document -> "")).isInstanceOf(Outcome.TooHard.class);
    }

    private static Article ofHtml(String text, Html mode) {
        Outcome<Article> outcome = PARSER.takeHtml(
                text,
                document -> RENDERER.article(document, Digest.of(text), false, new Reading(mode, Tagging.PLAIN, true)));
        return ((Outcome.Parsed<Article>) outcome).value();
    }

    private static String trusted(String markdown) {
        return html(markdown, false, Map.of(), "", Html.TRUSTED);
    }

    private static String html(
            String markdown, boolean titleInBody, Map<String, String> links, String basePath, Html mode) {
        Outcome<String> outcome = PARSER.parse(
                markdown,
                document -> RENDERER.article(
                                document, Digest.of(markdown), titleInBody, new Reading(mode, Tagging.PLAIN, true))
                        .html(links, Map.of(), basePath));
        return switch (outcome) {
            case Outcome.Parsed<String> parsed -> parsed.value();
            case Outcome.TooHard<String> tooHard -> throw new AssertionError(tooHard);
            case Outcome.OutOfTime<String> late -> throw new AssertionError(late);
        };
    }

    private static Element body(String html) {
        return Jsoup.parseBodyFragment(html).body();
    }
}
