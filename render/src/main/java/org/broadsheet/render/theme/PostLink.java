package org.broadsheet.render.theme;

/**
 * A post to go on with.
 *
 * @param title plain text
 * @param url as it stands in the attribute, base path included
 * @param language of the title
 */
public record PostLink(String title, String url, LanguageView language) {}
