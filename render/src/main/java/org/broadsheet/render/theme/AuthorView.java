package org.broadsheet.render.theme;

import java.util.Optional;

/**
 * Who wrote a post.
 *
 * @param url of the author's listing, such as {@code /authors/ada-lindqvist}
 * @param picture the URL of a square picture
 */
public record AuthorView(String name, String url, Optional<String> picture) {}
