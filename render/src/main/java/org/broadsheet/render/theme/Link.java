package org.broadsheet.render.theme;

/**
 * Something with a name that can be followed: a navigation entry, a topic, a neighbouring post.
 *
 * @param title plain text, such as {@code The hedge at the north wall}
 * @param url as it stands in the attribute, base path included: {@code /blog/posts/the-hedge}
 */
public record Link(String title, String url) {}
