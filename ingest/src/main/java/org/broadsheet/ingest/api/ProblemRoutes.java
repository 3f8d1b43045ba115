package org.broadsheet.ingest.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;

/** {@code GET /api/v1/problems}: what could not be processed and still stands, by path. */
public final class ProblemRoutes {
    private final List<SiteViews> sites;

    public ProblemRoutes(List<SiteViews> sites) {
        this.sites = sites;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/api/v1/problems", Route.Access.PRIVATE, this::list));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        exchange.json(200, turn -> page(paging));
    }

    private Paging.Page<View> page(Paging paging) {
        List<Item> found = new ArrayList<>();
        sites.stream()
                .filter(site -> paging.isFor(site.id()))
                .flatMap(site -> site.problems().stream())
                .flatMap(problems -> Item.of(problems).stream())
                .filter(item -> paging.isBehind(item.cursor()))
                .sorted(Comparator.comparing(Item::cursor))
                .limit(paging.limit() + 1L)
                .forEach(found::add);
        Paging.Page<Item> page = Paging.Page.of(found, paging.limit(), Item::cursor);
        return new Paging.Page<>(page.items().stream().map(Item::view).toList(), page.next());
    }

    /** @param cursor its place in the list: path, role, number, site */
    private record Item(String cursor, View view) {
        static List<Item> of(PathProblems problems) {
            List<Item> items = new ArrayList<>();
            for (Problem problem : problems.problems()) {
                String cursor = String.format(
                        Locale.ROOT, "%s:%s:%06d:%s", problems.path(), problems.role(), items.size(), problems.site());
                items.add(new Item(
                        cursor,
                        new View(problems.site(), problems.role(), problem, problems.since(), problems.commit())));
            }
            return items;
        }
    }

    record View(SiteId site, Role role, @JsonUnwrapped Problem problem, Instant since, CommitId commit) {}
}
