package org.broadsheet.notify.deliver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Delivery;

/**
 * The deliveries that wait, and which of them may be attempted: per endpoint and subject one after the other in the order of
 * the events, each when it is due. Of what is due each endpoint gets its turn; one that failed last gets a single attempt at a
 * time. Memory only; one thread.
 */
final class WaitingDeliveries {
    private static final Comparator<Delivery> EVENT_ORDER = Comparator.comparing(Delivery::id);
    private static final Comparator<Delivery> DUE_ORDER =
            Comparator.comparing(Delivery::dueAt).thenComparing(EVENT_ORDER);

    private final Map<EndpointId, Line> lines = new LinkedHashMap<>();
    private final int mostPerEndpoint;
    private int turn;

    WaitingDeliveries(int mostPerEndpoint) {
        this.mostPerEndpoint = mostPerEndpoint;
    }

    /** Nothing if it waits already. */
    void add(Delivery delivery) {
        lines.computeIfAbsent(delivery.endpoint(), id -> new Line()).add(delivery);
    }

    /**
     * The next one to be attempted; it counts as under way until {@link #settle}. Called again and again it goes round the
     * endpoints.
     *
     * @param most how many attempts may be under way in all to endpoints that failed last
     */
    Optional<Delivery> next(Instant now, int most) {
        List<Line> all = new ArrayList<>(lines.values());
        boolean troubled = all.stream()
                        .filter(line -> line.failing)
                        .mapToInt(line -> line.underWay)
                        .sum()
                < most;
        for (int i = 0; i < all.size(); i++) {
            Line line = all.get(Math.floorMod(turn + i, all.size()));
            if (!line.failing || troubled) {
                Optional<Delivery> next = line.next(now);
                if (next.isPresent()) {
                    turn += i + 1;
                    return next;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The attempt's outcome is committed: the subject's next one may follow.
     *
     * @param again the delivery as it waits on; empty if it has ended
     */
    void settle(Delivery delivery, Optional<Delivery> again, boolean delivered) {
        Line line = lines.get(delivery.endpoint());
        if (line != null) {
            line.settle(delivery, again, delivered);
            if (line.known.isEmpty()) {
                lines.remove(delivery.endpoint());
            }
        }
    }

    Set<EndpointId> endpoints() {
        return Set.copyOf(lines.keySet());
    }

    /** Takes out those of an endpoint that are not under way. */
    List<Delivery> removeIdle(EndpointId endpoint, int most) {
        Line line = lines.get(endpoint);
        List<Delivery> removed = line == null ? List.of() : line.removeIdle(most);
        if (line != null && line.known.isEmpty()) {
            lines.remove(endpoint);
        }
        return removed;
    }

    /** When the first of those that may be attempted at all is due. */
    Optional<Instant> nextDue() {
        return lines.values().stream()
                .filter(line -> line.hasRoom() && !line.heads.isEmpty())
                .map(line -> line.heads.first().dueAt())
                .min(Comparator.naturalOrder());
    }

    int size() {
        return lines.values().stream().mapToInt(line -> line.known.size()).sum();
    }

    private record Subject(SiteId site, UUID subject) {
        static Subject of(Delivery delivery) {
            return new Subject(delivery.site(), delivery.subject());
        }
    }

    /** What waits for one endpoint. */
    private final class Line {
        private final Map<Subject, NavigableSet<Delivery>> bySubject = new HashMap<>();
        private final Set<Subject> busy = new HashSet<>();
        private final Set<DeliveryId> known = new HashSet<>();
        /** The first of each subject that is not busy. */
        private final NavigableSet<Delivery> heads = new TreeSet<>(DUE_ORDER);

        private int underWay;
        private boolean failing;

        void add(Delivery delivery) {
            if (known.add(delivery.id())) {
                Subject subject = Subject.of(delivery);
                NavigableSet<Delivery> queue = bySubject.computeIfAbsent(subject, s -> new TreeSet<>(EVENT_ORDER));
                if (!busy.contains(subject) && !queue.isEmpty()) {
                    heads.remove(queue.first());
                }
                queue.add(delivery);
                offerHead(subject);
                // Of one that has failed before a restart: what it does now is not known yet.
                failing |= delivery.attempts() > 0;
            }
        }

        boolean hasRoom() {
            return underWay < (failing ? 1 : mostPerEndpoint);
        }

        Optional<Delivery> next(Instant now) {
            if (!hasRoom() || heads.isEmpty() || heads.first().dueAt().isAfter(now)) {
                return Optional.empty();
            }
            Delivery next = heads.first();
            heads.remove(next);
            busy.add(Subject.of(next));
            underWay++;
            return Optional.of(next);
        }

        void settle(Delivery delivery, Optional<Delivery> again, boolean delivered) {
            Subject subject = Subject.of(delivery);
            underWay--;
            failing = !delivered;
            busy.remove(subject);
            NavigableSet<Delivery> queue = bySubject.get(subject);
            if (queue != null) {
                queue.remove(delivery);
                again.ifPresentOrElse(queue::add, () -> known.remove(delivery.id()));
                offerHead(subject);
            }
        }

        List<Delivery> removeIdle(int most) {
            List<Delivery> removed = new ArrayList<>();
            for (Subject subject : List.copyOf(bySubject.keySet())) {
                NavigableSet<Delivery> queue = bySubject.get(subject);
                if (queue == null || removed.size() >= most) {
                    break;
                }
                if (!busy.contains(subject)) {
                    heads.remove(queue.first());
                }
                while (removed.size() < most && queue.size() > (busy.contains(subject) ? 1 : 0)) {
                    Delivery last = queue.pollLast();
                    if (last != null) {
                        known.remove(last.id());
                        removed.add(last);
                    }
                }
                offerHead(subject);
            }
            return removed;
        }

        private void offerHead(Subject subject) {
            NavigableSet<Delivery> queue = bySubject.get(subject);
            if (queue == null || queue.isEmpty()) {
                bySubject.remove(subject);
            } else if (!busy.contains(subject)) {
                heads.add(queue.first());
            }
        }
    }
}
