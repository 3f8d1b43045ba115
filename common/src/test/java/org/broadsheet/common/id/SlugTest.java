package org.broadsheet.common.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "C                    | c",
                "C++                  | c-plus-plus",
                "C#                   | c-sharp",
                "F#                   | f-sharp",
                "C# and .NET          | c-sharp-and-.net",
                "C/C++                | cc-plus-plus",
                "C++11                | c-plus-plus-11",
                "Google+              | google-plus",
                "A+B                  | a-plus-b",
                "+1                   | plus-1",
                "#java                | java",
                "issue#12             | issue12",
                "#                    | number-sign",
                ".NET                 | net",
                "Node.js              | node.js",
                "R&D                  | rd",
                "\u2665               | black-heart-suit",
                "\u26D4               | no-entry",
                "\u2764\uFE0F         | heavy-black-heart",
                "\u2764               | heavy-black-heart",
                "\uD83C\uDF89         | party-popper",
                "\uD83C\uDF88         | balloon",
                "\uD83C\uDF89 party   | -party",
                "I \u2764\uFE0F it    | i--it",
                "1\uFE0F\u20E3        | 1",
                "???                  | question-mark-question-mark-question-mark",
                "\uD83D\uDC69\u200D\uD83D\uDCBB | woman-personal-computer",
                "---                  | ---",
                "index.html           | index-html",
                "`   `                | untitled",
                "\u65E5\u672C         | \u65E5\u672C",
            })
    void ofANameTellsNamesApart(String name, String slug) {
        assertThat(Slug.ofName(name).value()).isEqualTo(slug);
    }

    @Test
    void ofANameOfManySignsIsOneStill() {
        for (String sign : List.of("\uD83C\uDF89", "+", "#", "?", "\uFE0F", "C#", "\u0301", "\u0000")) {
            assertThat(Slug.ofName(sign.repeat(10_000)).value()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ordf%c3%b8rar, ordf\u00f8rar",
        "ordf%C3%B8rar, ordf\u00f8rar",
        "a%20b, a b",
        "100%, 100%",
        "50%zz, 50%zz",
        "%ff%fe, %ff%fe",
        "%, %",
        "%E6%97%A5%E6%9C%AC, \u65E5\u672C",
        "a%2Fb, a/b"
    })
    void decodesWhatIsPercentEncoded(String written, String text) {
        assertThat(Slug.decoded(written)).isEqualTo(text);
    }

    @Test
    void leavesNoVariationSelectors() {
        assertThat(Slug.clean("a\u2764\uFE0Fb\uFE0E\uDB40\uDD00")).isEqualTo("ab");
    }
}
