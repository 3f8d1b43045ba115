package org.broadsheet.common.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;

/** {@code /health/live}: the process answers. {@code /health/ready}: every part does its work, else 503 and why. */
public final class HealthRoutes {
    private HealthRoutes() {}

    /** @param parts asked at each request */
    public static List<Route> of(Supplier<List<Part>> parts) {
        return List.of(
                new Route(
                        "GET",
                        "/health/live",
                        Route.Access.PUBLIC,
                        exchange -> exchange.json(200, Map.of("live", true))),
                new Route("GET", "/health/ready", Route.Access.PRIVATE, exchange -> ready(exchange, parts.get())));
    }

    /** Why it is not ready; empty when it is. */
    public static Optional<String> whyNotReady(List<Part> parts) {
        List<String> reasons = new ArrayList<>();
        for (Part part : parts) {
            String state = state(part);
            if (!state.equals("ready")) {
                reasons.add(part.name() + ": " + state);
            }
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    private static void ready(Exchange exchange, List<Part> parts) throws IOException {
        Map<String, String> states = new LinkedHashMap<>();
        parts.forEach(part -> states.put(part.name(), state(part)));
        boolean ready = states.values().stream().allMatch("ready"::equals);
        exchange.json(ready ? 200 : 503, Map.of("ready", ready, "parts", states));
    }

    private static String state(Part part) {
        return switch (part.health()) {
            case Health.Ready ready -> "ready";
            case Health.Starting starting -> starting.what();
            case Health.Failing failing -> "failing: " + failing.cause();
        };
    }
}
