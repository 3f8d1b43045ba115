package org.broadsheet.common.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleTest {
    private static final Article ARTICLE = new Article(
            List.of("<p>x</p>"),
            List.of(),
            List.of(),
            "x",
            Optional.empty(),
            List.of(),
            List.of(),
            false,
            new PlainMarkdown(List.of("x"), List.of()),
            List.of());

    @Test
    void isReadAsItWasStored() {
        assertThat(Article.of(ARTICLE.toBytes())).contains(ARTICLE);
    }

    /** What an earlier program stored, which wrote less or in another form, is made again. Nothing is stored of what is empty. */
    @ParameterizedTest
    @ValueSource(strings = {"pieces", "markdown"})
    void isNoneWithoutAPart(String part) {
        ObjectNode stored = Json.read(ARTICLE.toBytes(), ObjectNode.class);
        stored.remove(part);

        assertThat(Article.of(Json.write(stored))).isEmpty();
    }

    @Test
    void isNoneWithDestinationsForSlots() {
        ObjectNode stored = Json.read(ARTICLE.toBytes(), ObjectNode.class);
        stored.putArray("pieces").add("<a href=\"").add("\">");
        stored.putArray("slots").add("two");

        assertThat(Article.of(Json.write(stored))).isEmpty();
    }
}
