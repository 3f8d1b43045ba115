package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.article.PlainMarkdown;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String WORDS = "word ".repeat(1_000).strip();

    @Test
    void isTheBeginningOfTheTextWithoutItsTitle() {
        assertThat(Excerpt.of(article("Title one two", Optional.empty(), true))).isEqualTo("one two");
        assertThat(Excerpt.of(article("Title " + WORDS, Optional.empty(), true)))
                .hasSizeLessThanOrEqualTo(201)
                .endsWith("word\u2026");
    }

    @Test
    void endsWhereTheAuthorSays() {
        assertThat(Excerpt.of(article("Title one two three", Optional.of("Title one two"), true)))
                .isEqualTo("one two");
        String marked = WORDS.substring(0, 499);
        assertThat(Excerpt.of(article(WORDS, Optional.of(marked), false))).isEqualTo(marked);
        assertThat(Excerpt.of(article(WORDS, Optional.of(WORDS), false)))
                .hasSizeLessThanOrEqualTo(1_001)
                .endsWith("word\u2026");
    }

    @Test
    void isTheBeginningWhereTheAuthorMarksNothing() {
        assertThat(Excerpt.of(article("Title one", Optional.of("Title"), true))).isEqualTo("one");
    }

    private static Article article(String text, Optional<String> beginning, boolean titleInBody) {
        return new Article(
                List.of(""),
                List.of(),
                List.of(),
                text,
                beginning,
                List.of(new Heading(1, "Title", "title", 1)),
                List.of(),
                titleInBody,
                new PlainMarkdown(List.of(""), List.of()),
                List.of());
    }
}
