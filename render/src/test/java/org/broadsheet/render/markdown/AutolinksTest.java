package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.ext.autolink.AutolinkExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.data.MutableDataSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutolinksTest {
    private static final DataHolder OURS = options(Autolinks.create());
    private static final DataHolder LIBRARYS = options(AutolinkExtension.create());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no link at all",
                "see https://example.org/a?b=c&d=e, or www.example.org. WWW.example.org",
                "ada@example.org and ada&#64;example.org and ada\\@example.org",
                "http&#58;//example.org and http\\://example.org and http:&#47;/example.org",
                "*https://example.org* **www.example.org** _a_www.example.org",
                "a [link](https://example.org) with [www.example.org](x) and `www.example.org` behind it",
                "one\ntwo www.example.org\nthree",
                "> - https://example.org\n> - none\n\n| a | www.example.org |\n|---|---|\n| b@c.de | d |\n",
                "# www.example.org\n\n<b>www.example.org</b> http:// and http://\n"
            })
    void areThoseOfTheLibrary(String markdown) {
        assertThat(html(OURS, markdown)).isEqualTo(html(LIBRARYS, markdown));
    }

    @Test
    void areThoseOfTheLibraryInAnyText() {
        List<String> parts = List.of(
                "www",
                ".",
                "example.org",
                "http",
                ":",
                "//",
                "://",
                "@",
                "&",
                "#64;",
                "\\",
                " ",
                "\n",
                "*",
                "_",
                "[",
                "]",
                "(",
                ")",
                "`",
                "w.",
                "a",
                "- ",
                "> ",
                "<",
                ">");
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder markdown = new StringBuilder();
            for (int i = 0; i < 14; i++) {
                markdown.append(parts.get(random.nextInt(parts.size())));
            }

            assertThat(html(OURS, markdown.toString()))
                    .as(markdown.toString())
                    .isEqualTo(html(LIBRARYS, markdown.toString()));
        }
    }

    private static DataHolder options(Parser.ParserExtension autolinks) {
        return new MutableDataSet().set(Parser.EXTENSIONS, List.of(autolinks)).toImmutable();
    }

    private static String html(DataHolder options, String markdown) {
        return HtmlRenderer.builder(options)
                .build()
                .render(Parser.builder(options).build().parse(markdown));
    }
}
