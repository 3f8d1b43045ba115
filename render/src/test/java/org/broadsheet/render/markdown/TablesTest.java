package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest extends MarkdownFixture {
    private final HtmlRenderer renderer = HtmlRenderer.builder(Dialect.OPTIONS).build();

    @Test
    void anEscapedBarIsABarWhereverItStands() {
        String markdown = """
                | `x\\|y` | https://e.org/a\\|b | <https://e.org/c\\|d> | [a](b\\|c) | <i title="a\\|b">\\|</i> | \\\\\\|*a\\|b* |
                |---|---|---|---|---|---|
                """;

        Element body = body(markdown);

        assertThat(body.select("th").eachText())
                .containsExactly("x|y", "https://e.org/a|b", "https://e.org/c|d", "a", "|", "\\|a|b");
        assertThat(body.select("a").eachAttr("href"))
                .containsExactly("https://e.org/a%7Cb", "https://e.org/c%7Cd", "b%7Cc");
        assertThat(body.expectFirst("code").text()).isEqualTo("x|y");
        assertThat(body.expectFirst("i").attr("title")).isEqualTo("a|b");
        assertThat(body.expectFirst("em").text()).isEqualTo("a|b");
        assertThat(parsed(markdown, MarkdownDocument::plainText))
                .isEqualTo("x|y https://e.org/a|b https://e.org/c|d a | \\|a|b");
    }

    @Test
    void aBarInCodePartsCellsAsAnyOther() {
        assertThat(body("|a|b|\n|-|-|\n|`c|d`|\n").select("td").eachText()).containsExactly("`c", "d`");
    }

    @Test
    void aTableEndsWhereItsParagraphWould() {
        Element body = body("a|b\n-|:-:\nc\n d | e | f\n> g\n");

        assertThat(body.select("td").stream().map(Element::text)).containsExactly("c", "", "d", "e");
        assertThat(body.select("td[align=center]")).hasSize(2);
        assertThat(body.expectFirst("blockquote").text()).isEqualTo("g");
        assertThat(body("|a|\n|-|\n\nb").select("tbody, p").outerHtml()).isEqualTo("<p>b</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n:-",
                "|a|b|\n|-|",
                "|a|\n|-|-|",
                "|a|\n|x|",
                "|a|\n||",
                "|a|\n|:|",
                "|a|\n|- -|",
                "|-|",
                "a\\|b\n-|-"
            })
    void isNoneWithoutADelimiterRowOfItsWidth(String markdown) {
        assertThat(body(markdown).select("table")).isEmpty();
    }

    @Test
    void standsInQuotesAndItems() {
        Element body = body("> |a|\n> |-|\n> |`b\\|c`|\n\n- |d|\n  |-|\n  |e|\n");

        assertThat(body.select("blockquote td code, li td").eachText()).containsExactly("b|c", "e");
    }

    /** Browsers add the cells that a row has not. */
    @Test
    void addsCellsThatARowHasNotOnlyToSoMany() {
        String table = "|a".repeat(400) + "|\n" + "|-".repeat(400) + "|\n" + "b\n".repeat(200) + "\n";

        assertThat(body(table).select("tr:last-child > td")).hasSize(400);
        assertThat(body(table.repeat(10)).select("td")).hasSizeBetween(100_000, 102_000);
        assertThat(body(table.repeat(10)).select("table")).hasSize(10);
    }

    private Element body(String markdown) {
        return Jsoup.parseBodyFragment(parsed(markdown, document -> renderer.render(document.node())))
                .body();
    }
}
