package org.broadsheet.render.theme;

/**
 * Something with a name that can be followed: a navigation entry, a topic.
 *
 * @param title plain text, such as {@code gardening}
 * @param url as it stands in the attribute, base path included: {@code /blog/topics/gardening}
 * @param current whether it is where the reader is
 */
public record Link(String title, String url, boolean current) {
    public Link(String title, String url) {
        this(title, url, false);
    }
}
