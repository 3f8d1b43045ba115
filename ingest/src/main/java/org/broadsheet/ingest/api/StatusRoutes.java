package org.broadsheet.ingest.api;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Route;

/** {@code GET /api/v1/status}: what is live, how much there is, and how far behind it is. */
public final class StatusRoutes {
    private final List<SiteViews> sites;

    public StatusRoutes(List<SiteViews> sites) {
        this.sites = sites.stream()
                .sorted(Comparator.comparing(site -> site.id().value()))
                .toList();
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/api/v1/status", Route.Access.PRIVATE, this::list));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        exchange.json(200, turn -> {
            List<SiteStatus> found = sites.stream()
                    .filter(site ->
                            paging.isFor(site.id()) && paging.isBehind(site.id().value()))
                    .limit(paging.limit() + 1L)
                    .map(SiteViews::status)
                    .toList();
            return Paging.Page.of(found, paging.limit(), status -> status.site().value());
        });
    }
}
