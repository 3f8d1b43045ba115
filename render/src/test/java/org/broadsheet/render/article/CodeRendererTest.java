package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeRendererTest {
    private static final int MOST = 60;
    private static final MarkdownLimits LIMITS =
            new MarkdownLimits(1 << 20, 100, 1000, 5000, 100, Duration.ofSeconds(60));
    private static final ArticleMaker MAKER = new ArticleMaker(new MarkdownParser(LIMITS), LIMITS, MOST);
    private static final Title TITLE = new Title.OfDocument(Optional.of("Title"));

    @Test
    void codeIsColouredAndNamedByItsLanguage() {
        assertThat(html("```js\nlet a = \"<&>\"; // b\n```\n"))
                .isEqualTo("<pre role=\"group\" aria-label=\"JavaScript\" tabindex=\"0\"><code class=\"language-js\">"
                        + "<span class=\"k\">let</span> a = <span class=\"s\">\"&lt;&amp;&gt;\"</span>; <span class=\"c\">// b</span>\n"
                        + "</code></pre>\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java | java | Java",
                "Java | Java | Java",
                "{.java} | java | Java",
                "{ .java .numberLines startFrom=3 } | java | Java",
                "{r echo=FALSE} | r | R",
                "{python} | python | Python",
                "java {linenos=table,hl_lines=[8]} | java | Java",
                "js hl_lines=1 | js | JavaScript",
                "language-java | java | Java",
                "lang=x | lang | lang",
                "ruby title=\"x y\" | ruby | Ruby",
                "ruby:app.rb | ruby | Ruby",
                "js{1,3-5} | js | JavaScript",
                "rust,no_run | rust | Rust",
                "c++ | c++ | C++",
                "c\\# | c# | C#",
                "C&#43;&#43; | C++ | C++",
                "brainfuck | brainfuck | brainfuck",
                "<b>\"x | <b> | <b>",
                "; | ; | ;",
            })
    void theLanguageIsTheFencesFirstWord(String info, String word, String name) {
        Element pre =
                Jsoup.parseBodyFragment(html("~~~ " + info + "\nx = 1\n~~~\n")).expectFirst("pre");

        assertThat(pre.attr("aria-label")).isEqualTo(name);
        assertThat(pre.attr("role")).isEqualTo("group");
        assertThat(pre.expectFirst("code").className()).isEqualTo("language-" + word);
        assertThat(pre.wholeText()).isEqualTo("x = 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```\nlet a\n```",
                "    let a",
                "~~~ {#id}\nlet a\n~~~",
                "```text\nlet a\n```",
                "```{=html}\nlet a\n```"
            })
    void whatNamesNoLanguageIsPlain(String markdown) {
        Element pre = Jsoup.parseBodyFragment(html(markdown)).expectFirst("pre");

        assertThat(pre.attr("tabindex")).isEqualTo("0");
        assertThat(pre.hasAttr("aria-label")).isFalse();
        assertThat(pre.select("span")).isEmpty();
    }

    @Test
    void unknownLanguagesArePlain() {
        assertThat(html("```brainfuck\nlet \"a\"\n```\n")).doesNotContain("<span");
    }

    @ParameterizedTest
    @EnumSource
    void htmlOfTheAuthorsMakesNoDifference(Html html) {
        assertThat(article("```js\nlet a;\n```\n", new Reading(html, Tagging.PLAIN, true))
                        .html(Map.of(), Map.of(), ""))
                .contains("<pre role=\"group\" aria-label=\"JavaScript\"", "<span class=\"k\">let</span> a;");
    }

    @Test
    void tagsOfJekyllAndHugoLeadToTheSame() {
        assertThat(article("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}\n", reading(Tagging.LIQUID))
                        .html(Map.of(), Map.of(), ""))
                .contains("aria-label=\"Ruby\"", "<span class=\"k\">puts</span>");
        assertThat(article(
                                "{{< highlight go \"linenos=table\" >}}\nvar a\n{{< /highlight >}}\n",
                                reading(Tagging.SHORTCODES))
                        .html(Map.of(), Map.of(), ""))
                .contains("aria-label=\"Go\"", "<span class=\"k\">var</span>");
        assertThat(article("~~~\nputs 1\n~~~\n{: .language-ruby}\n", reading(Tagging.LIQUID))
                        .html(Map.of(), Map.of(), ""))
                .contains("aria-label=\"Ruby\"", "<span class=\"k\">puts</span>");
    }

    @Test
    void aSiteMayDoWithoutColours() {
        Reading plain = new Reading(Html.TRUSTED, Tagging.PLAIN, false);

        Article article = article("```js\nlet a;\n" + "a".repeat(MOST) + "\n```\n", plain);

        assertThat(article.html(Map.of(), Map.of(), ""))
                .contains("aria-label=\"JavaScript\"", "class=\"language-js\"")
                .doesNotContain("<span");
        assertThat(article.findings()).isEmpty();
        assertThat(key(plain)).isNotEqualTo(key(reading(Tagging.PLAIN)));
    }

    @Test
    void tooMuchCodeIsPlainAndItsAuthorTold() {
        String code = "let a;\n" + "b".repeat(40) + "\n";

        Article article = article(
                "```js\n" + code + "```\n\ntext\n\n```js\n" + code + "```\n\n```js\nlet c\n```\n",
                reading(Tagging.PLAIN));

        assertThat(Jsoup.parse(article.html(Map.of(), Map.of(), "")).select("pre:has(span)"))
                .hasSize(1);
        assertThat(article.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(8);
            assertThat(finding.message())
                    .isEqualTo("the text holds more code than is coloured, so what begins here is plain");
        });
    }

    @Test
    void theTextIsTheCodesBytes() {
        String code = "\tlet  a = '\u00e9\ud83d\ude00'   \n\n\n  /* x  \n\n  y */\n   \n";

        assertThat(Jsoup.parseBodyFragment(html("```js\n" + code + "```\n"))
                        .expectFirst("code")
                        .wholeText())
                .isEqualTo(code);
    }

    private static Reading reading(Tagging tagging) {
        return new Reading(Html.TRUSTED, tagging, true);
    }

    private static Digest key(Reading reading) {
        return MAKER.key(Digest.of("x"), false, TITLE, reading);
    }

    private static String html(String markdown) {
        return article(markdown, reading(Tagging.PLAIN)).html(Map.of(), Map.of(), "");
    }

    private static Article article(String markdown, Reading reading) {
        if (MAKER.make(markdown, false, TITLE, reading, key(reading)) instanceof Outcome.Parsed<Article> made) {
            return made.value();
        }
        throw new AssertionError(markdown);
    }
}
