package org.broadsheet.render.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Route;

/**
 * Gives each request for a page to the site that it is for: of those at the host that was asked for, or of all if none is there, the one
 * with most of the path in its base URL. A site alone gets all of them.
 */
public final class SiteServers {
    private final List<SiteServer> sites;

    /** @param sites one at least; of two at the same place the first */
    public SiteServers(List<SiteServer> sites) {
        this.sites = List.copyOf(sites);
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/**", Route.Access.PUBLIC, this::handle));
    }

    private void handle(Exchange exchange) throws IOException {
        Optional<SiteServer> site = sites.size() == 1 ? Optional.of(sites.getFirst()) : siteOf(exchange);
        if (site.isPresent()) {
            site.get().handle(exchange);
        } else {
            exchange.setHeader("Cache-Control", "no-cache");
            exchange.respond(404, "text/plain; charset=utf-8", "No site is here.\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private Optional<SiteServer> siteOf(Exchange exchange) {
        String path = Normalizer.normalize(exchange.path(), Normalizer.Form.NFC);
        String host = exchange.header("Host").map(SiteServers::name).orElse("");
        List<SiteServer> there =
                sites.stream().filter(site -> site.host().equals(host)).toList();
        List<SiteServer> among = there.isEmpty() ? sites : there;
        if (among.size() == 1) {
            return Optional.of(among.getFirst());
        }
        int most = among.stream()
                .mapToInt(site -> site.claims(path).orElse(-1))
                .max()
                .orElse(-1);
        List<SiteServer> claiming = among.stream()
                .filter(site -> most >= 0 && site.claims(path).orElse(-1) == most)
                .toList();
        // At a host that is none of theirs what is at the same path of two is neither's.
        return there.isEmpty() && claiming.size() > 1
                ? Optional.empty()
                : claiming.stream().findFirst();
    }

    /** Of a host without its port. */
    private static String name(String host) {
        return host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    }
}
