package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.vladsch.flexmark.html.HtmlRenderer;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Link;
import org.broadsheet.render.markdown.tags.Tagging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownDocumentTest extends MarkdownFixture {
    @Test
    void placesAreThoseOfTheTextBeforeItsTagsAreRead() {
        String text = """
                {% comment %}
                hidden [a](a)
                {% endcomment %}
                # {{ page.title }}

                {% if x %}[b](b){% endif %} [c]({{ site.baseurl }}/c) [d]({% post_url 2020-01-02-d %})
                {% highlight js %}
                [e](e)
                {% endhighlight %}
                ## Next
                """;

        Outcome<MarkdownDocument> outcome = parser.parse(text, Tagging.LIQUID, Optional.of("Title"), d -> {
            assertThat(d.links())
                    .containsExactly(
                            new Link("b", false, 6, 15),
                            new Link("/c", false, 6, 33),
                            new Link("/_posts/2020-01-02-d", false, 6, 59));
            assertThat(d.headings())
                    .containsExactly(new Heading(1, "Title", "title", 4), new Heading(2, "Next", "next", 10));
            assertThat(d.plainText()).isEqualTo("Title b c d [e](e) Next");
            assertThat(d.remarks())
                    .extracting(Finding::line, Finding::column, Finding::message)
                    .containsExactly(tuple(6, 1, "{% if %} is left out"));
            assertThat(d.beginsWithHeading()).isTrue();
            return d;
        });

        assertThat(outcome).isInstanceOf(Outcome.Parsed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00A6',
            quoteCharacter = '\u0007',
            value = {
                "a\\n b   c ¦ a b c",
                "# A *b* `c`\\n\\nd ¦ A b c d",
                "[text](url \"title\") ![alt](pic.png) ¦ text",
                "a\\u00a0b ¦ a b",
                "one  \\ntwo ¦ one two",
                "&amp; \\* &auml; ¦ & * ä",
                "- a\\n- b\\n  1. c ¦ a b c",
                "- [x] done ¦ done",
                "> a\\n> b ¦ a b",
                "```java\\nint a;\\n\\nint b;\\n``` ¦ int a; int b;",
                "x\\n\\n    code &amp; ¦ x code &amp;",
                "|a|b|\\n|-|-|\\n|c|d *e*| ¦ a b c d e",
                "x[^1] y\\n\\n[^1]: note ¦ x y",
                "x[^1] y ¦ x[^1] y",
                "> [!NOTE]\\n> x ¦ x",
                "a\\n: b\\n: c ¦ a b c",
                "a $x_1*y*$ b\\n\\n$$\\nc\\n- d\\n$$ ¦ a $x_1*y*$ b $$ c - d $$",
                "a</br>b<br />c<b>d</b> ¦ a b cd",
                "~~a~~ <b>c</b> d<br>e ¦ a c d e",
                "<div class=\"a>b\">\\nx &lt;<p>y</p>z\\n<!-- no --><script>no()</script>\\n</div> ¦ x < y z",
                "www.a.de <https://b.de> ¦ www.a.de https://b.de",
                "[a][b] [c][] [d] ![e][f] ¦ [a][b] [c][] [d] ![e][f]",
                "[a]\\n\\n[a]: b ¦ a",
                "*** ¦ ''"
            })
    void givesTheTextThatAReaderSees(String markdown, String text) {
        String source = markdown.replace("\\n", "\n").replace("\\u00a0", "\u00a0");

        assertThat(parsed(source, MarkdownDocument::plainText)).isEqualTo(text.equals("''") ? "" : text);
    }

    @Test
    void namesHeadingsAsGitHubDoesAndEachOnce() {
        String markdown = """
                # Why *Kafka*?

                ## Why Kafka
                ### `a.b()` [c](d) & e
                # Why Kafka 1
                Über uns
                ---
                # 你好_x
                # \uD83D\uDE80
                # !
                > # In a quote
                """;

        List<Heading> headings = parsed(markdown, MarkdownDocument::headings);

        assertThat(headings)
                .containsExactly(
                        new Heading(1, "Why Kafka?", "why-kafka", 1),
                        new Heading(2, "Why Kafka", "why-kafka-1", 3),
                        new Heading(3, "a.b() c & e", "ab-c--e", 4),
                        new Heading(1, "Why Kafka 1", "why-kafka-1-1", 5),
                        new Heading(2, "Über uns", "über-uns", 6),
                        new Heading(1, "\u4F60\u597D_x", "\u4F60\u597D_x", 8),
                        new Heading(1, "\uD83D\uDE80", "section", 9),
                        new Heading(1, "!", "section-1", 10),
                        new Heading(1, "In a quote", "in-a-quote", 11));
    }

    @Test
    void takesTheIdsThatTheAuthorGives() {
        String markdown = """
                # Why
                # Because {#why}
                # Again {#why}
                # 日本 {#東京-1.a:b_c}
                Underlined {#line}
                ---
                ## Closed {#closed} ##
                ### {#empty}
                # Escaped \\{#no}
                # Code `{#no}`
                # Spaced {# no}
                # Page {#page.content}
                # Fn-1
                # note {#fnref-2}
                """;

        List<Heading> headings = parsed(markdown, MarkdownDocument::headings);

        assertThat(headings)
                .extracting(Heading::text, Heading::id)
                .containsExactly(
                        tuple("Why", "why-1"),
                        tuple("Because", "why"),
                        tuple("Again", "why-2"),
                        tuple("日本", "東京-1.a:b_c"),
                        tuple("Underlined", "line"),
                        tuple("Closed", "closed"),
                        tuple("", "empty"),
                        tuple("Escaped {#no}", "escaped-no"),
                        tuple("Code {#no}", "code-no"),
                        tuple("Spaced {# no}", "spaced--no"),
                        tuple("Page", "section-page.content"),
                        tuple("Fn-1", "section-fn-1"),
                        tuple("note", "section-fnref-2"));
        assertThat(headings).extracting(Heading::id).doesNotHaveDuplicates();
    }

    @Test
    void findsAHeadingByItsNode() {
        Heading second = parsed(
                "# a\n# b\n",
                document -> document.heading(
                        (com.vladsch.flexmark.ast.Heading) document.node().getLastChild()));

        assertThat(second.id()).isEqualTo("b");
    }

    @Test
    void rendersTheSameBytesEveryTime() {
        String markdown = "<me@example.org> [a](b) x[^1]\n\n[^1]: y\n";
        HtmlRenderer renderer = HtmlRenderer.builder(Dialect.OPTIONS).build();

        String first = parsed(markdown, document -> renderer.render(document.node()));
        String second = parsed(markdown, document -> renderer.render(document.node()));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void takesAFailureToReadTheDocumentForOneOfItsSource() {
        assertThat(parser.parse("a", document -> {
                    throw new IllegalStateException("mine");
                }))
                .asInstanceOf(type(Outcome.TooHard.class))
                .satisfies(hard -> assertThat(hard.why().message()).contains("mine"));
        assertThat(parsed("a", MarkdownDocument::plainText)).isEqualTo("a");
    }
}
