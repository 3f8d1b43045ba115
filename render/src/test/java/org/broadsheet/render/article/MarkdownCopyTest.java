package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What machines read that ask for Markdown. */
class MarkdownCopyTest {
    private static final MarkdownLimits LIMITS =
            new MarkdownLimits(1 << 20, 100, 1_000, 5_000, 100, Duration.ofSeconds(10));
    private static final ArticleMaker MAKER = new ArticleMaker(new MarkdownParser(LIMITS), LIMITS, 100_000);
    private static final URI PAGE = URI.create("https://example.org/blog/posts/one");

    /** Where they lead on the site, as a page has them. */
    private static final Map<String, String> ANSWERS = Map.of(
            "two", "/blog/posts/two",
            "pic (1).png", "/blog/posts/one/pic (1).png",
            "../a.md", "/blog/posts/a",
            "dot.svg", "/blog/posts/one/dot.svg");

    private static String copy(String markdown) {
        return copy(markdown, Html.TRUSTED, Tagging.PLAIN);
    }

    private static String copy(String markdown, Html mode, Tagging tagging) {
        Title title = new Title.OfDocument(Optional.empty());
        Reading under = new Reading(mode, tagging, true);
        Digest key = MAKER.key(Digest.of(markdown), false, title, under);
        return switch (MAKER.make(markdown, false, title, under, key)) {
            case Outcome.Parsed<Article> made -> made.value().markdown().text(ANSWERS, PAGE);
            case Outcome<Article> other -> throw new AssertionError(other);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "See [two](two).                     | See [two](https://example.org/blog/posts/two).",
                "See [two](two#part \"Title\").      | See [two](https://example.org/blog/posts/two#part \"Title\").",
                "See [two](<two>).                   | See [two](<https://example.org/blog/posts/two>).",
                "![A](<pic (1).png>)                 | ![A](<https://example.org/blog/posts/one/pic%20%281%29.png>)",
                "[a](../a.md) [b](two)               | [a](https://example.org/blog/posts/a) [b](https://example.org/blog/posts/two)",
                "[![A](dot.svg)](two)                | [![A](https://example.org/blog/posts/one/dot.svg)](https://example.org/blog/posts/two)",
                "[nowhere](nowhere)                  | [nowhere](https://example.org/blog/posts/nowhere)",
                "[here](#part), [q](?a=b&copy;)      | [here](https://example.org/blog/posts/one#part), [q](https://example.org/blog/posts/one?a=b%C2%A9)",
                "[x](https://other.org/a_b?c&d)      | [x](https://other.org/a_b?c&d)",
                "<https://other.org/> and other.org  | <https://other.org/> and other.org",
                "[m](mailto:a@example.org)           | [m](mailto:a@example.org)",
                "`[two](two)` \\[two](two)           | `[two](two)` \\[two](two)",
                "Text<!-- not for you --> goes on    | Text goes on",
                "<a href='two'>x</a> <img src=dot.svg> | <a href=\"https://example.org/blog/posts/two\">x</a> <img src=\"https://example.org/blog/posts/one/dot.svg\">",
                "<b>kept</b> <script>no()</script>   | <b>kept</b> ",
                "Unclosed <!-- to the end            | Unclosed <!-- to the end",
            })
    void hasWholeUrlsAndNothingThatThePageOmits(String markdown, String expected) {
        assertThat(copy(markdown)).isEqualTo(expected.strip());
    }

    @Test
    void leavesOutWholeBlocks() {
        assertThat(copy("""
                # Title

                One.
                <!-- a comment
                of two lines -->
                Two.

                <!--more-->

                <!-- another -->

                Three[^1] [two], [two].

                [two]: two "With a title"
                [//]: # (nobody reads this)
                [unused]: secret

                [^1]: A note.
                [^2]: Nobody refers to this.

                <div>
                <!-- within -->
                <p>Four</p>
                <style>p { color: red }</style>
                </div>

                ```java title="secret"
                // [two](two) <!-- code stays -->
                ```
                """)).isEqualTo("""
                One.

                Two.

                Three[^1] [two], [two].

                [two]: https://example.org/blog/posts/two "With a title"

                [^1]: A note.

                <div>
                <p>Four</p>
                </div>

                ```java
                // [two](two) <!-- code stays -->
                ```""");
    }

    @Test
    void hasWhatTagsOfAGeneratorComeTo() {
        assertThat(copy("""
                {% comment %}No{% endcomment %}Yes {% raw %}{{ x }}{% endraw %} {% unknown %}
                {: .lead}

                {::comment}
                Nobody
                {:/comment}

                [two](two){:target="_blank"} on

                | a | b |
                |---|---|
                | 1 | 2 |
                {: .wide}

                {% highlight ruby %}
                puts 1
                {% endhighlight %}
                """, Html.TRUSTED, Tagging.LIQUID))
                .doesNotContain("{:", "{%", "Nobody", "No")
                .contains("Yes {{ x }}", "[two](https://example.org/blog/posts/two) on", "| 1 | 2 |", "puts 1");
    }

    @Test
    void headingsHaveNoIds() {
        assertThat(copy("Text\n\n## Part {#part}\n\n## Two `{#x}`\n\n[x](#part)"))
                .isEqualTo("Text\n\n## Part\n\n## Two `{#x}`\n\n[x](" + PAGE + "#part)");
    }

    /** And what an open element of those takes in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>secret()</script>\n",
                "a <script>secret()</script> b",
                "a <script>secret() b\n\nsecret\n",
                "<style>\nsecret\n</style>\n",
                "<p onclick=\"secret()\">x</p>\n",
                "a <b onclick=\"secret()\">x</b>",
                "<body onload=\"secret()\">\n",
                "<form onsubmit='secret()'><form onsubmit='secret()'>\n",
                "<iframe src=\"javascript:secret()\"></iframe>\n",
                "> <div onclick='secret()'>\n> x\n> </div>\n",
                "* <!-- secret -->\n* x\n",
                "<a href=\"javascript:secret()\">x</a>",
            })
    void sanitizedHoldsNothingThatThePageDoesNot(String markdown) {
        assertThat(copy(markdown, Html.SANITIZED, Tagging.PLAIN)).doesNotContain("secret");
    }

    @Test
    void sanitizedHtmlHasWholeUrlsToo() {
        assertThat(copy(
                        "<div class=x><a href=two onclick=no()>x</a>\n<img src=dot.svg></div>\n",
                        Html.SANITIZED,
                        Tagging.PLAIN))
                .isEqualTo("<div><a href=\"https://example.org/blog/posts/two\">x</a>\n"
                        + "<img src=\"https://example.org/blog/posts/one/dot.svg\"></div>");
    }

    @ParameterizedTest
    @EnumSource
    void refusedTextIsAsItsPageShowsIt(Html mode) {
        String hard = "> ".repeat(300) + "[two](two)";

        assertThat(copy(hard, mode, Tagging.PLAIN)).isEqualTo(hard);
    }

    /** Of the processor, where twice the text may take little more than twice the time; what is quadratic takes minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x <!-- --> ",
                "<!-- -->\n\n",
                "<!-- -->",
                "[a]: b\n\n",
                "## a {#b}\n\n",
                "[a](b) ",
                "<b>",
                "<p>\n",
                "* <!-- x -->\n",
                "<script>",
                "&",
                "[^a]: b\n\n",
                "> <!-- x -->\n\n",
                "<a href=b>x</a> "
            })
    void hostileTextTakesNoLongerThanItMay(String part) {
        String text = part.repeat(40_000 / part.length());
        Title title = new Title.OfDocument(Optional.empty());
        for (String whole : List.of(text, "[a](" + text.replace(" ", "").replace("\n", "") + ")")) {
            for (Html mode : Html.values()) {
                Reading under = new Reading(mode, Tagging.PLAIN, true);
                Digest key = MAKER.key(Digest.of(whole), false, title, under);

                Outcome<Article> made = MAKER.make(whole, false, title, under, key);

                assertThat(made).isInstanceOf(Outcome.Parsed.class);
                assertThat(((Outcome.Parsed<Article>) made).value().markdown().text(ANSWERS, PAGE))
                        .hasSizeLessThan(1_000_000);
            }
        }
    }

    @Test
    void textsWithoutAnythingSpecialStayAsTheyAre() {
        for (String text : List.of(
                "Umlauts: \u00e4\u00f6\u00fc, \ud83d\ude00\n\n* a\n* b\n\n1. c",
                "| a |\n|---|\n| `x\\|y` |",
                "$a_b$ **c**")) {
            assertThat(copy(text)).isEqualTo(text);
        }
    }
}
