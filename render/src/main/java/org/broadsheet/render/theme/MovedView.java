package org.broadsheet.render.theme;

/**
 * What a page shows at a URL that leads on.
 *
 * @param target where to, below the base URL's path
 * @param url the same, path-absolute
 * @param canonical the whole URL
 */
public record MovedView(SiteView site, String target, String url, String canonical) {}
