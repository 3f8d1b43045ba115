package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * A post in a list.
 *
 * @param language of title and excerpt
 * @param excerpt plain text; empty: none is shown
 * @param topics with the URLs of their listings
 */
public record EntryView(
        String title,
        String url,
        LanguageView language,
        String excerpt,
        DateView published,
        List<Link> topics,
        List<AuthorView> authors,
        Optional<PictureView> cover) {
    public EntryView {
        topics = List.copyOf(topics);
        authors = List.copyOf(authors);
    }
}
