package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.html.HtmlRenderer;
import java.util.List;
import java.util.Random;
import org.broadsheet.common.record.Link;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BareLinkTest extends MarkdownFixture {
    private final HtmlRenderer renderer = HtmlRenderer.builder(Dialect.OPTIONS).build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00A6',
            quoteCharacter = '\u0007',
            value = {
                "See https://example.com/e&copy; and more ¦ https://example.com/e ¦ https://example.com/e",
                "a@b.c&copy; ¦ mailto:a@b.c ¦ a@b.c",
                "ada@example.com&nbsp;x ¦ mailto:ada@example.com ¦ ada@example.com",
                "https://e.org/?a=1&amp;b=2 x ¦ https://e.org/?a=1&b=2 ¦ https://e.org/?a=1&b=2",
                "https://e.org/?q=a&#38;b ¦ https://e.org/?q=a&b ¦ https://e.org/?q=a&b",
                "https://e.org/a\\_b\\*c ¦ https://e.org/a_b*c ¦ https://e.org/a_b*c",
                "(https://e.org/a_(b)_c) ¦ https://e.org/a_(b)_c ¦ https://e.org/a_(b)_c",
                "**https://e.org/a** ¦ https://e.org/a ¦ https://e.org/a",
                "*see https://e.org/a_b_c*. ¦ https://e.org/a_b_c ¦ https://e.org/a_b_c",
                "https://e.org/*a*b ¦ https://e.org/*a*b ¦ https://e.org/*a*b",
                "\"https://e.org/a\", he said ¦ https://e.org/a ¦ https://e.org/a",
                "HTTPS://e.org ¦ HTTPS://e.org ¦ HTTPS://e.org",
                "ftp://e.org/a ¦ ftp://e.org/a ¦ ftp://e.org/a",
                "http://localhost:8080/x ¦ http://localhost:8080/x ¦ http://localhost:8080/x",
                "見https://e.org/a と ¦ https://e.org/a ¦ https://e.org/a",
                "見www.e.org/a と ¦ http://www.e.org/a ¦ www.e.org/a",
                "WWW.e.org. ¦ http://WWW.e.org ¦ WWW.e.org",
                "[see https://e.org/a here] ¦ https://e.org/a ¦ https://e.org/a",
                "https://e.org[^1] ¦ https://e.org ¦ https://e.org",
                "https://e.org/a\\ ¦ https://e.org/a ¦ https://e.org/a",
                "邮箱a@b.cn。 ¦ mailto:a@b.cn ¦ a@b.cn",
                "jörg.b+c@e-x.org, ¦ mailto:j%C3%B6rg.b+c@e-x.org ¦ jörg.b+c@e-x.org",
                "[write to a_b@c.d!] ¦ mailto:a_b@c.d ¦ a_b@c.d"
            })
    void endsWhereItsAddressDoes(String markdown, String href, String shown) {
        Element link = body(markdown).expectFirst("a");

        assertThat(link.attr("href")).isEqualTo(href);
        assertThat(link.text()).isEqualTo(shown);
        assertThat(body(markdown).text().replaceAll("[\\u00a0 ]", ""))
                .isEqualTo(parsed(markdown, MarkdownDocument::plainText).replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:// and https:// www. www.. www. x",
                "www.a_b.c https://a.b_c xhttp://a.b javascript://a.b",
                "a@b a@b. a@b.c_ a@b.c- @b.c a@ a\\@b.c foo\\+@b.c a@b@c.d",
                "`https://a.b` [https://a.b](x) ![www.a.b](x) <b title=\"https://a.b\">x</b>",
                "h\\ttps://a.b http\\://a.b a&#64;b.c"
            })
    void isNoneWhereNoneIsMeant(String markdown) {
        assertThat(body(markdown).select("a:not([href=x])").eachAttr("href")).isEmpty();
    }

    @Test
    void standsInNoOtherLink() {
        Element body =
                body("<a href=\"x\">https://a.b a@b.c</a> https://c.d\n\n<a href=\"y\">**www.a.b**</a>\n\nwww.e.f");

        assertThat(body.select("a").eachAttr("href")).containsExactly("x", "https://c.d", "y", "http://www.e.f");
    }

    @Test
    void isAmongTheLinksWithItsMeaning() {
        assertThat(parsed("x https://e.org/?a&amp;b.\n\n|a|\n|-|\n|www.e.org/a\\|b|", MarkdownDocument::links))
                .containsExactly(
                        new Link("https://e.org/?a&b", false, 1, 3), new Link("http://www.e.org/a|b", false, 5, 2));
    }

    @Test
    void neverLosesItsText() {
        List<String> parts = List.of(
                "www", ".", "e.org", "http", ":", "//", "://", "@", "&", "#64;", "\\", " ", "\n", "*", "_", "[", "]",
                "(", ")", "`", "w.", "a", "- ", "> ", "|", "|-|\n", "&amp;", "&copy;");
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder markdown = new StringBuilder();
            for (int i = 0; i < 14; i++) {
                markdown.append(parts.get(random.nextInt(parts.size())));
            }
            String text = markdown.toString();

            for (Element link : body(text).select("a")) {
                assertThat(link.attr("href")).as(text).isNotEqualTo("mailto:");
                assertThat(link.text().isEmpty() && !text.contains("]("))
                        .as(text)
                        .isFalse();
            }
            assertThat(body(text).text().replaceAll("\\s", ""))
                    .as(text)
                    .isEqualTo(parsed(text, MarkdownDocument::plainText).replaceAll("\\s", ""));
        }
    }

    private Element body(String markdown) {
        return Jsoup.parseBodyFragment(parsed(markdown, document -> renderer.render(document.node())))
                .body();
    }
}
