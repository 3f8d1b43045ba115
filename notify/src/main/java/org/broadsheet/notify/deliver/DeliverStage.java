package org.broadsheet.notify.deliver;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.notify.retry.RetrySchedule;
import org.broadsheet.notify.secret.SecretBox;
import org.broadsheet.notify.webhook.Endpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the attempts. What waits stands in {@code broadsheet.deliveries}, which this stage reads whole when it opens and writes
 * itself: nothing is lost by a kill, but an attempt whose outcome was not committed is made again, under the same
 * {@code webhook-id}.
 */
public final class DeliverStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverStage.class);

    private final List<SiteId> sites;
    private final Configuration.Webhooks configuration;
    private final RetrySchedule schedule;
    private final EventLog eventLog;
    private final Endpoints endpoints;
    private final SecretBox secrets;
    private final Sender client;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Permits permits;

    public DeliverStage(
            List<SiteId> sites,
            Configuration.Webhooks configuration,
            EventLog eventLog,
            Endpoints endpoints,
            SecretBox secrets,
            AttemptClient client,
            InstantSource clock,
            RandomGenerator random) {
        this(sites, configuration, eventLog, endpoints, secrets, (Sender) client, clock, random);
    }

    DeliverStage(
            List<SiteId> sites,
            Configuration.Webhooks configuration,
            EventLog eventLog,
            Endpoints endpoints,
            SecretBox secrets,
            Sender client,
            InstantSource clock,
            RandomGenerator random) {
        this.sites = List.copyOf(sites);
        this.configuration = configuration;
        this.schedule = new RetrySchedule(configuration.retries(), configuration.jitter());
        this.eventLog = eventLog;
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.client = client;
        this.clock = clock;
        this.random = random;
        this.permits = new Permits(configuration.inFlight());
    }

    @Override
    public String name() {
        return "webhooks-deliver";
    }

    @Override
    public KafkaTopic input() {
        return KafkaTopic.DELIVERIES;
    }

    @Override
    public Work open(Assignment assignment) {
        WaitingDeliveries waiting = new WaitingDeliveries(
                configuration.inFlightPerEndpoint(),
                failures -> schedule.pause(failures, configuration.longestPause()));
        long end = eventLog.readAll(KafkaTopic.DELIVERIES, assignment.partition(), 0, entry -> {
            try {
                DeliverWork.read(entry)
                        .ifPresentOrElse(waiting::put, () -> waiting.remove(Delivery.Key.of(entry.key())));
            } catch (Json.UnreadableRecord | IllegalArgumentException e) {
                // Told of when it came in. The other deliveries are made all the same.
                LOG.atWarn()
                        .addKeyValue("partition", entry.partition())
                        .addKeyValue("offset", entry.offset())
                        .log("A delivery's record cannot be read and is passed over: {}", e.getMessage());
            }
        });
        waiting.opened();
        return new DeliverWork(this, waiting, end, assignment);
    }

    List<SiteId> sites() {
        return sites;
    }

    Configuration.Webhooks configuration() {
        return configuration;
    }

    RetrySchedule schedule() {
        return schedule;
    }

    EventLog eventLog() {
        return eventLog;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    SecretBox secrets() {
        return secrets;
    }

    Sender client() {
        return client;
    }

    InstantSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    /** For the attempts under way in all partitions of this process. */
    Permits permits() {
        return permits;
    }
}
