package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.common.record.Link;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTML of the author's, in Markdown or alone: its destinations, where it ends, and what browsers are not to run of it. */
class RawHtmlTest {
    private static final MarkdownParser PARSER =
            new MarkdownParser(new MarkdownLimits(1 << 20, 100, 5000, 20_000, 100, Duration.ofSeconds(30)));
    private static final ArticleRenderer RENDERER = new ArticleRenderer(100_000);

    @AfterAll
    static void close() {
        PARSER.close();
    }

    /** Each source holds one link; its destination begins behind the mark, which is taken out before parsing. */
    static Stream<Arguments> marked() {
        return Stream.of(
                arguments("a block", "<div><a href=\"¦b.md\">x</a></div>", "b.md"),
                arguments("inline", "see <a href=\"¦b.md\">x</a> there", "b.md"),
                arguments("in single quotes", "see <a href='¦b.md'>x</a>", "b.md"),
                arguments("without quotes", "see <a href=¦b.md>x</a>", "b.md"),
                arguments("in capitals", "<A CLASS=c HREF = \"¦b.md\">x</A>", "b.md"),
                arguments("with white space around", "<img src=\" \t¦b.png \">", "b.png"),
                arguments("with an entity", "<img src=\"¦b&amp;c.png\">", "b&c.png"),
                arguments("with an entity alone", "<img src=¦b&#46;png>", "b.png"),
                arguments("percent-encoded stays", "<img src=\"¦b%20c.png\">", "b%20c.png"),
                arguments("with a space", "<img src=\"¦b c.png\">", "b c.png"),
                arguments("behind an astral character", "\uD83D\uDE00 <img src=\"¦b.png\">", "b.png"),
                arguments("behind an entity", "a &amp; b <img src=\"¦b.png\">", "b.png"),
                arguments("below text that is escaped", "*a* \"x\" <\n\n1 < 2 <img\n  src=\"¦b.png\">", "b.png"),
                arguments("on a later line of a block", "<div>\n<p>\n<img src=\"¦b.png\">\n</div>", "b.png"),
                arguments("with CRLF", "one\r\n\r\n<div>\r\n<p>\r\n<img src=\"¦b.png\">\r\n</div>", "b.png"),
                arguments("inline with CRLF", "one\r\n<img\r\nalt=''\r\nsrc=\"¦b.png\"> x", "b.png"),
                arguments("in a quote", "> <div\n> class=x>\n> <img src=\"¦b.png\">\n> </div>", "b.png"),
                arguments("in a list", "1. a\n\n   <div>\n   <img src=\"¦b.png\"></div>", "b.png"),
                arguments("in a table", "|a|b|\n|-|-|\n|c|<img src=\"¦b.png\">|", "b.png"),
                arguments("in a heading", "## x <img src=\"¦b.png\">", "b.png"),
                arguments("in emphasis", "*x <img src=\"¦b.png\">*", "b.png"),
                arguments("in a footnote", "a[^1]\n\n[^1]: x <img src=\"¦b.png\">", "b.png"),
                arguments("behind a byte order mark", "\uFEFF<img src=\"¦b.png\">", "b.png"),
                arguments("poster", "<video poster=\"¦b.png\"></video>", "b.png"),
                arguments("a source", "<video><source src=\"¦b.mp4\"></video>", "b.mp4"),
                arguments("a track", "<video><track src=\"¦b.vtt\"></video>", "b.vtt"),
                arguments("a frame", "<iframe src=\"¦demo.html\"></iframe>", "demo.html"),
                arguments("an object", "<object data=\"¦b.pdf\"></object>", "b.pdf"),
                arguments("a style sheet", "<link rel=\"stylesheet\" href=\"¦b.css\">", "b.css"),
                arguments("a script", "<script src=\"¦b.js\"></script>", "b.js"),
                arguments("an area", "<map><area href=\"¦b.md\"></map>", "b.md"),
                arguments("a picture within SVG", "<svg><image xlink:href=\"¦b.png\"/></svg>", "b.png"),
                arguments("one of srcset", "<img srcset=\"c://d 2x, ¦b.png\">", "b.png"),
                arguments("the second of srcset", "<img srcset=\"https://e.org/a&amp;b,c.png 1x, ¦b.png\">", "b.png"),
                arguments("the first of two attributes", "<a href=\"¦b.md\" href=\"c.md\">x</a>", "b.md"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("marked")
    void aDestinationIsALinkAtItsPlace(String name, String marked, String destination) {
        int mark = marked.indexOf('¦');
        String before = marked.substring(0, mark);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        String inLine = before.substring(before.lastIndexOf('\n') + 1);
        int column = inLine.codePointCount(0, inLine.length()) + (inLine.startsWith("\uFEFF") ? 0 : 1);

        Article article = article(before + marked.substring(mark + 1), Html.TRUSTED);

        assertThat(article.links())
                .extracting(Link::destination, Link::line, Link::column)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(destination, line, column));
        assertThat(article.html(Map.of(destination, "/there/it's?a=1&b"), Map.of(), "/blog"))
                .contains("/blog/there/it's?a=1&amp;b\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`<a href=\"b.md\">`",
                "    <a href=\"b.md\">\n",
                "```\n<a href=\"b.md\">\n```\n",
                "\\<a href=\"b.md\">",
                "<!-- <a href=\"b.md\"> -->",
                "text <!-- <a href=\"b.md\"> --> text",
                "<script>\nx = '<a href=\"b.md\">'\n</script>",
                "<style>\n/* <a href=\"b.md\"> */\n</style>",
                "<textarea>\n<a href=\"b.md\"></textarea>",
                "<xmp>\n<a href=\"b.md\">\n</xmp>",
                "<div title='<a href=\"b.md\">'></div>",
                "<a href=\"//example.org/b.md\">x</a>",
                "<a href=\"mailto:b.md\">x</a>",
                "<a href=\"javascript:b.md\">x</a>",
                "<a href=\"\">x</a> <a href>x</a> <a>x</a> <img src=''>",
                "<a data-href=\"b.md\" title=\"href=b.md\">x</a>",
                "<p src=\"b.png\" href=\"b.md\">x</p>"
            })
    void whatIsNoDestinationIsNone(String markdown) {
        for (Html mode : Html.values()) {
            Article article = article(markdown, mode);

            assertThat(article.links()).isEmpty();
            assertThat(article.slots()).isEmpty();
        }
    }

    @Test
    void whatIsEscapedOrTakenOutIsNoLink() {
        String markdown = "<a href=\"b.md\" onclick=\"x()\">x</a> <script src=\"c.js\"></script>"
                + " <img src=\"d.png\" srcset=\"e.png 2x\" style=\"x\">\n\n</div><div>\n";

        Article escaped = article(markdown, Html.ESCAPED);
        Article sanitized = article(markdown, Html.SANITIZED);

        assertThat(escaped.links()).isEmpty();
        assertThat(escaped.findings()).isEmpty();
        assertThat(sanitized.links()).extracting(Link::destination).containsExactly("b.md", "d.png");
        assertThat(sanitized.html(Map.of("b.md", "/posts/b"), Map.of(), ""))
                .contains("href=\"/posts/b\"")
                .contains("src=\"d.png\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUSTED", "SANITIZED"})
    void aTextInHtmlHasItsLinksToo(Html mode) {
        String text = "<p>\n  [no](link.md) <a href='b.md'>x</a> <img src=c.png></p>\n";

        Article article = article(true, text, mode);

        assertThat(article.links()).containsExactly(new Link("b.md", false, 2, 26), new Link("c.png", true, 2, 47));
        assertThat(article.html(Map.of("b.md", "/b\"><i>'"), Map.of(), ""))
                .isEqualTo("<p>\n  [no](link.md) <a href=\"/b%22%3E%3Ci%3E'\">x</a> <img src=\"c.png\"></p>\n");
    }

    @Test
    void linksOfMarkdownAndOfHtmlStandInTheirOrder() {
        Article article =
                article("[a](a.md) <a href=b.md>b</a> ![c](c.png)\n\n<img src=\"d.png\"> [e](e.md)\n", Html.TRUSTED);

        assertThat(article.links())
                .extracting(Link::destination)
                .containsExactly("a.md", "b.md", "c.png", "d.png", "e.md");
        assertThat(article("[a](a.md) <b>x</b> [e](e.md)", Html.TRUSTED).links())
                .extracting(Link::destination)
                .containsExactly("a.md", "e.md");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>\n<i>v</i></div>\n\na <b onclick='y()'>b</b>\n",
                "<p align=\"center\">\n\n![x](https://e.org/x.png)\n\n</p>\n\ntext\n",
                "<details>\n<summary>s</summary>\n\n* a\n* b\n\n</details>\n",
                "<ul>\n<li>a\n<li>b\n</ul>\n",
                "<table>\n<tr><td>a<td>b\n<tr><td>\n\n**c**\n\n</table>\n",
                "<p>a\n<p>b\n\n# c\n",
                "a <br> b <br/> <hr/> <img src='https://e.org/x'> <wbr> </br>\n",
                "<!-- x -->\n\n<!-- y\n\n -- z -->\n\ntext <!-- z -->\n",
                "<svg viewBox='0 0 1 1'><path d='M0'/><g><circle r=1 /></g></svg>\n",
                "<custom-tag a=b>x</custom-tag>\n",
                "<script>\nif (a < b) { x('</div>') }\n</script>\n\ntext\n",
                "<select><option>a<option>b</select> <dl><dt>a<dd>b</dl>\n",
                "<ruby>a<rt>b</ruby> </b> </span> </ul> </foo>\n",
                "> <blockquote>\n> a\n> </blockquote>\n\n- <div>\n  x\n  </div>\n- b\n",
                "<?php echo 1; ?>\n\n<![CDATA[ x ]]>\n\n<!DOCTYPE html>\n",
                "<video controls><source src='https://e.org/x'><track></video>\n",
                "<div>\n\n<div>\n\n*x*\n\n</div>\n\n</div>\n\n<a name=\"x\"></a>\n"
            })
    void whatIsBalancedStaysAsItIs(String markdown) {
        Article article = article(markdown, Html.TRUSTED);

        String html = article.html(Map.of(), Map.of(), "");
        assertThat(article.findings())
                .filteredOn(f -> f.message().contains("clos"))
                .isEmpty();
        // As the author wrote it: each tag is there in its own spelling.
        java.util.regex.Pattern.compile("<[^>]*>")
                .matcher(markdown)
                .results()
                .forEach(tag -> assertThat(html).contains(tag.group()));
        assertThat(isWholeAround(html)).isTrue();
    }

    static Stream<Arguments> unbalanced() {
        return Stream.of(
                arguments("Text.\n\n^<!-- forgot\n\nMore.\n", "<!-- is not closed"),
                arguments("Text.\n\n^<!-- forgot --\n", "<!-- is not closed"),
                arguments("Text ^<b>bold\n\nMore.\n", "<b> is not closed"),
                arguments("^<table><tr><td>\n\nMore.\n", "<table> is not closed"),
                arguments("a\n\n^</div></div>\n\nMore.\n", "</div> closes nothing"),
                arguments("<div>\n</div>\n\n^</div>\n", "</div> closes nothing"),
                arguments("^</article></main>\n", "</article> closes nothing"),
                arguments("^<script>\nalert(1)\n\nMore.\n", "<script> is not closed"),
                arguments("^<style>\np {}\n\nMore.\n", "<style> is not closed"),
                arguments("a ^<plaintext> b\n\nMore.\n", "<plaintext> is not closed"),
                arguments("^<textarea>\n\nMore.\n", "<textarea> is not closed"),
                arguments("a ^<title> b\n", "<title> is not closed"),
                arguments("a ^<iframe src=x> b\n", "<iframe> is not closed"),
                arguments("a ^<xmp> b\n", "<xmp> is not closed"),
                arguments("^<noscript>\na\n", "<noscript> is not closed"),
                arguments("^<select><option> b\n", "<select> is not closed"),
                arguments("^<template> b\n\nc\n", "<template> is not closed"),
                arguments("^<svg><title> b\n\nc\n", "<svg> is not closed"),
                arguments("^<math><mi> b\n\nc\n", "<math> is not closed"),
                arguments("^<div>\n\nMore.\n", "<div> is not closed"),
                arguments("^<details>\n\nMore.\n", "<details> is not closed"),
                arguments("x ^<a name=\"x\"/> y\n\nMore.\n", "<a> is not closed"),
                arguments("\uD83D\uDE00 ^<a href=\"https://e.org\"> y\n\nMore.\n", "<a> is not closed"),
                arguments("<div>x</div>\n\n^<div class=\"x\n\nMore.\n", "a tag is not closed"),
                arguments("^<script><!--<script>\n</script>\n\nMore.\n", "<script> is not closed"),
                arguments("> - ^<b>x\n\nMore.\n", "<b> is not closed"),
                arguments("| a |\n|-|\n| ^<i>b |\n", "<i> is not closed"),
                arguments("^<form><form>\n", "<form> is not closed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unbalanced")
    void damageEndsWithTheArticle(String marked, String message) {
        int mark = marked.indexOf('^');
        String before = marked.substring(0, mark);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        String inLine = before.substring(before.lastIndexOf('\n') + 1);
        String markdown = before + marked.substring(mark + 1);

        for (boolean isHtml : new boolean[] {false, true}) {
            if (isHtml && !marked.startsWith("^")) {
                continue;
            }
            Article article = article(isHtml, markdown, Html.TRUSTED);

            assertThat(isWholeAround(article.html(Map.of(), Map.of(), "")))
                    .as(article.html(Map.of(), Map.of(), ""))
                    .isTrue();
            assertThat(article.findings()).anySatisfy(finding -> {
                assertThat(finding.message()).startsWith(message);
                assertThat(List.of(finding.line(), finding.column()))
                        .as(finding.toString())
                        .containsExactly(line, inLine.codePointCount(0, inLine.length()) + 1);
                assertThat(finding.hint().orElse("")).isNotBlank();
            });
        }
        assertThat(isWholeAround(article(markdown, Html.SANITIZED).html(Map.of(), Map.of(), "")))
                .isTrue();
    }

    @Test
    void aKindIsToldOnceWithTheNumberOfTheOthers() {
        Article article = article("<b>a\n\n<i>b\n\n<u>c\n\n</div>\n\n</div>\n", Html.TRUSTED);

        assertThat(article.findings())
                .extracting(finding -> finding.line() + ":" + finding.message())
                .containsExactly("1:<b> is not closed, as are 2 more tags", "7:</div> closes nothing that is open");
    }

    @Test
    void whatThePolicyBlocksIsToldOfOnceAKind() {
        String markdown = """
                <p style="color: red" onclick="x()">a</p>
                <p style="color: red" onClick="x()" onload='y()'>a</p>

                text <a href=" javaScript:x()">j</a> <script>x()</script>

                <script src="https://e.org/x.js"></script>
                <script src="/own.js"></script>
                <script type="application/ld+json">{}</script>
                <style>p {}</style>
                <link rel="stylesheet" href="https://e.org/x.css">
                <object data="x.pdf"></object>
                """;

        Article article = article(markdown, Html.TRUSTED);

        assertThat(article.html(Map.of(), Map.of(), "")).contains("<p style=\"color: red\" onclick=\"x()\">a</p>");
        assertThat(article.findings())
                .extracting(finding -> finding.line() + ":" + finding.column() + " " + finding.message())
                .containsExactly(
                        "1:4 style= is blocked by a policy of style-src 'self', here and at 1 more place",
                        "1:23 onclick= is blocked by a policy of script-src 'self', here and at 2 more places",
                        "4:16 javascript: is blocked by a policy of script-src 'self'",
                        "4:38 a script within the page is blocked by a policy of script-src 'self'",
                        "6:14 a script from elsewhere is blocked by a policy of script-src 'self'",
                        "9:1 <style> is blocked by a policy of style-src 'self'",
                        "10:30 a style sheet from elsewhere is blocked by a policy of style-src 'self'",
                        "11:1 <object> is blocked by a policy of object-src 'none'");
        assertThat(article(markdown, Html.SANITIZED).findings()).isEmpty();
        assertThat(article(markdown, Html.ESCAPED).findings()).isEmpty();
        assertThat(article("`<p style=x>` [x](y \"onclick=x\")\n\n|a|\n|-:|\n|b|\n", Html.TRUSTED)
                        .findings())
                .isEmpty();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                arguments("400 KB of <", "<".repeat(400_000)),
                arguments("400 KB of openings", "<a href=".repeat(50_000)),
                arguments("400 KB of links", "<a href=x>".repeat(40_000)),
                arguments("40,000 tags", "<b>x</b>".repeat(40_000)),
                arguments("40,000 tags in paragraphs", "<b>\n\n".repeat(40_000)),
                arguments("40,000 closing tags", "</div>".repeat(40_000)),
                arguments("nested 10,000 deep", "<div>".repeat(10_000) + "x" + "</div>".repeat(10_000)),
                arguments("tables nested 10,000 deep", "<table><tr><td>".repeat(10_000)),
                arguments("blocks nested 10,000 deep", "<div>\n\n".repeat(10_000) + "x"),
                arguments("an attribute of 400 KB", "<a href=\"" + "x".repeat(400_000) + "\">x</a>"),
                arguments("a srcset of 400 KB", "<img srcset=\"" + "x 1x,".repeat(80_000) + "\">"),
                arguments("a srcset of commas", "<img srcset=\"" + ",".repeat(400_000) + "\">"),
                arguments("a style of 400 KB", "<p style=\"" + "x".repeat(400_000) + "\">x</p>"),
                arguments("30,000 handlers", "<p onclick=x>".repeat(30_000)),
                arguments("comments", "<!--".repeat(100_000)),
                arguments("instructions", "<?".repeat(40_000)),
                arguments("formatting", "<b><i><u><font color=x><p>".repeat(20_000)),
                arguments("scripts", "<script>".repeat(40_000)),
                arguments("ampersands", "<p title=\"" + "&".repeat(400_000) + "\">"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    @Timeout(120)
    void whateverThereIsInAPageItIsWholeAround(String name, String text) {
        Digest key = Digest.of(text);
        for (Outcome<Article> outcome : List.of(
                PARSER.parse(
                        text,
                        document ->
                                RENDERER.article(document, key, false, new Reading(Html.TRUSTED, Tagging.PLAIN, true))),
                PARSER.takeHtml(
                        text,
                        document -> RENDERER.article(
                                document, key, false, new Reading(Html.SANITIZED, Tagging.PLAIN, true))))) {
            assertThat(outcome).isNotInstanceOf(Outcome.OutOfTime.class);
            if (outcome instanceof Outcome.Parsed<Article> parsed) {
                assertThat(isWholeAround(parsed.value().html(Map.of(), Map.of(), "")))
                        .isTrue();
                assertThat(parsed.value().findings()).hasSizeLessThan(20);
            }
        }
    }

    /** Whether a page that shows it is as it is without. */
    private static boolean isWholeAround(String html) {
        Document page = Jsoup.parse("<body><main><article><section><div id=-prose>" + html
                + "</div></section></article></main><nav id=-nav><form id=-form><b id=-b>x</b></form></nav>");
        Element nav = page.getElementById("-nav");
        return nav != null
                && page.body().equals(nav.parent())
                && page.body().childrenSize() == 2
                && page.body().child(0).childrenSize() == 1
                && page.getElementById("-form") != null
                && nav.outerHtml()
                        .replaceAll("\\s", "")
                        .equals("<navid=\"-nav\"><formid=\"-form\"><bid=\"-b\">x</b></form></nav>");
    }

    private static Article article(String markdown, Html mode) {
        return article(false, markdown, mode);
    }

    private static Article article(boolean isHtml, String text, Html mode) {
        Outcome<Article> outcome = isHtml
                ? PARSER.takeHtml(
                        text,
                        document -> RENDERER.article(
                                document, Digest.of(text), false, new Reading(mode, Tagging.PLAIN, true)))
                : PARSER.parse(
                        text,
                        document -> RENDERER.article(
                                document, Digest.of(text), false, new Reading(mode, Tagging.PLAIN, true)));
        return ((Outcome.Parsed<Article>) outcome).value();
    }
}
