package org.broadsheet.notify.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.LostRecords;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.webhook.EndpointFilter;
import org.broadsheet.notify.webhook.Endpoints;

/**
 * For each event one delivery per endpoint that wants it, in the transaction that moves the position: an event is dispatched
 * once, whatever is killed when. The deliveries of a partition stand in the order of its events.
 */
public final class DispatchStage implements Stage {

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Events that are held at most; those behind are read again when it is their turn. */
    private static final int AHEAD = 1_000;

    private final List<SiteId> sites;
    private final EventLog eventLog;
    private final Endpoints endpoints;
    private final InstantSource clock;

    /** @param sites all that there are: the endpoints of all are told in one go */
    public DispatchStage(List<SiteId> sites, EventLog eventLog, Endpoints endpoints, InstantSource clock) {
        this.sites = List.copyOf(sites);
        this.eventLog = eventLog;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhooks-dispatch";
    }

    @Override
    public KafkaTopic input() {
        return KafkaTopic.EVENTS;
    }

    @Override
    public Work open(Assignment assignment) {
        return new DispatchWork(assignment, start(assignment));
    }

    /**
     * Where records were lost, nothing that is left was not dispatched before, and all that came since was not. Of the deliveries that
     * were lost those that are left say which event was the last to have had one: those behind it get theirs again.
     */
    private long start(Assignment assignment) {
        Lost lost = assignment.lost();
        int partition = assignment.partition();
        long start = lost.isOf(KafkaTopic.EVENTS)
                ? eventLog.after(KafkaTopic.EVENTS, partition, lost.since())
                : assignment.committed();
        for (LogPartition cut : lost.partitions()) {
            if (cut.topic() == KafkaTopic.DELIVERIES) {
                start = Math.min(start, behindDeliveries(cut, partition, lost.since()));
            }
        }
        return start;
    }

    /** Tombstones name events too: what is delivered had its delivery. */
    private long behindDeliveries(LogPartition cut, int events, Instant loss) {
        long[] behind = {0};
        eventLog.readAll(cut.topic(), cut.partition(), 0, entry -> {
            try {
                DeliveryId id = Delivery.Key.of(entry.key()).id();
                if (id.partition() == events && !entry.appendedAt().isAfter(loss)) {
                    behind[0] = Math.max(behind[0], id.offset() + 1);
                }
            } catch (IllegalArgumentException e) {
                // It is nobody's delivery.
            }
        });
        return behind[0];
    }

    /** The deliveries that came to their end, although {@code deliveries} does not know them any more. */
    private Set<String> ended(int events, long from) {
        Set<String> ended = new HashSet<>();
        for (int partition = 0; partition < eventLog.partitions(KafkaTopic.ATTEMPTS); partition++) {
            eventLog.readAll(KafkaTopic.ATTEMPTS, partition, 0, entry -> {
                try {
                    Attempt attempt = Json.read(entry.value().orElseThrow(), Attempt.class);
                    DeliveryId id = attempt.delivery();
                    if (attempt.nextAt().isEmpty() && id.partition() == events && id.offset() >= from) {
                        ended.add(new Delivery.Key(attempt.endpoint(), id) + " " + attempt.eventId());
                    }
                } catch (Json.UnreadableRecord | NoSuchElementException e) {
                    // Then it is told once more.
                }
            });
        }
        return ended;
    }

    private final class DispatchWork implements Work {
        private final int partition;
        private final long start;
        private final Lost lost;
        private final Set<String> ended;
        private boolean lossTold;
        private final UnreadableRecords unreadable = new UnreadableRecords(sites.getFirst(), Role.NOTIFY, clock);
        private final Deque<LogRecord> taken = new ArrayDeque<>();
        /** Behind the last that is held, and behind the last that came. */
        private long held;

        private long came;
        private long position;

        DispatchWork(Assignment assignment, long start) {
            this.partition = assignment.partition();
            this.lost = assignment.lost();
            this.start = start;
            this.ended = lost.isOf(KafkaTopic.DELIVERIES) ? ended(partition, start) : Set.of();
            this.held = start;
            this.came = start;
            this.position = start;
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public void take(List<LogRecord> records, Outbox outbox) {
            for (LogRecord entry : records) {
                if (held >= came && entry.offset() >= held && taken.size() < AHEAD) {
                    hold(entry);
                }
                came = Math.max(came, entry.offset() + 1);
            }
        }

        private void hold(LogRecord entry) {
            taken.add(entry);
            held = entry.offset() + 1;
        }

        /** As many events as one transaction holds, whole ones only: the position says exactly which are dispatched. */
        @Override
        public Duration tick(Outbox outbox) {
            if (!lossTold) {
                sites.forEach(site -> LostRecords.tell(lost, site, Role.NOTIFY, clock.instant(), outbox));
                lossTold = true;
            }
            if (taken.isEmpty() && held < came) {
                eventLog.page(KafkaTopic.EVENTS, partition, held, AHEAD).forEach(this::hold);
            }
            if (taken.isEmpty()) {
                return IDLE;
            }
            // Read after the events: an endpoint whose adding was answered before an event was committed is among
            // these.
            Collection<Webhook> all = endpoints.now().live();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            while (!taken.isEmpty() && !outbox.isFull()) {
                LogRecord entry = taken.remove();
                Optional<Event> event = unreadable.read(entry, DispatchWork::read, outbox);
                for (Webhook webhook : event.isPresent() ? all : List.<Webhook>of()) {
                    if (EndpointFilter.wants(webhook, event.get(), entry) && !isEnded(webhook, event.get(), entry)) {
                        outbox.add(delivery(webhook, event.get(), entry, now));
                    }
                }
                position = entry.offset() + 1;
            }
            return taken.isEmpty() && held >= came ? IDLE : Duration.ZERO;
        }

        private boolean isEnded(Webhook webhook, Event event, LogRecord entry) {
            DeliveryId id = new DeliveryId(entry.partition(), entry.offset());
            return !ended.isEmpty() && ended.contains(new Delivery.Key(webhook.id(), id) + " " + event.id());
        }

        private NewRecord delivery(Webhook webhook, Event event, LogRecord entry, Instant now) {
            Delivery delivery = new Delivery(
                    new DeliveryId(entry.partition(), entry.offset()),
                    webhook.id(),
                    event.site(),
                    event.id(),
                    subject(event),
                    urls(event),
                    0,
                    now,
                    now);
            return NewRecord.of(KafkaTopic.DELIVERIES, delivery.key(), delivery);
        }

        /** Order is promised per post and page. A release waits for no other. */
        private static UUID subject(Event event) {
            return switch (event.data()) {
                case Event.DocumentData document -> document.id().value();
                case Event.ReleaseData release -> event.id();
            };
        }

        private static List<Long> urls(Event event) {
            return switch (event.data()) {
                case Event.DocumentData document ->
                    Stream.concat(Stream.of(document.url()), document.previous().flatMap(Event.Previous::url).stream())
                            .map(Delivery::urlKey)
                            .distinct()
                            .toList();
                case Event.ReleaseData release -> List.of();
            };
        }

        private static Event read(LogRecord entry) {
            return EventCodec.read(entry.headers(), entry.value().orElse(new byte[0]));
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public Witness seen() {
            return endpoints.seen();
        }

        @Override
        public void close(boolean clean) {}
    }
}
