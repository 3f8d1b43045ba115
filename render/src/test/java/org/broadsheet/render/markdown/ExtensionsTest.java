package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.html.HtmlRenderer;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is neither CommonMark nor GitHub's: alerts, lists of definitions, mathematics. */
class ExtensionsTest extends MarkdownFixture {
    private final HtmlRenderer renderer = HtmlRenderer.builder(Dialect.OPTIONS).build();

    @ParameterizedTest
    @CsvSource({"NOTE,Note", "tip,Tip", "Important,Important", "WARNING,Warning", "CAUTION,Caution"})
    void anAlertIsNamedForAll(String kind, String word) {
        Element alert = body("> [!" + kind + "]  \n> *a*\n>\n> - b\n")
                .expectFirst("div.alert-" + word.toLowerCase(Locale.ROOT));

        assertThat(alert.attr("role")).isEqualTo("note");
        assertThat(alert.attr("aria-label")).isEqualTo(word);
        assertThat(alert.expectFirst("p.alert-title").text()).isEqualTo(word);
        assertThat(alert.select("em, li").eachText()).containsExactly("a", "b");
        assertThat(alert.select("blockquote")).isEmpty();
    }

    @Test
    void anAlertStandsWhereAQuoteDoesAndHoldsOthers() {
        Element body =
                body("- > [!NOTE]\n  >\n  > a\n  >\n  > > [!TIP]\n  > > b\n\nx[^1]\n\n[^1]: > [!NOTE]\n    > c\n");

        assertThat(body.select("li > .alert-note > p").eachText()).contains("Note", "a");
        assertThat(body.select(".alert-note > .alert-tip > p").eachText()).containsExactly("Tip", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> [!NOTE]",
                "> [!NOTE] a\n> b",
                "> a\n> [!NOTE]\n> b",
                "> [!OTHER]\n> b",
                "[!NOTE]\na",
                "> \\[!NOTE]\n> a",
                "> `[!NOTE]`\n> a"
            })
    void isNoAlert(String markdown) {
        assertThat(body(markdown).select(".alert")).isEmpty();
    }

    @Test
    void definitionsFollowTheirTerms() {
        String markdown = """
                *One*
                Two
                : first [a](b)
                : second
                lazy

                Three

                : loose

                  - item

                        code
                """;

        String html = parsed(markdown, document -> renderer.render(document.node()));

        assertThat(html).isEqualTo("""
                        <dl>
                        <dt><em>One</em></dt>
                        <dt>Two</dt>
                        <dd>first <a href="b">a</a></dd>
                        <dd>second
                        lazy</dd>
                        <dt>Three</dt>
                        <dd>
                        <p>loose</p>
                        <ul>
                        <li>
                        <p>item</p>
                        <pre><code>code
                        </code></pre>
                        </li>
                        </ul>
                        </dd>
                        </dl>
                        """);
    }

    @Test
    void definitionsStandInItemsQuotesAndOneAnother() {
        Element body = body("- a\n  : b\n\n> c\n> : d\n\ne\n: f\n  : g\n\nh\n:\ti\n");

        assertThat(body.select("dt").eachText()).containsExactly("a", "c", "e", "f", "h");
        assertThat(body.select("li dd, blockquote dd, dd dd").eachText()).containsExactly("b", "d", "g");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": a",
                "# a\n: b",
                "a\n:b",
                "a\n:",
                "a\n\n\\: b",
                "a\nb\n\n: c",
                "```\na\n: b\n```",
                "    a\n    : b"
            })
    void isNoDefinition(String markdown) {
        assertThat(body(markdown).select("dl")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$x*y*z_1$",
                "$\\alpha_1\\\\b\\,c$",
                "$a\\$b$",
                "$$x*y*z*$$",
                "$$a\nb$$",
                "$a<b>c$",
                "$[a](b)$",
                "$https://e.org$",
                "$x$"
            })
    void mathematicsStaysAsItIsWritten(String math) {
        Element body = body("公式" + math + "是 *b*.");

        assertThat(body.expectFirst("span.math").wholeText()).isEqualTo(math);
        assertThat(body.select("span.math *")).isEmpty();
        assertThat(body.expectFirst("p > em").text()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$5 and $6",
                "US$5 or A$6",
                "$5-$10 or $5",
                "it costs 5$ or 6$",
                "$ a$ and $a $",
                "$$ $$ $$$a$$$",
                "\\$a$",
                "`$a$` $",
                "$HOME/*a* and $PATH"
            })
    void moneyAndVariablesAreNoMathematics(String markdown) {
        assertThat(body(markdown).select(".math").eachText()).isEmpty();
    }

    @Test
    void mathematicsOnLinesOfItsOwnIsABlock() {
        Element body = body("a\n$$\n- x_1 < y\n= z \\\\\n  # w\n$$\nb\n\n> $$\n> u\n> $$\n\n$$\n\nnever\n\n$$\n*d*");

        assertThat(body.select("div.math").stream().map(Element::wholeText))
                .containsExactly("$$\n- x_1 < y\n= z \\\\\n  # w\n$$", "$$\nu\n$$");
        assertThat(body.select("p").eachText()).isEqualTo(List.of("a", "b", "$$", "never", "$$ d"));
    }

    private Element body(String markdown) {
        return Jsoup.parseBodyFragment(parsed(markdown, document -> renderer.render(document.node())))
                .body();
    }
}
