package org.broadsheet.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.record.Delivery;

/**
 * The deliveries that wait, and which of them may be attempted: per endpoint and subject one after the other in the order of
 * the events, each when it is due, and so per endpoint and URL. Of what is due each endpoint gets its turn.
 *
 * <p>Until an endpoint has taken a delivery, and after each failure, it gets a single attempt at a time: whether it lives is not
 * known. When the next one fails too it is taken for dead: from then on one delivery asks it after each pause, and all others
 * wait for that. It is the newest of those that have failed least: should it be deliveries that fail, and not the endpoint, what
 * is new is not behind them. When it takes one all others follow at once, whatever their own schedules say, twice as many at a time
 * after each that it takes. A delivery that failed while the endpoint took others keeps its own schedule.
 *
 * <p>Memory only, some 180 bytes a delivery; one thread.
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
        lines.computeIfAbsent(delivery.endpoint(), id -> new Line(id, delivery.site(), mostPerEndpoint, pauses))
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
        if (line.isEmpty()) {
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
        return lines.values().stream().mapToInt(Line::size).sum();
    }
}
