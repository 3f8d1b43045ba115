package org.broadsheet.ingest.frontmatter;

import java.net.URI;
import java.net.URISyntaxException;

/** The form of a base URL: http or https, a host, perhaps a path, nothing else. */
final class BaseUrl {
    private BaseUrl() {}

    static boolean isValid(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && !uri.getRawPath().contains("//")
                    && uri.normalize().equals(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
