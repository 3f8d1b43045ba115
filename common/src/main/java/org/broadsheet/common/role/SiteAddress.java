package org.broadsheet.common.role;

import java.net.URI;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.record.Content;

/**
 * Where readers find the site: at the configured base URL, else at the one in {@code site.yml} if that counts, else at the
 * process's own address. All roles ask here, so that what was written by a process at another address misleads none of them. Pure;
 * safe for all threads.
 */
public record SiteAddress(Configuration.Site site, Configuration.Http http) {
    /**
     * The base URL, without a slash at its end.
     *
     * @param authored what {@code site.yml} says
     */
    public String baseUrl(Optional<String> authored) {
        return site.baseUrl()
                .map(URI::toString)
                .or(() -> authored.filter(this::counts))
                .orElseGet(() -> "http://localhost:" + http.port());
    }

    /**
     * Readers that are not on this machine come through a proxy, whose requests look like local ones: without a token all of them
     * could push. Such a base URL does not count, so that a push cannot open its own repository.
     */
    public boolean counts(String authored) {
        return http.token().isPresent() || AccessRules.isLoopback(URI.create(authored));
    }

    /** Settings that may have been written by a process at another address, as they are in this one. */
    public Content.Settings here(Content.Settings written) {
        return written.at(baseUrl(written.authoredBaseUrl()));
    }
}
