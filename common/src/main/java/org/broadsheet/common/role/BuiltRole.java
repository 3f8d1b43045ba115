package org.broadsheet.common.role;

import java.util.List;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.lifecycle.Part;

/**
 * A role ready to be started: its running parts, and what it serves on the process's HTTP port.
 *
 * @param parts in the order of their start
 */
public record BuiltRole(String name, List<Part> parts, List<Route> routes) {
    public BuiltRole {
        parts = List.copyOf(parts);
        routes = List.copyOf(routes);
    }
}
