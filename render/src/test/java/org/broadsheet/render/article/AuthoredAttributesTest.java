package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.common.record.Finding;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes in Markdown, by what kramdown 2.4 and Hugo 0.111.3 make of them. */
class AuthoredAttributesTest {
    private static final MarkdownLimits LIMITS =
            new MarkdownLimits(2 << 20, 100, 1000, 5000, 100, Duration.ofSeconds(60));
    private static final MarkdownParser PARSER = new MarkdownParser(LIMITS);
    private static final ArticleMaker MAKER = new ArticleMaker(PARSER, LIMITS, 100_000);

    @AfterAll
    static void close() {
        PARSER.close();
    }

    static Stream<Arguments> kramdown() {
        return Stream.of(
                arguments(
                        "[a](https://e.org){:target=\"_blank\"}",
                        "<p><a href=\"https://e.org\" target=\"_blank\" rel=\"noopener\">a</a></p>"),
                arguments(
                        "<https://e.org>{:target=\"_blank\"}.", "<p><a href=\"https://e.org\">https://e.org</a>.</p>"),
                arguments(
                        "*em*{:.x #y} `c`{: .z} **s**{:.a.b}",
                        "<p><em id=\"y\" class=\"x\">em</em> <code class=\"z\">c</code> <strong class=\"a b\">s</strong></p>"),
                arguments("`[a](b){:.q}`", "<p><code>[a](b){:.q}</code></p>"),
                arguments(
                        "```\n[a](b){:.q}\n{: .cl}\n```",
                        "<pre tabindex=\"0\"><code>[a](b){:.q}\n{: .cl}\n</code></pre>"),
                arguments("    {: .cl}", "<pre tabindex=\"0\"><code>{: .cl}\n</code></pre>"),
                arguments("para\n{: .class}", "<p class=\"class\">para</p>"),
                arguments("para\n{: .class}\n\nnext", "<p class=\"class\">para</p>\n<p>next</p>"),
                arguments("{: .above}\npara", "<p class=\"above\">para</p>"),
                arguments(
                        "one\n\n{: .above}\n> q", "<p>one</p>\n<blockquote class=\"above\">\n<p>q</p>\n</blockquote>"),
                arguments("> q\n{: .prompt-tip }", "<blockquote class=\"prompt-tip\">\n<p>q</p>\n</blockquote>"),
                arguments("> q\n> {: .in}", "<blockquote>\n<p class=\"in\">q</p>\n</blockquote>"),
                arguments("* a\n* b\n{: .lst}", "<ul class=\"lst\">\n<li>a</li>\n<li>b</li>\n</ul>"),
                arguments("* a\n\n  b\n  {: .in}", "<ul>\n<li>\n<p>a</p>\n<p class=\"in\">b</p>\n</li>\n</ul>"),
                arguments("- {:.it} item\n- two", "<ul>\n<li class=\"it\">item</li>\n<li>two</li>\n</ul>"),
                arguments("3. a\n{: start=\"5\" style=\"color:red\"}", "<ol start=\"5\">\n<li>a</li>\n</ol>"),
                arguments(
                        "```ruby\nx\n```\n{: .code}",
                        "<pre role=\"group\" aria-label=\"Ruby\" class=\"code\" tabindex=\"0\"><code class=\"language-ruby\">x\n</code></pre>"),
                arguments(
                        "![i](https://e.org/p.png){:width=\"100\" onclick=\"x\" style=\"color:red\"}",
                        "<p class=\"picture\"><img src=\"https://e.org/p.png\" alt=\"i\" decoding=\"async\" width=\"100\" /></p>"),
                arguments("{:ref: .fromref title='t'}\npara\n{:ref}", "<p title=\"t\" class=\"fromref\">para</p>"),
                arguments("text {:.dangling} on", "<p>text  on</p>"),
                arguments("Last{:.foo}", "<p>Last</p>"),
                arguments("a {:ok, x} {:ok} {: } { :x }", "<p>a {:ok, x} {:ok} {: } { :x }</p>"),
                arguments("Text {::comment}inl{:/comment} more", "<p>Text  more</p>"),
                arguments("{::comment}\nhidden *x*\n{:/comment}\n\nshown", "<p>shown</p>"),
                arguments("{::comment}\na\n\nb\n{:/comment}\n\nshown", "<p>shown</p>"),
                arguments("a\n{::comment}\nb\n\nc", "<p>a</p>"),
                arguments("```\n{::comment}\n```", "<pre tabindex=\"0\"><code>{::comment}\n</code></pre>"),
                arguments("a\n\n{::options parse_block_html=\"true\" /}\n\nb", "<p>a</p>\n<p>b</p>"),
                arguments("{::nomarkdown}\n<b>*no*</b>\n{:/}", "<p>\n<b>*no*</b>\n</p>"),
                arguments("<div>x</div>\n{: .x}\n\ny", "<div>x</div>\n<p>y</p>"),
                arguments("a <b>x</b>{:.bb}", "<p>a <b>x</b></p>"),
                arguments(
                        "## Head\n{: .no_toc #Own}",
                        "<div class=\"heading heading-2\"><h2 id=\"Own\" class=\"no_toc\">Head</h2><a class=\"anchor\" href=\"#Own\" aria-label=\"Link to: Head\"></a></div>"),
                arguments(
                        "| a |\n|---|\n| 1 |\n{: .tbl}",
                        "<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table class=\"tbl\">\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td></tr>\n</tbody>\n</table>\n</div>"),
                arguments(
                        "* TOC\n{:toc}\n\n## A & b\n\n### C\n{:.no_toc}\n\n## D *d*",
                        "<ul id=\"markdown-toc\">\n<li><a href=\"#a--b\">A &amp; b</a></li>\n<li><a href=\"#d-d\">D d</a></li>\n</ul>\n"
                                + heading(2, "a--b", "A &amp; b")
                                + heading(3, "c", "C").replace("\"c\">", "\"c\" class=\"no_toc\">")
                                + heading(2, "d-d", "D <em>d</em>").strip()),
                arguments(
                        "1. x\n{:toc}\n\n# A\n\n### B\n\n## C",
                        "<ul id=\"markdown-toc\">\n<li><a href=\"#a\">A</a>\n<ul>\n<li><a href=\"#b\">B</a></li>\n<li><a href=\"#c\">C</a></li>\n</ul>\n</li>\n</ul>\n"
                                + heading(2, "a", "A")
                                + heading(4, "b", "B")
                                + heading(3, "c", "C").strip()),
                arguments(
                        "[a](https://e.org){:href=\"javascript:x\" class=\"a\" class='b' lang=de dir=rtl}",
                        "<p><a href=\"https://e.org\" lang=\"de\" dir=\"rtl\" class=\"a b\">a</a></p>"));
    }

    private static String heading(int level, String id, String html) {
        String text = html.replaceAll("<[^>]*>", "");
        return "<div class=\"heading heading-" + level + "\"><h" + level + " id=\"" + id + "\">" + html + "</h" + level
                + "><a class=\"anchor\" href=\"#" + id + "\" aria-label=\"Link to: " + text + "\"></a></div>\n";
    }

    @ParameterizedTest
    @MethodSource
    void kramdown(String markdown, String html) {
        assertThat(html(markdown, Tagging.LIQUID)).isEqualTo(html);
    }

    static Stream<Arguments> goldmark() {
        return Stream.of(
                arguments("para\n{.pcls #p}", "<p id=\"p\" class=\"pcls\">para</p>"),
                arguments("> q\n{.q style=\"color:red\"}", "<blockquote class=\"q\">\n<p>q</p>\n</blockquote>"),
                arguments("* a\n{.l}", "<ul class=\"l\">\n<li>a</li>\n</ul>"),
                arguments("a\n{ .x title='t' }", "<p title=\"t\" class=\"x\">a</p>"),
                arguments(
                        "![i](https://e.org/p.png)\n{width=10 height=\"20\"}",
                        "<p class=\"picture\"><img src=\"https://e.org/p.png\" alt=\"i\" decoding=\"async\" /></p>"),
                arguments("## Own { #own }", heading(2, "own", "Own").strip()),
                arguments(
                        "## Data {data-x=\"1\" class=\"c\"}",
                        heading(2, "data", "Data").strip().replace("\"data\">", "\"data\" class=\"c\">")),
                arguments(
                        "{a=b}\n\nc {a=b}\n{a b}\n{\"a\": 1}",
                        "<p>{a=b}</p>\n<p>c {a=b}\n{a b}\n{&quot;a&quot;: 1}</p>"),
                arguments("a {.x} b {: .y}", "<p>a {.x} b {: .y}</p>"),
                arguments(
                        "## Head {.cls onclick=\"x\"}",
                        "<div class=\"heading heading-2\"><h2 id=\"head\" class=\"cls\">Head</h2><a class=\"anchor\" href=\"#head\" aria-label=\"Link to: Head\"></a></div>"));
    }

    @ParameterizedTest
    @MethodSource
    void goldmark(String markdown, String html) {
        assertThat(html(markdown, Tagging.SHORTCODES)).isEqualTo(html);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](https://e.org){:target=\"_blank\"}",
                "para\n{: .class}",
                "para\n{.x}",
                "{::comment}",
                "<div>x</div>\n{: .x}"
            })
    void isTextWhereNoGeneratorIs(String markdown) {
        assertThat(html(markdown, Tagging.PLAIN)).contains("{");
    }

    /** Whoever is not trusted with HTML does not dress up what they write as a part of the page. */
    @Test
    void dressesNothingWhereHtmlIsNotTrusted() {
        String markdown = "[a](https://e.org){: .heading .mine #x lang=\"de\" target=\"_blank\"}";

        assertThat(html(markdown, Tagging.LIQUID, Html.ESCAPED))
                .isEqualTo("<p><a href=\"https://e.org\" lang=\"de\" target=\"_blank\" rel=\"noopener\">a</a></p>");
        assertThat(html(markdown, Tagging.LIQUID, Html.SANITIZED)).doesNotContain("mine", "target");
    }

    @Test
    void namesTheHeadingsOnce() {
        String html = html("* x\n{:toc}\n\npara\n\n1. z\n{:toc}\n\n## A", Tagging.LIQUID);

        assertThat(html).containsOnlyOnce("<ul").doesNotContain("toc}", "z");
    }

    @Test
    void whatHasAnIdCanBeLedTo() {
        String markdown = "## A\n\n[b](#b) [c](#c) [d](#d)\n\npara\n{: #b}\n\n*c*{: #c}\n";

        assertThat(article(markdown, Tagging.LIQUID, Html.TRUSTED).findings())
                .extracting(Finding::message)
                .containsExactly("no heading #d");
        assertThat(article(markdown, Tagging.LIQUID, Html.TRUSTED).anchors()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void theListOfHeadingsCanBeLedTo() {
        String markdown = "* x\n{:toc}\n\n## A\n\n[back](#markdown-toc)\n";

        assertThat(article(markdown, Tagging.LIQUID, Html.TRUSTED).findings()).isEmpty();
    }

    @Test
    void givesNoIdThatSomethingElseHas() {
        String html = html(
                "## A\n\nx\n{: #a}\n\ny\n{: id=\"page.content\"}\n\nz\n{: #fn-1}\n\nu\n{: #u}\n\nv\n{: #u}",
                Tagging.LIQUID);

        assertThat(html)
                .containsOnlyOnce("id=\"a\"")
                .contains("<p>x</p>", "<p>y</p>", "<p>z</p>", "<p id=\"u\">u</p>", "<p>v</p>");
    }

    @Test
    void nobodyReadsTheListInWhosePlaceTheyAre() {
        assertThat(article("* TOC\n{:toc}\n\nText.\n\n<!--more-->\n\nMore.", Tagging.LIQUID, Html.TRUSTED))
                .satisfies(article -> assertThat(article.plainText()).isEqualTo("Text. More."))
                .satisfies(article -> assertThat(article.beginning()).contains("Text."));
    }

    static Stream<String> hostile() {
        return Stream.of(
                "*a*{:.b}".repeat(20_000),
                "a\n{: .b}\n".repeat(1_000),
                "{: .b}\n\n".repeat(10_000),
                "{:".repeat(300_000),
                "{: a=\"".repeat(100_000),
                "{:" + " .a".repeat(300) + "}",
                "{::comment}".repeat(20_000),
                "{::nomarkdown}".repeat(20_000),
                "{::comment} ".repeat(80_000) + "{:/",
                "{::nomarkdown} ".repeat(80_000) + "{:/",
                "{::comment}\n\n".repeat(5_000),
                "> ".repeat(90) + "a\n{: .x}",
                "<div>\n" + "{: .x}\n".repeat(4_000),
                "| a |\n|---|\n" + "{: .x}\n".repeat(1_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(60)
    void readsWhatNobodyWrites(String markdown) {
        html(markdown, Tagging.LIQUID);
        html(markdown.replace("{:", "{"), Tagging.SHORTCODES);
    }

    private static String html(String markdown, Tagging tagging) {
        return html(markdown, tagging, Html.TRUSTED);
    }

    private static String html(String markdown, Tagging tagging, Html html) {
        return article(markdown, tagging, html).html(Map.of(), Map.of(), "").strip();
    }

    private static Article article(String markdown, Tagging tagging, Html html) {
        Title title = new Title.OfDocument(Optional.of("Title"));
        Reading reading = new Reading(html, tagging, true);
        Digest key = MAKER.key(Digest.of(markdown), false, title, reading);
        return switch (MAKER.make(markdown, false, title, reading, key)) {
            case Outcome.Parsed<Article> made -> made.value();
            case Outcome.TooHard<Article> hard -> throw new AssertionError(hard.toString());
            case Outcome.OutOfTime<Article> late -> throw new AssertionError(late.toString());
        };
    }
}
