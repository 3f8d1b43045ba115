package org.broadsheet.ingest.hook;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    /** In the place of one that is not configured. */
    private final Secret nobodys = new Secret(UUID.randomUUID().toString());

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
        Optional<String> named = exchange.query("site");
        if (named.isEmpty() && sites.size() > 1) {
            exchange.problem(
                    404,
                    "Not found",
                    "say which site's repository it is: /hooks/git?site=ID, of a site whose content comes from a URL");
            return;
        }
        Optional<Map.Entry<SiteId, Hook>> site = site(named);
        Optional<Secret> secret = site.flatMap(known -> known.getValue().secret());
        if (named.isEmpty() && secret.isEmpty()) {
            exchange.problem(
                    403,
                    "No calls are heard",
                    "no secret is configured: give the same one to the forge and here, in BROADSHEET_HOOK_SECRET, or"
                            + " hookSecret of the site");
            return;
        }
        HookProof proof = HookProof.in(exchange::header);
        // Before the body is read, which costs whoever sends it nothing but sending. Of a site that is not here as much
        // is done as of
        // one that is: nobody is to find out by asking which there are.
        boolean proven =
                proof.isThere() && proof.isOf(secret.orElse(nobodys), exchange.sent(most)) && secret.isPresent();
        if (proven) {
            site.orElseThrow().getValue().asks().run();
            exchange.json(202, Map.of("site", site.get().getKey()));
        } else {
            exchange.problem(
                    401,
                    "Not the forge",
                    "the call is not signed with the secret that is configured here for a site with a content URL, or the"
                            + " site that it names has none: X-Hub-Signature-256, X-Gitea-Signature, X-Forgejo-Signature or"
                            + " X-Gitlab-Token");
        }
    }

    /** The one that is named, or the only one. */
    private Optional<Map.Entry<SiteId, Hook>> site(Optional<String> named) {
        return sites.entrySet().stream()
                .filter(entry -> named.map(entry.getKey().value()::equals).orElse(sites.size() == 1))
                .findFirst();
    }
}
