package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * A page of the archive, of a topic or of an author. Holds no totals: they would change every page at every post.
 *
 * @param label what is listed, shown above the title: {@code Topic}, {@code Author}; empty: none
 * @param title such as {@code Archive}, {@code gardening}, {@code Ada Lindqvist}
 * @param page the number of a full block, as in {@code /archive/3}; empty on the newest page
 * @param picture of an author
 * @param introduction on the newest page only
 * @param topics of the posts, to choose from: on the newest page of the archive only, for a choice of all would change all pages
 * @param entries newest first; may be empty
 * @param pages empty: this is the only page
 * @param canonical the whole URL
 */
public record ListingView(
        SiteView site,
        Optional<String> label,
        String title,
        Optional<Integer> page,
        Optional<String> picture,
        Optional<ArticleView> introduction,
        List<Link> topics,
        List<EntryView> entries,
        Optional<PageNavigation> pages,
        String canonical) {
    public ListingView {
        topics = List.copyOf(topics);
        entries = List.copyOf(entries);
    }
}
