package org.broadsheet.notify.webhook;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.GoneEndpoint;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.secret.SecretBox;
import org.broadsheet.notify.signature.SigningSecret;
import org.broadsheet.notify.target.TargetRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/webhooks}. Safe for all threads. */
public final class WebhookRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
    private static final long APPEND_SECONDS = 30;

    private final List<SiteId> sites;
    private final Configuration.Webhooks configuration;
    private final EventLog eventLog;
    private final Endpoints endpoints;
    private final SecretBox secrets;
    private final TargetRules targets;
    private final InstantSource clock;
    private final SecureRandom random;

    public WebhookRoutes(
            List<SiteId> sites,
            Configuration.Webhooks configuration,
            EventLog eventLog,
            Endpoints endpoints,
            SecretBox secrets,
            TargetRules targets,
            InstantSource clock,
            SecureRandom random) {
        this.sites = List.copyOf(sites);
        this.configuration = configuration;
        this.eventLog = eventLog;
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.targets = targets;
        this.clock = clock;
        this.random = random;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/api/v1/webhooks", Route.Access.PRIVATE, this::add),
                new Route("GET", "/api/v1/webhooks", Route.Access.PRIVATE, this::list),
                new Route("GET", "/api/v1/webhooks/{id}", Route.Access.PRIVATE, this::get),
                new Route("DELETE", "/api/v1/webhooks/{id}", Route.Access.PRIVATE, this::remove));
    }

    /**
     * An endpoint as the API shows it.
     *
     * @param secret in the answer to the request that added it only
     * @param goneAt since when it wants no more and is told nothing
     */
    record View(
            EndpointId id,
            SiteId site,
            String url,
            List<String> events,
            List<String> topics,
            String description,
            Optional<String> secret,
            boolean privateTarget,
            Instant createdAt,
            Optional<Instant> goneAt) {
        static View of(Webhook webhook, Optional<SigningSecret> secret, Optional<Instant> goneAt) {
            return new View(
                    webhook.id(),
                    webhook.site(),
                    webhook.url(),
                    webhook.events(),
                    webhook.topics(),
                    webhook.description(),
                    secret.map(SigningSecret::text),
                    webhook.privateTarget(),
                    webhook.createdAt(),
                    goneAt);
        }

        static View of(Webhook webhook, Endpoints.Known known) {
            return of(
                    webhook,
                    Optional.empty(),
                    Optional.ofNullable(known.goneAt().get(webhook.id())));
        }
    }

    /** Answers when the endpoint is durable: it is told of every event from then on. */
    private void add(Exchange exchange) throws Exception {
        EndpointRequest.Checked wanted =
                exchange.jsonBody(EndpointRequest.class).checked(sites, targets, exchange.isLocal());
        int most = configuration.maxEndpoints();
        if (endpoints.now().readable().size() >= most) {
            throw new BadRequest(409, "there are " + most + " endpoints already (webhooks.maxEndpoints)");
        }
        EndpointId id = new EndpointId(UUID.randomUUID());
        SigningSecret secret = SigningSecret.random(random);
        Map<Integer, Long> from = new HashMap<>();
        for (int partition = 0; partition < eventLog.partitions(KafkaTopic.EVENTS); partition++) {
            from.put(partition, eventLog.end(KafkaTopic.EVENTS, partition));
        }
        Webhook webhook = new Webhook(
                id,
                wanted.site(),
                wanted.url().toString(),
                wanted.events(),
                wanted.topics(),
                wanted.description(),
                secrets.seal(id, secret),
                exchange.isLocal(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                from);
        append(NewRecord.of(KafkaTopic.WEBHOOKS, id.toString(), webhook));
        LOG.atInfo()
                .addKeyValue("site", webhook.site())
                .addKeyValue("endpoint", id)
                .log("Added an endpoint at {}", wanted.url().getHost());
        exchange.setHeader("Location", "/api/v1/webhooks/" + id);
        exchange.json(201, View.of(webhook, Optional.of(secret), Optional.empty()));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        Endpoints.Known known = endpoints.now();
        List<View> items = known.readable().values().stream()
                .filter(webhook -> paging.isFor(webhook.site()))
                .sorted(Comparator.comparing(webhook -> webhook.id().toString()))
                .filter(webhook -> paging.isBehind(webhook.id().toString()))
                .limit(paging.limit() + 1L)
                .map(webhook -> View.of(webhook, known))
                .toList();
        exchange.json(
                200, Paging.Page.of(items, paging.limit(), view -> view.id().toString()));
    }

    private void get(Exchange exchange) throws IOException {
        Endpoints.Known known = endpoints.now();
        Optional<Webhook> webhook =
                id(exchange).flatMap(id -> Optional.ofNullable(known.readable().get(id)));
        exchange.json(200, View.of(webhook.orElseThrow(() -> notThere(exchange)), known));
    }

    /** Answers when the removal is durable; deliveries that wait are ended, attempts under way end by themselves. */
    private void remove(Exchange exchange) throws Exception {
        EndpointId endpoint = id(exchange).filter(endpoints.now()::contains).orElseThrow(() -> notThere(exchange));
        append(NewRecord.tombstone(KafkaTopic.WEBHOOKS, GoneEndpoint.key(endpoint)));
        append(NewRecord.tombstone(KafkaTopic.WEBHOOKS, endpoint.toString()));
        LOG.atInfo().addKeyValue("endpoint", endpoint).log("Removed an endpoint");
        exchange.respond(204);
    }

    private static Optional<EndpointId> id(Exchange exchange) {
        try {
            return Optional.of(EndpointId.of(exchange.pathParameter("id")));
        } catch (IllegalArgumentException e) {
            // No id at all is an endpoint that is not there.
            return Optional.empty();
        }
    }

    private static BadRequest notThere(Exchange exchange) {
        return new BadRequest(404, "there is no endpoint " + exchange.pathParameter("id"));
    }

    private void append(NewRecord entry) throws IOException, InterruptedException {
        try {
            eventLog.append(entry).get(APPEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the log did not take the endpoint's record", e);
        }
    }
}
