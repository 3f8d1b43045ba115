package org.broadsheet.notify.deliver;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.log.StageDriver;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.dispatch.DispatchStage;
import org.broadsheet.notify.secret.SecretBox;
import org.broadsheet.notify.secret.SecretKeys;
import org.broadsheet.notify.signature.SigningSecret;
import org.broadsheet.notify.target.CheckedResolver;
import org.broadsheet.notify.target.TargetRules;
import org.broadsheet.notify.testing.Events;
import org.broadsheet.notify.testing.SettableClock;
import org.broadsheet.notify.webhook.Endpoints;

/** Both stages of webhooks on a log in memory, with real connections, a clock that stands, and seeded chance. */
final class DeliveryWorld implements AutoCloseable {
    /** So long that no attempt meets it but one that hangs. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30));

    final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
    final EventLog log;
    final SigningSecret secret = SigningSecret.random(new SecureRandom());

    private final SecretBox secrets = new SecretBox(
            SecretKeys.parse(List.of("k1:" + Base64.getEncoder().encodeToString(new byte[32])), "test"),
            new SecureRandom());
    private final Endpoints endpoints;
    private final AttemptClient client;
    private final StageDriver dispatch;
    private final DeliverStage stage;
    private final StageDriver deliver;

    DeliveryWorld() throws Exception {
        this(TIMEOUT);
    }

    /** @param timeout of an attempt */
    DeliveryWorld(Duration timeout) throws Exception {
        this(timeout, InetAddress::getAllByName);
    }

    DeliveryWorld(CheckedResolver.Lookup lookup, String... allow) throws Exception {
        this(TIMEOUT, lookup, allow);
    }

    /** @param faults what is put between the stage and what makes its attempts */
    static DeliveryWorld with(UnaryOperator<Sender> faults) throws Exception {
        return new DeliveryWorld(TIMEOUT, InetAddress::getAllByName, faults, UnaryOperator.identity());
    }

    /** @param faults what is put between what makes the attempts and its log */
    static DeliveryWorld onLog(UnaryOperator<EventLog> faults) throws Exception {
        return new DeliveryWorld(TIMEOUT, InetAddress::getAllByName, UnaryOperator.identity(), faults);
    }

    private DeliveryWorld(Duration timeout, CheckedResolver.Lookup lookup, String... allow) throws Exception {
        this(timeout, lookup, UnaryOperator.identity(), UnaryOperator.identity(), allow);
    }

    private DeliveryWorld(
            Duration timeout,
            CheckedResolver.Lookup lookup,
            UnaryOperator<Sender> sending,
            UnaryOperator<EventLog> reading,
            String... allow)
            throws Exception {
        Configuration.Webhooks configuration = new Configuration.Webhooks(
                Arrays.asList(allow), timeout, 64, 4, LONGEST_PAUSE, PAUSES, 0.1, 1_000, 16 << 10, List.of());
        log = new MemoryEventLog(1, clock);
        endpoints = new Endpoints(log, Events.SITE, clock);
        client = new AttemptClient(configuration, new TargetRules(configuration.allow()), lookup, clock);
        client.start();
        dispatch = new StageDriver(log, new DispatchStage(List.of(Events.SITE), log, endpoints, clock)).open();
        stage = new DeliverStage(
                List.of(Events.SITE),
                configuration,
                reading.apply(log),
                endpoints,
                secrets,
                sending.apply(client),
                clock,
                new SplittableRandom(1));
        deliver = new StageDriver(log, stage).open();
    }

    /** Adds an endpoint that a local request made. */
    Webhook add(String url, String... events) {
        return add(url, true, events);
    }

    Webhook add(String url, boolean privateTarget, String... events) {
        EndpointId id = new EndpointId(UUID.randomUUID());
        return add(id, url, privateTarget, secrets.seal(id, secret), events);
    }

    Webhook add(EndpointId id, String url, boolean privateTarget, Webhook.SealedSecret sealed, String... events) {
        Webhook webhook = new Webhook(
                id,
                Events.SITE,
                url,
                Arrays.asList(events),
                List.of(),
                "",
                sealed,
                privateTarget,
                clock.instant(),
                Map.of(0, log.end(KafkaTopic.EVENTS, 0)));
        log.append(NewRecord.of(KafkaTopic.WEBHOOKS, id.toString(), webhook)).join();
        return webhook;
    }

    void remove(Webhook webhook) {
        log.append(NewRecord.tombstone(KafkaTopic.WEBHOOKS, webhook.id().toString()))
                .join();
    }

    /** Lets it happen, and dispatches it. */
    Event happens(Event event) throws IOException {
        log.append(NewRecord.of(event)).join();
        dispatch.step();
        return event;
    }

    int underWay() {
        return stage.permits().given();
    }

    StageDriver deliver() {
        return deliver;
    }

    /**
     * Steps until the condition holds. It fails after half a minute and as many steps as fit into ten seconds of it: the machine may have
     * stood still meanwhile.
     */
    void until(Condition condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try {
            for (int steps = 0; ; steps++) {
                deliver.step();
                if (condition.holds()) {
                    // What the step has committed is let go in the next.
                    return;
                }
                if (System.nanoTime() > end && steps > 5_000) {
                    throw new AssertionError("after " + steps + " steps: " + report());
                }
                Thread.sleep(2);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** For whoever has to find out why it does not end. */
    private String report() {
        StringBuilder report = new StringBuilder(underWay() + " under way; " + attempts());
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().startsWith("webhooks")) {
                report.append('\n').append(thread).append("\n  ").append(Arrays.toString(frames));
            }
        });
        return report.toString();
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /** Steps until so many attempts are in the log. */
    List<Attempt> attempts(int number) {
        until(() -> attempts().size() >= number);
        return attempts();
    }

    List<Attempt> attempts() {
        return Records.all(log, KafkaTopic.ATTEMPTS, Attempt.class);
    }

    /** Those that wait, by the log alone. */
    List<Delivery> waiting() {
        Map<String, Delivery> waiting = new java.util.LinkedHashMap<>();
        log.read(KafkaTopic.DELIVERIES, 0, 0, record -> {
            waiting.remove(record.key());
            record.value().ifPresent(value -> waiting.put(record.key(), Json.read(value, Delivery.class)));
        });
        return List.copyOf(waiting.values());
    }

    @Override
    public void close() throws Exception {
        deliver.kill();
        client.close();
        log.close();
    }
}
