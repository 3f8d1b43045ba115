package org.broadsheet.ingest.facts;

import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.frontmatter.Written;

/**
 * Where a version of a post or page wants to be read, apart from where it would be by its name.
 *
 * @param url empty where neither the version nor the site's rules ask for another than its {@link Address}
 * @param aliases of what is published there others that lead to it
 * @param findings what of it cannot be, and that it is said in vain
 */
public record Wanted(Optional<UrlPath> url, List<Written<UrlPath>> aliases, List<Finding> findings) {
    static final Wanted NOTHING = new Wanted(Optional.empty(), List.of(), List.of());

    public Wanted {
        aliases = List.copyOf(aliases);
        findings = List.copyOf(findings);
    }
}
