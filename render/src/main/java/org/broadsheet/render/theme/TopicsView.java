package org.broadsheet.render.theme;

import java.util.List;
import java.util.Optional;

/**
 * All topics by name.
 *
 * @param title from the introduction, else {@code Topics}
 * @param topics in the order shown; may be empty
 * @param canonical the whole URL
 */
public record TopicsView(
        SiteView site, String title, Optional<ArticleView> introduction, List<Link> topics, String canonical) {
    public TopicsView {
        topics = List.copyOf(topics);
    }
}
