package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * The newest posts: {@code /}, or {@code /blog} where a page has taken the root.
 *
 * @param title from the listing's introduction, or {@code Blog}; empty: the site's title is title enough
 * @param topics of the posts, to choose from
 * @param entries newest first; empty: the page says that nothing is published yet
 * @param canonical the whole URL
 */
public record HomeView(
        SiteView site,
        Optional<String> title,
        Optional<ArticleView> introduction,
        List<Link> topics,
        List<EntryView> entries,
        String canonical) {
    public HomeView {
        topics = List.copyOf(topics);
        entries = List.copyOf(entries);
    }
}
