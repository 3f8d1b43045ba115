package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.record.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownPositionTest extends MarkdownFixture {
    /** Each source holds one link; its destination begins behind the mark, which is taken out before parsing. */
    static Stream<Arguments> marked() {
        return Stream.of(
                arguments("alone", "[a](^b)", "b", false),
                arguments("after text", "see [a](^b \"title\") there", "b", false),
                arguments("after an astral character", "\uD83D\uDE80 [a](^b)", "b", false),
                arguments("on a later line", "one\ntwo\n\nthree [a](^b)", "b", false),
                arguments("after CRLF", "one\r\ntwo [a](^b)\r\n", "b", false),
                arguments("after CR", "one\rtwo [a](^b)\r", "b", false),
                arguments("text over two lines", "[a\nb](^c)", "c", false),
                arguments("destination on its own line", "[a](\n  ^b\n)", "b", false),
                arguments("title on the next line", "[a](^b\n\"c\")", "b", false),
                arguments("image", "![a](^b.png)", "b.png", true),
                arguments("in angle brackets", "[a](<^b>)", "b", false),
                arguments("in angle brackets with a space", "[a](<^b c.md>)", "b c.md", false),
                arguments("image in angle brackets with a space", "![a](<^my pic.png> \"t\")", "my pic.png", true),
                arguments("with matching parentheses", "[a](^b(c)d)", "b(c)d", false),
                arguments("escaped", "[a](^b\\_c)", "b_c", false),
                arguments("with an entity", "[a](^b?c=1&amp;d=2)", "b?c=1&d=2", false),
                arguments("percent-encoded stays", "[a](^b%20c)", "b%20c", false),
                arguments("reference", "[a][r]\n\n[r]: ^b", "b", false),
                arguments("reference with angle brackets", "[a][r]\n\n[r]: <^b c> 't'", "b c", false),
                arguments("reference defined over two lines", "[a][r]\n\n[r]:\n  ^b", "b", false),
                arguments("reference defined before", "[r]: ^b\n\nx [r]", "b", false),
                arguments("collapsed reference", "x [r][]\n\n[r]: ^b", "b", false),
                arguments("image reference", "![a][r]\n\n[r]: ^b.png", "b.png", true),
                arguments("reference defined in a quote", "[r]\n\n> [r]: ^b", "b", false),
                arguments("in emphasis", "*x **[a](^b)***", "b", false),
                arguments("struck through", "~~[a](^b)~~", "b", false),
                arguments("in a heading", "## x [a](^b)", "b", false),
                arguments("in a heading that is underlined", "x [a](^b)\n---", "b", false),
                arguments("in a list", "- x\n- [a](^b)", "b", false),
                arguments("in a list in a list", "- x\n  1. y\n\n     [a](^b)", "b", false),
                arguments("in a task", "- [ ] [a](^b)", "b", false),
                arguments("in a quote", "> x\n> [a](^b)", "b", false),
                arguments("over two lines of a quote", "> [a\n> b](^c)", "c", false),
                arguments("in a list in a quote", "> - x\n>   [a](^b)", "b", false),
                arguments("in a table", "|x|y|\n|-|-|\n|1|[a](^b)|", "b", false),
                arguments("in a footnote", "x[^1]\n\n[^1]: [a](^b)", "b", false),
                arguments("after a tab", "-\t[a](^b)", "b", false),
                arguments("autolink", "x <^https://a.b/c>", "https://a.b/c", false),
                arguments("bare URL", "x ^https://a.b/c.", "https://a.b/c", false),
                arguments("bare www", "x ^www.a.de", "http://www.a.de", false),
                arguments("mail", "x <^a@b.de>", "mailto:a@b.de", false),
                arguments("empty", "x [a](^)", "", false),
                arguments("after NUL", "\0\0 [a](^b)", "b", false),
                arguments("after a lone surrogate", "\uD83D [a](^b)", "b", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("marked")
    void saysWhereADestinationBegins(String name, String marked, String destination, boolean image) {
        // "[^1" is a footnote's mark, not ours.
        int mark = marked.replace("[^", "[_").indexOf('^');
        String markdown = marked.substring(0, mark) + marked.substring(mark + 1);
        String before = marked.substring(0, mark).replace("\r\n", "\n").replace('\r', '\n');
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        String onTheLine = before.substring(before.lastIndexOf('\n') + 1);
        int column = onTheLine.codePointCount(0, onTheLine.length()) + 1;

        List<Link> links = parsed(markdown, MarkdownDocument::links);

        assertThat(links).containsExactly(new Link(destination, image, line, column));
    }

    @Test
    void doesNotCountAByteOrderMark() {
        assertThat(parsed("\uFEFF[a](b)", MarkdownDocument::links)).containsExactly(new Link("b", false, 1, 5));
    }

    @Test
    void listsLinksInTheirOrderWithPicturesInsideThem() {
        List<Link> links = parsed("[![a](b)](c)\n[d](e) ![f](g)", MarkdownDocument::links);

        assertThat(links)
                .containsExactly(
                        new Link("c", false, 1, 11),
                        new Link("b", true, 1, 7),
                        new Link("e", false, 2, 5),
                        new Link("g", true, 2, 13));
    }

    @Test
    void listsADefinitionOnceHoweverOftenItIsUsed() {
        List<Link> links = parsed("[a][r] [b][r] ![c][r]\n\n[r]: x\n", MarkdownDocument::links);

        assertThat(links).containsExactly(new Link("x", false, 3, 6), new Link("x", true, 3, 6));
    }

    @ParameterizedTest
    @MethodSource
    void findsNoLinkIn(String markdown) {
        assertThat(parsed(markdown, MarkdownDocument::links)).isEmpty();
    }

    static Stream<String> findsNoLinkIn() {
        return Stream.of(
                "`[a](b)`",
                "``` text\n[a](b)\n```",
                "    [a](b)",
                "\\[a](b)",
                "[a]",
                "[a][r]",
                "[r]: unused",
                "<!-- [a](b) -->",
                "<div>\n[a](b)\n</div>",
                "<a href=\"b\">c</a>",
                "[a](b c)",
                "x[^1]\n\n[^1]: y");
    }
}
