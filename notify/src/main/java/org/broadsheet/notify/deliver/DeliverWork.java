package org.broadsheet.notify.deliver;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.GoneEndpoint;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.retry.AttemptOutcome;
import org.broadsheet.notify.secret.SecretBox;
import org.broadsheet.notify.webhook.Endpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One partition's deliveries. A tick writes the outcomes of all attempts that ended meanwhile into one transaction; only the
 * tick after it, when that is committed, lets the next delivery of the same subject go: a kill between the two cannot bring an
 * older version after a newer one.
 */
final class DeliverWork implements Stage.Work {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverWork.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How long removed endpoints may go on being attempted. */
    private static final Duration ENDPOINTS_AGE = Duration.ofSeconds(1);
    /** When another partition has taken all there may be under way. */
    private static final Duration NO_ROOM = Duration.ofMillis(50);

    private static final int REMOVED_AT_ONCE = 500;

    private final DeliverStage stage;
    private final WaitingDeliveries waiting;
    private final EventPayloads payloads;
    private final UnreadableRecords unreadable;
    private final long start;
    private final Runnable wakeup;
    private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final Map<Delivery, Runnable> underWay = new ConcurrentHashMap<>();
    private final List<Settled> settled = new ArrayList<>();
    private Endpoints.Known endpoints = Endpoints.Known.NONE;
    private Instant endpointsAt = Instant.MIN;
    /** How many were begun whose outcome is not recorded. */
    private int open;

    private long taken;
    private long position;

    DeliverWork(DeliverStage stage, WaitingDeliveries waiting, long start, Runnable wakeup) {
        this.stage = stage;
        this.waiting = waiting;
        this.payloads = new EventPayloads(stage.eventLog());
        this.unreadable = new UnreadableRecords(stage.site(), Role.NOTIFY, stage.clock());
        this.start = start;
        this.taken = start;
        this.position = start;
        this.wakeup = wakeup;
    }

    private record Ended(
            Delivery delivery, String type, String host, AttemptOutcome outcome, Instant at, long millis) {}

    private record Settled(
            Delivery delivery, Optional<Delivery> again, boolean delivered, Optional<Instant> notBefore) {}

    @Override
    public long start() {
        return start;
    }

    /**
     * Moves only with what is committed anyway: our own records come back as input, and a transaction for each of those would
     * be one more for every one. Nothing depends on it; a new owner reads all that waits.
     */
    @Override
    public long position() {
        return position;
    }

    @Override
    public void take(List<LogRecord> records, Stage.Outbox outbox) {
        for (LogRecord entry : records) {
            // Those with attempts are our own updates coming back, older than what we know: the tombstone may be
            // behind.
            unreadable
                    .read(entry, DeliverWork::read, outbox)
                    .flatMap(delivery -> delivery)
                    .filter(delivery -> delivery.attempts() == 0)
                    .ifPresent(waiting::put);
            taken = entry.offset() + 1;
        }
        // A delivery's endpoint was there before it: look again.
        endpointsAt = Instant.MIN;
    }

    /** Empty for a tombstone. */
    static Optional<Delivery> read(LogRecord entry) {
        return entry.value().map(value -> Json.read(value, Delivery.class));
    }

    @Override
    public Duration tick(Stage.Outbox outbox) {
        settled.forEach(s -> waiting.settle(s.delivery(), s.again(), s.delivered(), s.notBefore()));
        settled.clear();
        Instant now = stage.clock().instant();
        if (waiting.size() > 0 && !now.isBefore(endpointsAt.plus(ENDPOINTS_AGE))) {
            endpoints = stage.endpoints().now();
            endpointsAt = now;
        }
        boolean removing = endRemoved(outbox);
        for (Ended one = ended.peek(); one != null && !outbox.isFull(); one = ended.peek()) {
            ended.remove();
            record(one, outbox);
        }
        if (removing || !settled.isEmpty()) {
            position = taken;
        }
        boolean room = attempt(now);
        if (removing || !settled.isEmpty() || !ended.isEmpty()) {
            return Duration.ZERO;
        }
        if (!room) {
            return NO_ROOM;
        }
        Duration due = waiting.nextDue(this::isLive)
                .map(at -> Duration.between(now, at))
                .orElse(IDLE);
        // What is due and was not begun waits for others that fail to end: those wake us up.
        return due.compareTo(IDLE) > 0 ? IDLE : due.isPositive() ? due : NO_ROOM;
    }

    /** @return whether there are more */
    private boolean endRemoved(Stage.Outbox outbox) {
        for (EndpointId endpoint : waiting.endpoints()) {
            if (!endpoints.isToldOfMore(endpoint)) {
                List<Delivery> removed = waiting.removeIdle(endpoint, REMOVED_AT_ONCE);
                removed.forEach(delivery -> outbox.add(NewRecord.tombstone(KafkaTopic.DELIVERIES, delivery.key())));
                if (!removed.isEmpty()) {
                    LOG.atInfo()
                            .addKeyValue("endpoint", endpoint)
                            .log("Ended {} deliveries: the endpoint was removed or wants no more", removed.size());
                }
                if (removed.size() == REMOVED_AT_ONCE) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Puts an outcome into the log, and one complete line into ours. */
    private void record(Ended one, Stage.Outbox outbox) {
        open--;
        Delivery delivery = one.delivery();
        int number = delivery.attempts() + 1;
        Instant now = stage.clock().instant();
        Optional<Instant> nextAt = Optional.empty();
        Optional<Instant> notBefore = Optional.empty();
        if (one.outcome() instanceof AttemptOutcome.Retryable retryable
                && endpoints.isToldOfMore(delivery.endpoint())) {
            notBefore = retryable.notBefore().map(now::plus);
            nextAt = stage.schedule()
                    .next(number, now, retryable.notBefore(), stage.random())
                    .map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        }
        if (one.outcome() instanceof AttemptOutcome.Gone && endpoints.isToldOfMore(delivery.endpoint())) {
            GoneEndpoint gone = new GoneEndpoint(delivery.endpoint(), one.at());
            outbox.add(NewRecord.of(KafkaTopic.WEBHOOKS, gone.key(), gone));
            // Until we read that back.
            notBefore = Optional.of(now.plus(ENDPOINTS_AGE.multipliedBy(2)));
            endpointsAt = Instant.MIN;
        }
        Attempt attempt = new Attempt(
                delivery.site(),
                delivery.endpoint(),
                delivery.id(),
                delivery.eventId(),
                one.type(),
                number,
                result(one.outcome()),
                one.outcome().status(),
                reason(one.outcome()),
                one.at(),
                one.millis(),
                nextAt);
        Optional<Delivery> again = nextAt.map(at -> again(delivery, number, at));
        outbox.add(NewRecord.of(KafkaTopic.ATTEMPTS, delivery.endpoint() + "/" + delivery.id(), attempt));
        outbox.add(again.map(next -> NewRecord.of(KafkaTopic.DELIVERIES, next.key(), next))
                .orElseGet(() -> NewRecord.tombstone(KafkaTopic.DELIVERIES, delivery.key())));
        settled.add(new Settled(delivery, again, one.outcome() instanceof AttemptOutcome.Delivered, notBefore));
        write(attempt, one.host());
    }

    private static Delivery again(Delivery delivery, int attempts, Instant dueAt) {
        return new Delivery(
                delivery.id(),
                delivery.endpoint(),
                delivery.site(),
                delivery.eventId(),
                delivery.subject(),
                attempts,
                delivery.createdAt(),
                dueAt);
    }

    private static Attempt.Result result(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Delivered delivered -> Attempt.Result.DELIVERED;
            case AttemptOutcome.Retryable retryable -> Attempt.Result.RETRYABLE;
            case AttemptOutcome.Rejected rejected -> Attempt.Result.REJECTED;
            case AttemptOutcome.Gone gone -> Attempt.Result.REJECTED;
        };
    }

    private static Optional<String> reason(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Delivered delivered -> Optional.empty();
            case AttemptOutcome.Retryable retryable -> Optional.of(retryable.reason());
            case AttemptOutcome.Rejected rejected -> Optional.of(rejected.reason());
            case AttemptOutcome.Gone gone -> Optional.of("answered 410: wants no more");
        };
    }

    /** The host only: the rest of an endpoint's URL is often a secret. */
    private static void write(Attempt attempt, String host) {
        LoggingEventBuilder line = (attempt.result() == Attempt.Result.DELIVERED ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("site", attempt.site())
                .addKeyValue("endpoint", attempt.endpoint())
                .addKeyValue("delivery", attempt.delivery())
                .addKeyValue("attempt", attempt.number());
        if (attempt.result() == Attempt.Result.DELIVERED) {
            line.log(
                    "Delivered {} to {} in {} ms ({})",
                    attempt.type(),
                    host,
                    attempt.millis(),
                    attempt.status().orElse(0));
        } else {
            line.log(
                    "Did not deliver {} to {} in {} ms: {}; {}",
                    attempt.type(),
                    host,
                    attempt.millis(),
                    attempt.error().orElse(""),
                    attempt.nextAt().map(at -> "next attempt at " + at).orElse("no further attempt"));
        }
    }

    /** @return whether there was room for all that is due */
    private boolean attempt(Instant now) {
        int most = stage.configuration().inFlight();
        while (stage.underWay().get() < most) {
            Optional<Delivery> next = waiting.next(now, Math.max(1, most / 2), this::isLive);
            if (next.isEmpty()) {
                return true;
            }
            endpoints
                    .live(next.get().endpoint())
                    .ifPresent(webhook -> begin(next.get(), webhook, now.truncatedTo(ChronoUnit.MILLIS)));
        }
        return false;
    }

    private boolean isLive(EndpointId endpoint) {
        return endpoints.live(endpoint).isPresent();
    }

    private void begin(Delivery delivery, Webhook webhook, Instant now) {
        open++;
        Optional<EventPayloads.Told> told = payloads.of(delivery);
        String type = told.map(EventPayloads.Told::type).orElse("unknown");
        String host = URI.create(webhook.url()).getHost();
        if (told.isEmpty()) {
            end(delivery, type, host, new AttemptOutcome.Rejected("its event is no longer kept"), now, 0);
            return;
        }
        long begun = System.nanoTime();
        stage.underWay().incrementAndGet();
        try {
            AtomicBoolean over = new AtomicBoolean();
            Runnable abort = stage.client()
                    .send(
                            webhook,
                            stage.secrets().open(webhook.id(), webhook.secret()),
                            delivery.eventId().toString(),
                            told.get().body(),
                            outcome -> {
                                over.set(true);
                                underWay.remove(delivery);
                                stage.underWay().decrementAndGet();
                                long millis = Duration.ofNanos(System.nanoTime() - begun)
                                        .toMillis();
                                end(delivery, type, host, outcome, now, millis);
                            });
            underWay.put(delivery, abort);
            if (over.get()) {
                underWay.remove(delivery);
            }
        } catch (SecretBox.Unopenable e) {
            stage.underWay().decrementAndGet();
            String why = String.valueOf(e.getMessage());
            end(delivery, type, host, new AttemptOutcome.Retryable(Optional.empty(), why, Optional.empty()), now, 0);
        }
    }

    private void end(Delivery delivery, String type, String host, AttemptOutcome outcome, Instant at, long millis) {
        ended.add(new Ended(delivery, type, host, outcome, at, millis));
        wakeup.run();
    }

    /** What was answered is recorded, so that the next owner does not send it again. */
    @Override
    public void drain(Stage.Outbox outbox, Duration atMost) {
        position = taken;
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (open > 0) {
                Ended one = ended.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (one == null) {
                    return;
                }
                record(one, outbox);
            }
        } catch (InterruptedException e) {
            // The process ends in a hurry: what is not recorded is sent again.
            Thread.currentThread().interrupt();
        }
    }

    /** What is under way is stopped; whoever has the partition next makes it again. */
    @Override
    public void close(boolean clean) {
        underWay.values().forEach(Runnable::run);
    }
}
