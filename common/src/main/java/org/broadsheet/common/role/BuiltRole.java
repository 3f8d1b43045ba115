package org.broadsheet.common.role;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Part;

/**
 * A role ready to be started: its running parts, and what it serves on the process's HTTP port.
 *
 * @param parts in the order of their start
 * @param baseUrl where readers find a site as of now, from a role that knows
 * @param branch the published branch of a site, such as {@code main}, from a role that knows; empty before it has a commit
 */
public record BuiltRole(
        String name,
        List<Part> parts,
        List<Route> routes,
        Function<SiteId, Optional<String>> baseUrl,
        Function<SiteId, Optional<String>> branch) {
    /** Of a role that knows neither base URL nor branch. */
    public BuiltRole(String name, List<Part> parts, List<Route> routes) {
        this(name, parts, routes, site -> Optional.empty(), site -> Optional.empty());
    }

    public BuiltRole knowingBaseUrl(Function<SiteId, Optional<String>> baseUrl) {
        return new BuiltRole(name, parts, routes, baseUrl, branch);
    }

    public BuiltRole knowingBranch(Function<SiteId, Optional<String>> branch) {
        return new BuiltRole(name, parts, routes, baseUrl, branch);
    }

    public BuiltRole {
        parts = List.copyOf(parts);
        routes = List.copyOf(routes);
    }
}
