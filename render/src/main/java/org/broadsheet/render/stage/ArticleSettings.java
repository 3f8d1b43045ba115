package org.broadsheet.render.stage;

import org.broadsheet.common.record.Content;
import org.broadsheet.render.theme.SiteUrls;

/** Those of the settings on which an article's HTML depends. */
record ArticleSettings(String basePath, Content.Html html) {
    static ArticleSettings of(Content.Settings settings) {
        return new ArticleSettings(new SiteUrls(settings.baseUrl()).basePath(), settings.html());
    }
}
