package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.markdown.Outcome;
import org.broadsheet.render.markdown.tags.Tagging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksWithinTest {
    private static final MarkdownParser PARSER =
            new MarkdownParser(new MarkdownLimits(1 << 20, 100, 1000, 5000, 100, Duration.ofSeconds(10)));
    private static final ArticleRenderer RENDERER = new ArticleRenderer(100_000);

    @AfterAll
    static void close() {
        PARSER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x](#soil)\n\n## Soil\n",
                "[x](#)\n",
                "[x](#top) [y](#TOP)\n",
                "[x](#soil-1)\n\n## Soil\n\n## Soil\n",
                "[x](#%C3%BCber-uns) [y](#über-uns)\n\n## Über uns\n",
                "[x](#%E8%A6%8B%E5%87%BA%E3%81%97) [y](#見出し)\n\n## 見出し\n",
                "[x](#שלום)\n\n## שלום\n",
                "[x][r]\n\n[r]: #soil 'title'\n\n## Soil\n",
                "[x](<#soil>)\n\n## Soil\n",
                "[x](#here)\n\n<a id=\"here\"></a>\n",
                "[x](#here)\n\n<a name=\"here\"></a> text\n",
                "[x](#here)\n\n<div id=here>\n\n*x*\n\n</div>\n",
                "<a href=\"#soil\">x</a>\n\n## Soil\n",
                "<a href='#here'>x</a> <span id='here'>y</span>\n",
                "note[^1] [x](#fn-1)\n\n[^1]: y\n",
                "[x](#:~:text=soil) [y](#soil:~:text=z)\n\n## Soil\n",
                "`[x](#nowhere)` \\[x](#nowhere)\n\n    [x](#nowhere)\n",
                "<svg><use href=\"#shape\"/></svg> <!-- <a href=\"#nowhere\"> -->\n"
            })
    void whatIsThereIsNoNews(String markdown) {
        assertThat(article(markdown, false, Html.TRUSTED).findings())
                .filteredOn(finding -> finding.message().startsWith("no heading"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "[x](#nowhere), 1:5 no heading #nowhere",
                "see ![x](#siol) x|## Soil, 1:10 no heading #siol; did you mean #soil?",
                "[x](#Soil)|## Soil, 1:5 no heading #Soil; did you mean #soil?",
                "[x][r]|[r]: <#soli> 'title'|## Soil, 3:7 no heading #soli; did you mean #soil?",
                "[x](#%C3%BCber-un)|## Über uns, 1:5 no heading #über-un; did you mean #über-uns?",
                "[x](#見出)|## 見出し, 1:5 no heading #見出; did you mean #見出し?",
                "\uD83D\uDE00 <a class=x href='#siol'>x</a>|## Soil, 1:20 no heading #siol; did you mean #soil?",
                "<a href=#heer>x</a> <b id=here>y</b>, 1:9 no heading #heer; did you mean #here?"
            })
    void whatIsNotThereIsToldAtItsPlace(String markdown, String told) {
        assertThat(article(markdown.replace("|", "\n\n"), false, Html.TRUSTED).findings())
                .extracting(finding -> finding.line() + ":" + finding.column() + " " + finding.message()
                        + finding.hint().map(hint -> "; " + hint).orElse(""))
                .containsExactly(told);
    }

    @Test
    void theTitleStandsAboveTheArticle() {
        assertThat(article("# Title\n\n[x](#title)\n", true, Html.TRUSTED).findings())
                .extracting(finding -> finding.line() + " " + finding.message())
                .containsExactly("3 no heading #title");
    }

    @Test
    void whatIsTakenOutIsNotThere() {
        String markdown = "[x](#here) [y](#there)\n\n<a name=\"here\">a</a> <b id=\"there\">b</b>\n";

        assertThat(article(markdown, false, Html.SANITIZED).findings())
                .extracting(finding -> finding.message())
                .containsExactly("no heading #here");
        assertThat(article(markdown, false, Html.ESCAPED).findings()).hasSize(2);
    }

    private static Article article(String markdown, boolean titleInBody, Html mode) {
        Outcome<Article> outcome = PARSER.parse(
                markdown,
                document -> RENDERER.article(
                        document, Digest.of(markdown), titleInBody, new Reading(mode, Tagging.PLAIN, true)));
        return ((Outcome.Parsed<Article>) outcome).value();
    }
}
