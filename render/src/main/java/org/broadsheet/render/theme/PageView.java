package org.broadsheet.render.theme;

import java.util.Optional;

/**
 * The page of content that is not a post.
 *
 * @param excerpt plain text, for machines; empty: none
 * @param contents whether a table of contents stands above the article; in its place a template sees that table
 * @param language of the page, a BCP 47 tag
 * @param cover the URL of a picture
 * @param canonical the whole URL
 */
public record PageView(
        SiteView site,
        String title,
        String excerpt,
        ArticleView article,
        boolean contents,
        String language,
        Optional<String> cover,
        String canonical) {}
