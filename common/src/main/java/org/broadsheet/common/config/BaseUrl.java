package org.broadsheet.common.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where readers find a site: http or https, a host, perhaps a path, and nothing else. */
public final class BaseUrl {
    private BaseUrl() {}

    /** Without a slash at its end; empty for what is none. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.replaceAll("(?<!/)/+$", ""));
            boolean good = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null
                    && !url.getRawPath().contains("//")
                    && url.normalize().equals(url);
            return good ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
