package org.broadsheet.render.theme;

import java.util.Optional;

/**
 * The page of content that is not a post.
 *
 * @param excerpt plain text, for machines; empty: none
 * @param language of the page: always its tag, for machines
 * @param contents whether a table of contents stands above the article; in its place a template sees that table
 * @param canonical the whole URL
 * @param markdown where the same is as Markdown
 * @param image the cover with its whole URL
 */
public record PageView(
        SiteView site,
        String title,
        String excerpt,
        ArticleView article,
        LanguageView language,
        boolean contents,
        Optional<PictureView> cover,
        String canonical,
        Optional<String> markdown,
        Optional<PictureView> image) {}
