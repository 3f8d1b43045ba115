package org.broadsheet.render.theme;

/**
 * Which signs of the site there are beside {@code favicon.ico}, which always is: an author's, and ours where the author has none of the
 * three, for browsers would take ours for the author's.
 *
 * @param svg whether {@code favicon.svg} is there
 * @param touch whether {@code apple-touch-icon.png} is there
 */
public record Icons(boolean svg, boolean touch) {
    public static final Icons OURS = new Icons(true, true);
}
