package org.broadsheet.ingest.permalink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermalinkTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SITE   | /:year/:month/:slug",
                "SITE   | /notes/:title.html",
                "SITE   | /:section/:categories/:slugorfilename/",
                "JEKYLL | /:year_:month_:day_:title",
                "JEKYLL | :title",
                "JEKYLL | /blog/:i_day/:w_day/:output_ext/:slugified_categories",
                "HUGO   | :sections[1:]/:sections[last]/:sections[:last]/:2006/:slugorcontentbasename",
            })
    void takesWhatItsDialectKnows(Dialect dialect, String text) {
        assertThat(Permalink.read(dialect, " " + text + " "))
                .isEqualTo(new Permalink.Taken(new Permalink(dialect, text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SITE   | /:yer/:slug          | \":yer\" is no placeholder        | did you mean :year?",
                "SITE   | :year/:slug          | it does not begin with a slash    | write /:year/:slug",
                "SITE   | /:year/:month        | it tells no post from another     | write /:year/:month/:slug",
                "SITE   | /:slug?x             | it can stand in no URL            | write /:year/:month/:slug",
                "SITE   | /../:slug            | it can stand in no URL            | write /:year/:month/:slug",
                "SITE   | /a/%2e%2e/:slug      | it can stand in no URL            | write /:year/:month/:slug",
                "JEKYLL | /:years/:title       | \":years\" is no placeholder      | did you mean :year?",
                "HUGO   | /12:30/              | \":30\" is no placeholder        | the placeholders are :year :month",
                "HUGO   | /:titles/            | \":titles\" is no placeholder     | did you mean :title?",
                "HUGO   | /:sections[x]/       | \":sections[x]\" is no placeholder | the placeholders are :year",
            })
    void saysWhatIsWrong(Dialect dialect, String text, String message, String hint) {
        Permalink.Refused refused = (Permalink.Refused) Permalink.read(dialect, text);

        assertThat(refused.message()).isEqualTo(message);
        assertThat(refused.hint()).startsWith(hint);
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertThat(Permalink.read(Dialect.SITE, " "))
                .isEqualTo(new Permalink.Refused("nothing is written", "write /:year/:month/:slug"));
        assertThat(Permalink.read(Dialect.SITE, "/:slug".repeat(100)))
                .isEqualTo(new Permalink.Refused(
                        "it has 600 characters, at most 500 are allowed", "write /:year/:month/:slug"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Permalink(Dialect.SITE, "/:yer"))
                .withMessageContaining("/:yer");
    }

    @Test
    void isFilledNoFurtherThanAUrlReaches() {
        Permalink permalink = new Permalink(Dialect.JEKYLL, "/:title".repeat(70));

        assertThat(permalink.fill(UnaryOperator.identity(), name -> Optional.of("x".repeat(1 << 20))))
                .isEmpty();
        assertThat(permalink.fill(UnaryOperator.identity(), name -> Optional.empty()))
                .isEmpty();
    }
}
