package org.broadsheet.ingest.api;

import java.io.IOException;
import java.util.List;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.SiteId;

/** {@code GET /api/v1/status}: what is live, how much there is, and how far behind it is. */
public final class StatusRoutes {
    private final SiteId site;
    private final SiteViews views;

    public StatusRoutes(SiteId site, SiteViews views) {
        this.site = site;
        this.views = views;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/api/v1/status", Route.Access.PRIVATE, this::list));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        exchange.json(200, turn -> {
            List<SiteStatus> sites =
                    paging.isFor(site) && paging.isBehind(site.value()) ? List.of(views.status()) : List.of();
            return Paging.Page.of(sites, paging.limit(), status -> status.site().value());
        });
    }
}
