package org.broadsheet.render.stage;

import java.util.Map;
import org.broadsheet.common.markdown.Outcome;
import org.broadsheet.common.record.Content;

/** Makes an article's HTML of its Markdown: the same of the same, always. Safe for all threads. */
@FunctionalInterface
public interface ArticleMaker {
    /**
     * @param titleInBody whether the first heading is the title, which the page shows
     * @param links how destinations as written read on the site
     * @param basePath the base URL's path, empty or such as {@code /blog}
     */
    Outcome<String> make(
            String markdown, boolean titleInBody, Map<String, String> links, String basePath, Content.Html html);
}
