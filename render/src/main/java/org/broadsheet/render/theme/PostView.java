package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * A post's page: all that its template sees.
 *
 * @param excerpt plain text, for machines; shown above the article when {@code lede} says so
 * @param lede whether the author wrote the excerpt: one cut from the article's beginning would say everything twice
 * @param language of the post: always its tag, for machines
 * @param contents whether a table of contents stands above the article; in its place a template sees that table
 * @param updated empty: it was not
 * @param canonical the whole URL
 * @param markdown where the same is as Markdown
 * @param related older posts with the same topics; may be empty
 * @param previous the next older post
 * @param next the next newer one
 */
public record PostView(
        SiteView site,
        String title,
        String excerpt,
        boolean lede,
        ArticleView article,
        LanguageView language,
        boolean contents,
        DateView published,
        Optional<DateView> updated,
        List<Link> topics,
        List<AuthorView> authors,
        Optional<PictureView> cover,
        String canonical,
        Optional<String> markdown,
        CardView card,
        List<PostLink> related,
        Optional<PostLink> previous,
        Optional<PostLink> next) {
    public PostView {
        topics = List.copyOf(topics);
        authors = List.copyOf(authors);
        related = List.copyOf(related);
    }
}
