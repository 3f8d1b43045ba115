package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * A post's page: all that its template sees.
 *
 * @param excerpt plain text, for machines; shown above the article when {@code lede} says so
 * @param lede whether the author wrote the excerpt: one cut from the article's beginning would say everything twice
 * @param contents whether a table of contents stands above the article; in its place a template sees that table
 * @param language of the post, a BCP 47 tag
 * @param updated empty: it was not
 * @param cover the URL of a picture
 * @param canonical the whole URL
 * @param previous the next older post
 * @param next the next newer one
 */
public record PostView(
        SiteView site,
        String title,
        String excerpt,
        boolean lede,
        ArticleView article,
        boolean contents,
        String language,
        DateView published,
        Optional<DateView> updated,
        List<Link> topics,
        List<AuthorView> authors,
        Optional<String> cover,
        String canonical,
        Optional<Link> previous,
        Optional<Link> next) {
    public PostView {
        topics = List.copyOf(topics);
        authors = List.copyOf(authors);
    }
}
