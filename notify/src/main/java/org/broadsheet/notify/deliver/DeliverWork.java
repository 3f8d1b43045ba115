package org.broadsheet.notify.deliver;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.LostRecords;
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
import org.broadsheet.notify.deliver.Attempting.Ended;
import org.broadsheet.notify.deliver.WaitingDeliveries.Heard;
import org.broadsheet.notify.deliver.WaitingDeliveries.Standing;
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
    /** Two records for each. */
    private static final int OUTLIVED_AT_ONCE = 250;

    private final DeliverStage stage;
    private final WaitingDeliveries waiting;
    private final EventPayloads payloads;
    private final UnreadableRecords unreadable;
    private final long start;
    private final Runnable wakeup;
    private final Stage.Lost lost;
    private boolean lossTold;
    private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final Set<Attempting> underWay = new HashSet<>();
    private final List<Settled> settled = new ArrayList<>();
    private Endpoints.Known endpoints = Endpoints.Known.NONE;
    private boolean known;
    private Instant endpointsAt = Instant.MIN;
    private long taken;
    private long position;

    DeliverWork(DeliverStage stage, WaitingDeliveries waiting, long start, Stage.Assignment assignment) {
        this.stage = stage;
        this.waiting = waiting;
        this.payloads = new EventPayloads(stage.eventLog());
        this.unreadable = new UnreadableRecords(stage.sites().getFirst(), Role.NOTIFY, stage.clock());
        this.start = start;
        this.taken = start;
        this.position = start;
        this.wakeup = assignment.wakeup();
        this.lost = assignment.lost();
    }

    private record Settled(
            Delivery delivery, Optional<Delivery> again, Heard heard, Optional<Instant> notBefore, Instant at) {}

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
        if (!lossTold) {
            // Those that are lost are made again where events become deliveries.
            stage.sites()
                    .forEach(site -> LostRecords.tell(
                            lost, site, Role.NOTIFY, stage.clock().instant(), outbox));
            lossTold = true;
        }
        settled.forEach(s -> waiting.settle(s.delivery(), s.again(), s.heard(), s.notBefore(), s.at()));
        settled.clear();
        Instant now = stage.clock().instant();
        if (waiting.size() > 0 && !now.isBefore(endpointsAt.plus(ENDPOINTS_AGE))) {
            know(stage.endpoints().now());
            endpointsAt = now;
        }
        boolean removing = endRemoved(outbox);
        boolean ending = endOutlived(now, outbox);
        for (Ended one = ended.peek(); one != null && !outbox.isFull(); one = ended.peek()) {
            ended.remove();
            record(one, outbox);
        }
        if (removing || ending || !settled.isEmpty()) {
            position = taken;
        }
        boolean room = attempt(now);
        if (removing || ending || !settled.isEmpty() || !ended.isEmpty()) {
            return Duration.ZERO;
        }
        if (!room) {
            return NO_ROOM;
        }
        Duration due = waiting.nextDue().map(at -> Duration.between(now, at)).orElse(IDLE);
        // What is due and was not begun waits for others that fail to end: those wake us up.
        return due.compareTo(IDLE) > 0 ? IDLE : due.isPositive() ? due : NO_ROOM;
    }

    private void know(Endpoints.Known latest) {
        if (!known || !latest.equals(endpoints)) {
            endpoints = latest;
            known = true;
            waiting.know(this::standing);
        }
    }

    private Standing standing(EndpointId endpoint) {
        if (endpoints.live(endpoint).isPresent()) {
            return Standing.LIVE;
        }
        return endpoints.isToldOfMore(endpoint) ? Standing.UNKNOWN : Standing.NO_MORE;
    }

    /** @return whether there are more */
    private boolean endRemoved(Stage.Outbox outbox) {
        for (EndpointId endpoint : waiting.unwanted()) {
            List<Delivery> removed = waiting.removeIdle(endpoint, REMOVED_AT_ONCE);
            removed.forEach(delivery -> outbox.add(NewRecord.tombstone(KafkaTopic.DELIVERIES, delivery.key())));
            LOG.atInfo()
                    .addKeyValue("endpoint", endpoint)
                    .log("Ended {} deliveries: the endpoint was removed or wants no more", removed.size());
            if (removed.size() == REMOVED_AT_ONCE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ends what has waited for a dead endpoint for as long as a delivery is tried again: nobody asked in its name so often, but
     * others did.
     *
     * @return whether there were any
     */
    private boolean endOutlived(Instant now, Stage.Outbox outbox) {
        List<Delivery> outlived = waiting.removeOutlived(stage.schedule().length(), OUTLIVED_AT_ONCE);
        for (Delivery delivery : outlived) {
            Attempt attempt = new Attempt(
                    delivery.site(),
                    delivery.endpoint(),
                    delivery.id(),
                    delivery.eventId(),
                    payloads.of(delivery).map(EventPayloads.Told::type).orElse("unknown"),
                    delivery.attempts() + 1,
                    Attempt.Result.REJECTED,
                    Optional.empty(),
                    Optional.of("not made: the endpoint has failed for as long as a delivery is tried"),
                    now.truncatedTo(ChronoUnit.MILLIS),
                    0,
                    Optional.empty());
            outbox.add(NewRecord.of(KafkaTopic.ATTEMPTS, delivery.endpoint() + "/" + delivery.id(), attempt));
            outbox.add(NewRecord.tombstone(KafkaTopic.DELIVERIES, delivery.key()));
            write(attempt, delivery.endpoint().toString());
        }
        return !outlived.isEmpty();
    }

    /** Puts an outcome into the log, and one complete line into ours. */
    private void record(Ended one, Stage.Outbox outbox) {
        underWay.remove(one.attempting());
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
        Optional<Delivery> again = nextAt.map(at -> delivery.again(number, at));
        outbox.add(NewRecord.of(KafkaTopic.ATTEMPTS, delivery.endpoint() + "/" + delivery.id(), attempt));
        outbox.add(again.map(next -> NewRecord.of(KafkaTopic.DELIVERIES, next.key(), next))
                .orElseGet(() -> NewRecord.tombstone(KafkaTopic.DELIVERIES, delivery.key())));
        settled.add(new Settled(delivery, again, heard(one.outcome()), notBefore, now));
        write(attempt, one.host());
    }

    private static Attempt.Result result(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Delivered delivered -> Attempt.Result.DELIVERED;
            case AttemptOutcome.Retryable retryable -> Attempt.Result.RETRYABLE;
            case AttemptOutcome.Rejected rejected -> Attempt.Result.REJECTED;
            case AttemptOutcome.Gone gone -> Attempt.Result.REJECTED;
        };
    }

    private static Heard heard(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Delivered delivered -> Heard.TOOK_IT;
            case AttemptOutcome.Retryable retryable -> Heard.FAILED;
            case AttemptOutcome.Rejected rejected -> Heard.NOTHING;
            case AttemptOutcome.Gone gone -> Heard.NOTHING;
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
        int unproven = Math.max(1, stage.configuration().inFlight() / 2);
        for (Optional<Permits.Permit> permit = stage.permits().acquire();
                permit.isPresent();
                permit = stage.permits().acquire()) {
            if (!attempt(now, unproven, permit.get())) {
                return true;
            }
        }
        return false;
    }

    /** @return whether there was one to be made */
    private boolean attempt(Instant now, int unproven, Permits.Permit permit) {
        Optional<Attempting> begun = Optional.empty();
        try {
            Optional<Delivery> next = waiting.next(now, unproven);
            if (next.isEmpty()) {
                return false;
            }
            Webhook webhook = endpoints.live(next.get().endpoint()).orElseThrow();
            Attempting attempting =
                    new Attempting(next.get(), host(webhook), now.truncatedTo(ChronoUnit.MILLIS), permit, this::ended);
            underWay.add(attempting);
            begin(attempting, next.get(), webhook);
            begun = Optional.of(attempting);
            return true;
        } finally {
            // Whatever went wrong: from here on the attempt holds the permit, or nobody does.
            if (begun.isEmpty()) {
                permit.close();
            }
        }
    }

    /**
     * What goes wrong with one endpoint is the outcome of its attempt, and stops no other. That the log cannot be read is no
     * endpoint's fault: the partition is opened anew.
     */
    private void begin(Attempting attempting, Delivery delivery, Webhook webhook) {
        Optional<EventPayloads.Told> told = payloads.of(delivery);
        if (told.isEmpty()) {
            attempting.end(new AttemptOutcome.Rejected("its event is no longer kept"));
            return;
        }
        attempting.tells(told.get().type());
        try {
            attempting.abortWith(stage.client()
                    .send(
                            webhook,
                            stage.secrets().open(webhook.id(), webhook.secret()),
                            delivery.eventId().toString(),
                            told.get().body(),
                            attempting::end));
        } catch (SecretBox.Unopenable e) {
            attempting.end(notMade(String.valueOf(e.getMessage())));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.atWarn()
                    .addKeyValue("endpoint", delivery.endpoint())
                    .addKeyValue("delivery", delivery.id())
                    .setCause(e)
                    .log("An attempt could not be begun");
            attempting.end(notMade("could not be begun: " + e.getClass().getSimpleName()));
        }
    }

    private static AttemptOutcome notMade(String why) {
        return new AttemptOutcome.Retryable(Optional.empty(), why, Optional.empty());
    }

    private static String host(Webhook webhook) {
        try {
            return String.valueOf(URI.create(webhook.url()).getHost());
        } catch (IllegalArgumentException e) {
            return "a URL that is none";
        }
    }

    private void ended(Ended one) {
        ended.add(one);
        wakeup.run();
    }

    /** What was answered is recorded, so that the next owner does not send it again. */
    @Override
    public void drain(Stage.Outbox outbox, Duration atMost) {
        position = taken;
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!underWay.isEmpty()) {
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
        underWay.forEach(Attempting::close);
    }
}
