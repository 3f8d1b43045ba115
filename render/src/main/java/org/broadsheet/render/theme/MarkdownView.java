package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * A post or page as Markdown shows it.
 *
 * @param url its whole URL
 * @param published ISO 8601; a page of content has none
 * @param updated likewise
 */
public record MarkdownView(
        String title,
        String url,
        Optional<String> published,
        Optional<String> updated,
        Optional<String> language,
        List<String> authors,
        List<String> topics,
        ArticleView article) {
    public MarkdownView {
        authors = List.copyOf(authors);
        topics = List.copyOf(topics);
    }
}
