package org.broadsheet.render.theme;

import java.net.URI;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;

/**
 * Writes paths of the site as they stand in its pages: path-absolute below the base URL's own path, percent-encoded.
 */
public final class SiteUrls {
    private final String base;
    private final String basePath;

    /** @param base without a slash at its end, such as {@code https://example.org/blog} */
    public SiteUrls(String base) {
        if (base.endsWith("/")) {
            throw new IllegalArgumentException("the base URL \"" + base + "\" ends with a slash");
        }
        String path = URI.create(base).getRawPath();
        this.base = base;
        this.basePath = path == null ? "" : path;
    }

    /** The base URL's path: empty, or such as {@code /blog}. */
    public String basePath() {
        return basePath;
    }

    /** What stands before the URLs in pages: {@code https://example.org}. */
    public String origin() {
        return base.substring(0, base.length() - basePath.length());
    }

    /** A destination as for {@link #link}, for whoever is not on the site; empty if that cannot be said. */
    public Optional<String> whole(String pathOrUrl) {
        if (pathOrUrl.startsWith("//")) {
            return Optional.of(origin().substring(0, origin().indexOf(':') + 1) + pathOrUrl);
        }
        if (pathOrUrl.startsWith("/")) {
            return Optional.of(base + pathOrUrl);
        }
        return Optional.of(pathOrUrl).filter(url -> url.matches("(?is)https?://.*"));
    }

    /** For links in pages: {@code /blog/posts/first}. */
    public String path(UrlPath url) {
        return basePath + url.encoded();
    }

    /** For canonical links, sitemaps and feeds: {@code https://example.org/blog/posts/first}. */
    public String absolute(UrlPath url) {
        return url.equals(UrlPath.ROOT) ? base + "/" : base + url.encoded();
    }

    /**
     * A destination out of settings or front matter: a path of ours ({@code /a.png}, query and fragment allowed) gets the base
     * URL's path, everything else stays.
     */
    public String link(String pathOrUrl) {
        return pathOrUrl.startsWith("/") && !pathOrUrl.startsWith("//") ? basePath + pathOrUrl : pathOrUrl;
    }
}
