package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.broadsheet.common.record.Content;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    /** The last two columns as Hugo 0.111.3 names the folders of its lists, and Jekyll 4.3.1 slugs in its modes {@code default} and {@code pretty}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C | c | c",
                "C++ | c-plus-plus c++ | c-plus-plus c c++",
                "C# | c-sharp c# | c-sharp c",
                "R&D | rd | rd r-d r&d",
                "Two Words | two-words | two-words",
                "Über Öl | über-öl | über-öl",
                "it's | its | its it-s it's",
                "a/b | ab a/b | ab a-b",
                "v1.2 | v1.2 | v1.2 v1-2",
                ".NET | net .net | net .net",
                "日本語 | 日本語 | 日本語",
                "🎉 | party-popper | party-popper",
                "100% | 100 | 100",
                "Hello, World! | hello-world | hello-world hello,-world!",
                "a + b | a-plus-b a-+-b | a-plus-b a-b a-+-b",
                "a--b | a--b | a--b a-b",
                "AT&T: (x) | att-x | att-x at-t-x at&t-(x)",
                "x.html | x-html x.html | x-html x.html",
                "_u_~@ | _u_~ _u_~@ | _u_~ u _u_~@",
                "many   spaces - and -- hyphens | many---spaces---and----hyphens many-spaces-and--hyphens"
                        + " | many---spaces---and----hyphens many-spaces-and-hyphens"
            })
    void areOursAndThoseOfTheGenerator(String name, String hugos, String jekylls) {
        assertThat(String.join(" ", Terms.of(Content.Generator.HUGO, name))).isEqualTo(hugos);
        assertThat(String.join(" ", Terms.of(Content.Generator.JEKYLL, name))).isEqualTo(jekylls);
    }

    @ParameterizedTest
    @CsvSource({"Crème Brûlée, crème-brûlée creme-brulee", "C++, c-plus-plus c", "日本語, 日本語"})
    void zolasAreWithoutAccents(String name, String terms) {
        assertThat(String.join(" ", Terms.of(Content.Generator.ZOLA, name))).isEqualTo(terms);
    }
}
