package org.broadsheet.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that wait, and which of them may be attempted: per endpoint and subject one after the other in the order of
 * the events, each when it is due. Of what is due each endpoint gets its turn.
 *
 * <p>Until an endpoint has taken a delivery, and after each failure, it gets a single attempt at a time: whether it lives is not
 * known. When the next one fails too it is taken for dead: from then on one delivery asks it after each pause, and all others
 * wait for that. It is the newest of those that have failed least: should it be deliveries that fail, and not the endpoint, what
 * is new is not behind them. When it takes one all others follow at once, whatever their own schedules say, twice as many at a time
 * after each that it takes. A delivery that failed while the endpoint took others keeps its own schedule.
 *
 * <p>Memory only, some 170 bytes a delivery; one thread.
 */
final class WaitingDeliveries {
    private final Map<EndpointId, Line> lines = new LinkedHashMap<>();
    private final int mostPerEndpoint;
    private final IntFunction<Duration> pauses;
    private int turn;

    /** @param pauses how long an endpoint is left alone that was dead for so many attempts, from 1 */
    WaitingDeliveries(int mostPerEndpoint, IntFunction<Duration> pauses) {
        this.mostPerEndpoint = mostPerEndpoint;
        this.pauses = pauses;
    }

    /** What an attempt says of its endpoint. */
    enum Heard {
        TOOK_IT,
        FAILED,
        /** It was not made. */
        NOTHING
    }

    /** All that waits was put: of what failed before one can only guess whether it was the endpoint that did. */
    void opened() {
        lines.values().forEach(Line::opened);
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
    void settle(Delivery delivery, Optional<Delivery> again, Heard heard, Optional<Instant> notBefore, Instant now) {
        Line line = lines.get(delivery.endpoint());
        if (line != null) {
            line.settle(delivery, again, heard, now);
            notBefore.ifPresent(at -> line.notBefore = at);
        }
    }

    /**
     * Takes out what was due, and made so long ago that it is tried no more, when an attempt showed that its endpoint is still
     * dead.
     *
     * @param age what was younger then goes on waiting
     */
    List<Delivery> removeOutlived(Duration age, int most) {
        List<Delivery> removed = new ArrayList<>();
        for (Line line : List.copyOf(lines.values())) {
            if (line.deadAt.isPresent() && removed.size() < most) {
                List<Delivery> of = line.removeOutlived(line.deadAt.get(), age, most - removed.size());
                removed.addAll(of);
                if (removed.size() < most) {
                    line.deadAt = Optional.empty();
                }
                forgetIfEmpty(line);
            }
        }
        return removed;
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

        /** What is under way, by its subject. */
        private final Map<UUID, Waiting> busy = new HashMap<>();

        /** What failed when the endpoint was dead, and has not been attempted since. */
        private final TreeSet<Waiting> postponed = new TreeSet<>(Waiting.EVENT_ORDER);

        private int underWay;
        /** What is under way was begun when it was dead. */
        private boolean probing;

        private boolean proven;
        /** How many attempts there may be at once. */
        private int room = 1;
        /** In a row. */
        private int failures;
        /** It was dead, and is not yet given as many as may be. */
        private boolean recovering;
        /** When it was found dead, until what was too old then is taken out. */
        private Optional<Instant> deadAt = Optional.empty();

        private Instant notBefore = Instant.MIN;
        private Instant nextProbe = Instant.MIN;

        Line(EndpointId endpoint, SiteId site) {
            this.endpoint = endpoint;
            this.site = site;
        }

        void opened() {
            List<Waiting> failed =
                    byEvent.stream().filter(waiting -> waiting.attempts() > 0).toList();
            // One alone may have been refused by an endpoint that takes all others: it keeps its schedule.
            if (failed.size() > 1) {
                postponed.addAll(failed);
            }
            failures = failed.isEmpty() ? 0 : 1;
        }

        /** A single failure may be of the delivery: the next one shows. */
        private boolean isDead() {
            return failures > 1;
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
                postponed.remove(present);
                bySubject.remove(present);
                if (wasHead) {
                    offerHead(present.subject());
                }
            }
        }

        boolean hasRoom() {
            return underWay < room;
        }

        Optional<Delivery> next(Instant now) {
            if (!hasRoom() || open().isAfter(now)) {
                return Optional.empty();
            }
            Optional<Waiting> due =
                    isDead() ? probe(now) : first().filter(w -> !w.due().isAfter(now));
            due.ifPresent(next -> {
                postponed.remove(next);
                busy.put(next.subject(), next);
                underWay++;
                probing = isDead();
            });
            return due.map(this::delivery);
        }

        Optional<Instant> nextDue() {
            Instant open = open();
            return first().map(Waiting::due).map(due -> due.isBefore(open) ? open : due);
        }

        /** From when on there may be an attempt. */
        private Instant open() {
            return notBefore.isAfter(nextProbe) ? notBefore : nextProbe;
        }

        void settle(Delivery delivery, Optional<Delivery> again, Heard heard, Instant now) {
            underWay--;
            again.map(Waiting::of).ifPresentOrElse(this::put, () -> remove(Waiting.of(delivery)));
            busy.remove(delivery.subject());
            offerHead(delivery.subject());
            switch (heard) {
                case TOOK_IT -> tookOne(now);
                case FAILED -> failed(again.map(Waiting::of), now);
                case NOTHING -> {}
            }
            if (byEvent.isEmpty()) {
                // It keeps the room that it had for the most.
                heads = new PriorityQueue<>(Waiting.DUE_ORDER);
            }
        }

        private void tookOne(Instant now) {
            recovering = isDead() || (recovering && room < mostPerEndpoint);
            room = recovering ? Math.min(mostPerEndpoint, isDead() ? 2 : 2 * room) : mostPerEndpoint;
            failures = 0;
            proven = true;
            deadAt = Optional.empty();
            nextProbe = Instant.MIN;
            List.copyOf(postponed).stream()
                    .filter(waiting -> waiting.due().isAfter(now))
                    .forEach(waiting -> put(waiting.postponedTo(now)));
            postponed.clear();
        }

        private void failed(Optional<Waiting> again, Instant now) {
            proven = false;
            recovering = false;
            room = 1;
            // What was under way when it was found dead says that once more, not that it has been dead for longer.
            boolean known = isDead() && !probing;
            failures += known ? 0 : 1;
            if (isDead()) {
                again.ifPresent(postponed::add);
                deadAt = Optional.of(now);
            }
            if (isDead() && !known) {
                nextProbe = now.plus(pauses.apply(failures - 1));
            }
        }

        List<Delivery> removeIdle(int most) {
            return remove(idle -> true, most);
        }

        List<Delivery> removeOutlived(Instant when, Duration age, int most) {
            long made = when.minus(age).toEpochMilli();
            return remove(idle -> idle.createdAt() <= made && idle.dueAt() <= when.toEpochMilli(), most);
        }

        /** Of those that are not under way. */
        private List<Delivery> remove(Predicate<Waiting> which, int most) {
            List<Waiting> idle = byEvent.stream()
                    .filter(which)
                    .filter(waiting -> !isUnderWay(waiting))
                    .limit(most)
                    .toList();
            idle.forEach(this::remove);
            return idle.stream().map(this::delivery).toList();
        }

        private boolean isUnderWay(Waiting waiting) {
            Waiting begun = busy.get(waiting.subject());
            return begun != null && Waiting.EVENT_ORDER.compare(begun, waiting) == 0;
        }

        /** Looks at all that may be attempted: once in a pause. */
        private Optional<Waiting> probe(Instant now) {
            long due = now.toEpochMilli();
            Waiting first = null;
            for (Waiting each : heads) {
                if (each.dueAt() <= due
                        && (first == null || Waiting.PROBE_ORDER.compare(each, first) < 0)
                        && isHead(each)) {
                    first = each;
                }
            }
            return Optional.ofNullable(first);
        }

        /** Of those that may be attempted the one that is due first. */
        Optional<Waiting> first() {
            while (!heads.isEmpty() && !isHead(heads.element())) {
                heads.remove();
            }
            return Optional.ofNullable(heads.peek());
        }

        private boolean isHead(Waiting waiting) {
            return waiting.equals(head(waiting.subject())) && !busy.containsKey(waiting.subject());
        }

        private @Nullable Waiting head(UUID subject) {
            Waiting head = bySubject.higher(Waiting.before(subject));
            return head != null && head.subject().equals(subject) ? head : null;
        }

        private void offerHead(UUID subject) {
            Waiting head = head(subject);
            if (head != null && !busy.containsKey(subject)) {
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
