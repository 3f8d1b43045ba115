package org.broadsheet.notify.deliver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that wait, and which of them may be attempted: per endpoint and subject one after the other in the order of
 * the events, each when it is due. Of what is due each endpoint gets its turn; until it has taken a delivery, and after
 * each failure, it gets a single attempt at a time: whether it lives is not known. Memory only, some 170 bytes a delivery; one thread.
 */
final class WaitingDeliveries {
    private final Map<EndpointId, Line> lines = new LinkedHashMap<>();
    private final int mostPerEndpoint;
    private int turn;

    WaitingDeliveries(int mostPerEndpoint) {
        this.mostPerEndpoint = mostPerEndpoint;
    }

    /** It waits, in the place of what waited under its key. */
    void put(Delivery delivery) {
        lines.computeIfAbsent(delivery.endpoint(), id -> new Line(id, delivery.site()))
                .put(Waiting.of(delivery));
    }

    /** It waits no longer. Not for one that is under way. */
    void remove(Delivery.Key key) {
        Line line = lines.get(key.endpoint());
        if (line != null) {
            line.remove(Waiting.at(key.id()));
            forgetIfEmpty(line);
        }
    }

    /**
     * The next one to be attempted; it counts as under way until {@link #settle}. Called again and again it goes round the
     * endpoints.
     *
     * @param most how many attempts may be under way in all to endpoints of which it is not known whether they live
     * @param tellable to which endpoints attempts may be made at all
     */
    Optional<Delivery> next(Instant now, int most, Predicate<EndpointId> tellable) {
        List<Line> all = new ArrayList<>(lines.values());
        boolean room = all.stream()
                        .filter(line -> !line.proven)
                        .mapToInt(line -> line.underWay)
                        .sum()
                < most;
        for (int i = 0; i < all.size(); i++) {
            Line line = all.get(Math.floorMod(turn + i, all.size()));
            if ((line.proven || room) && tellable.test(line.endpoint)) {
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
     * @param notBefore until when the endpoint asked to be left alone, with whatever waits for it
     */
    void settle(Delivery delivery, Optional<Delivery> again, boolean delivered, Optional<Instant> notBefore) {
        Line line = lines.get(delivery.endpoint());
        if (line != null) {
            line.settle(delivery, again, delivered);
            notBefore.ifPresent(at -> line.notBefore = at);
        }
    }

    /** All for which something waited, until {@link #removeIdle} took the last. */
    Set<EndpointId> endpoints() {
        return Set.copyOf(lines.keySet());
    }

    /** Takes out those of an endpoint that are not under way. */
    List<Delivery> removeIdle(EndpointId endpoint, int most) {
        Line line = lines.get(endpoint);
        if (line == null) {
            return List.of();
        }
        List<Delivery> removed = line.removeIdle(most);
        forgetIfEmpty(line);
        return removed;
    }

    private void forgetIfEmpty(Line line) {
        if (line.byEvent.isEmpty()) {
            lines.remove(line.endpoint);
        }
    }

    /** When the first of those that may be attempted at all is due. */
    Optional<Instant> nextDue(Predicate<EndpointId> tellable) {
        return lines.values().stream()
                .filter(line -> line.hasRoom() && tellable.test(line.endpoint))
                .flatMap(line -> line.nextDue().stream())
                .min(Comparator.naturalOrder());
    }

    int size() {
        return lines.values().stream().mapToInt(line -> line.byEvent.size()).sum();
    }

    /** What waits for one endpoint. */
    private final class Line {
        private final EndpointId endpoint;
        private final SiteId site;
        private final TreeSet<Waiting> byEvent = new TreeSet<>(Waiting.EVENT_ORDER);
        private final TreeSet<Waiting> bySubject = new TreeSet<>(Waiting.SUBJECT_ORDER);
        /** The first of each subject that is not busy; and some that were so once, which {@link #first} passes over. */
        private PriorityQueue<Waiting> heads = new PriorityQueue<>(Waiting.DUE_ORDER);

        private final Set<UUID> busy = new HashSet<>();
        private int underWay;
        private boolean proven;
        private Instant notBefore = Instant.MIN;

        Line(EndpointId endpoint, SiteId site) {
            this.endpoint = endpoint;
            this.site = site;
        }

        void put(Waiting waiting) {
            remove(waiting);
            byEvent.add(waiting);
            bySubject.add(waiting);
            if (isHead(waiting)) {
                heads.add(waiting);
            }
        }

        void remove(Waiting place) {
            Waiting present = byEvent.floor(place);
            if (present != null && byEvent.comparator().compare(present, place) == 0) {
                boolean wasHead = isHead(present);
                byEvent.remove(present);
                bySubject.remove(present);
                if (wasHead) {
                    offerHead(present.subject());
                }
            }
        }

        boolean hasRoom() {
            return underWay < (proven ? mostPerEndpoint : 1);
        }

        Optional<Delivery> next(Instant now) {
            Optional<Waiting> due =
                    hasRoom() && nextDue().filter(at -> !at.isAfter(now)).isPresent() ? first() : Optional.empty();
            due.ifPresent(next -> {
                heads.remove();
                busy.add(next.subject());
                underWay++;
            });
            return due.map(this::delivery);
        }

        Optional<Instant> nextDue() {
            return first().map(Waiting::due).map(due -> due.isBefore(notBefore) ? notBefore : due);
        }

        void settle(Delivery delivery, Optional<Delivery> again, boolean delivered) {
            underWay--;
            proven = delivered;
            again.map(Waiting::of).ifPresentOrElse(this::put, () -> remove(Waiting.of(delivery)));
            busy.remove(delivery.subject());
            offerHead(delivery.subject());
            if (byEvent.isEmpty()) {
                // It keeps the room that it had for the most.
                heads = new PriorityQueue<>(Waiting.DUE_ORDER);
            }
        }

        List<Delivery> removeIdle(int most) {
            List<Waiting> idle = byEvent.stream()
                    .filter(w -> !(busy.contains(w.subject()) && w.equals(head(w.subject()))))
                    .limit(most)
                    .toList();
            idle.forEach(this::remove);
            return idle.stream().map(this::delivery).toList();
        }

        /** Of those that may be attempted the one that is due first. */
        Optional<Waiting> first() {
            while (!heads.isEmpty() && !isHead(heads.element())) {
                heads.remove();
            }
            return Optional.ofNullable(heads.peek());
        }

        private boolean isHead(Waiting waiting) {
            return waiting.equals(head(waiting.subject())) && !busy.contains(waiting.subject());
        }

        private @Nullable Waiting head(UUID subject) {
            Waiting head = bySubject.higher(Waiting.before(subject));
            return head != null && head.subject().equals(subject) ? head : null;
        }

        private void offerHead(UUID subject) {
            Waiting head = head(subject);
            if (head != null && !busy.contains(subject)) {
                heads.add(head);
            }
            if (heads.size() > 2 * byEvent.size() + 16) {
                List<Waiting> present = bySubject.stream().filter(this::isHead).toList();
                heads.clear();
                heads.addAll(present);
            }
        }

        private Delivery delivery(Waiting waiting) {
            return waiting.delivery(endpoint, site);
        }
    }
}
