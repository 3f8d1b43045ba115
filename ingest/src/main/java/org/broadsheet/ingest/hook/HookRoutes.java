package org.broadsheet.ingest.hook;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Secret;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.SiteId;

/**
 * {@code POST /hooks/git[?site=ID]}: a forge says that somebody has pushed there. Whatever it says, it causes a look at the site's
 * source and nothing else, so that one that comes again does no harm.
 */
public final class HookRoutes {
    private final Map<SiteId, Hook> sites;
    private final int most;

    /**
     * Of a site whose source is elsewhere.
     *
     * @param asks for a look; returns at once
     */
    public record Hook(Optional<Secret> secret, Runnable asks) {}

    /** @param most bytes of a call */
    public HookRoutes(Map<SiteId, Hook> sites, int most) {
        this.sites = new LinkedHashMap<>(sites);
        this.most = most;
    }

    public List<Route> routes() {
        return sites.isEmpty()
                ? List.of()
                : List.of(new Route("POST", "/hooks/git", Route.Access.PUBLIC, this::called));
    }

    private void called(Exchange exchange) throws IOException {
        Optional<Map.Entry<SiteId, Hook>> site = site(exchange);
        if (site.isEmpty()) {
            exchange.problem(
                    404,
                    "Not found",
                    "say which site's repository it is: /hooks/git?site=ID, of a site whose content comes from a URL");
            return;
        }
        Hook hook = site.get().getValue();
        HookProof proof = HookProof.in(exchange::header);
        // Before the body is read, which costs whoever sends it nothing but sending.
        if (hook.secret().isEmpty()) {
            exchange.problem(
                    403,
                    "No calls are heard",
                    "no secret is configured: give the same one to the forge and here, in BROADSHEET_HOOK_SECRET, or"
                            + " hookSecret of the site");
        } else if (!proof.isThere() || !proof.isOf(hook.secret().get(), exchange.sent(most))) {
            exchange.problem(
                    401,
                    "Not the forge",
                    "the call is not signed with the secret that is configured here: X-Hub-Signature-256,"
                            + " X-Gitea-Signature, X-Forgejo-Signature or X-Gitlab-Token");
        } else {
            hook.asks().run();
            exchange.json(202, Map.of("site", site.get().getKey()));
        }
    }

    /** The one that is named, or the only one. */
    private Optional<Map.Entry<SiteId, Hook>> site(Exchange exchange) {
        Optional<String> named = exchange.query("site");
        return sites.entrySet().stream()
                .filter(entry -> named.map(entry.getKey().value()::equals).orElse(sites.size() == 1))
                .findFirst();
    }
}
