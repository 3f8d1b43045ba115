package org.broadsheet.render.article;

import java.util.Optional;
import org.broadsheet.common.article.Heading;

/** What a page shows above an article, so that the article need not. */
public sealed interface Title {
    /** The title that the author wrote, else the first heading. */
    record OfDocument(Optional<String> written) implements Title {}

    /** Nothing that stands in the text. */
    record Apart() implements Title {}

    /** Whether a heading that begins the text is this title. */
    default boolean is(Heading heading) {
        return switch (this) {
            case OfDocument of ->
                of.written().isPresent()
                        ? folded(of.written().get()).equals(folded(heading.text()))
                        : heading.canBeTitle();
            case Apart apart -> false;
        };
    }

    /** What the author wrote, if an article depends on it. */
    default Optional<String> written() {
        return switch (this) {
            case OfDocument of -> of.written().map(Title::folded);
            case Apart apart -> Optional.empty();
        };
    }

    /** What of it an article depends on. */
    default String key() {
        return switch (this) {
            case OfDocument of ->
                of.written().map(written -> "is " + folded(written)).orElse("first");
            case Apart apart -> "apart";
        };
    }

    private static String folded(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
