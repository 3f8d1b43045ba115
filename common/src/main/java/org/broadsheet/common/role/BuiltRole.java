package org.broadsheet.common.role;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.lifecycle.Part;

/**
 * A role ready to be started: its running parts, and what it serves on the process's HTTP port.
 *
 * @param parts in the order of their start
 * @param baseUrl where readers find the site as of now, from a role that knows; empty before anything is published
 */
public record BuiltRole(String name, List<Part> parts, List<Route> routes, Supplier<Optional<String>> baseUrl) {
    /** Of a role that does not follow the base URL. */
    public BuiltRole(String name, List<Part> parts, List<Route> routes) {
        this(name, parts, routes, Optional::empty);
    }

    public BuiltRole {
        parts = List.copyOf(parts);
        routes = List.copyOf(routes);
    }
}
