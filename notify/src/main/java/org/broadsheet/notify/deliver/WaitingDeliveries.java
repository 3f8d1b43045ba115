package org.broadsheet.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.record.Delivery;
import org.jspecify.annotations.Nullable;

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
 * <p>No call looks at the endpoints that have nothing to do, but {@link #know} and {@link #opened}: each stands among those that
 * are due later, by time, or among those that may be attempted, the one first to which an attempt was made longest ago.
 *
 * <p>Memory only, some 210 bytes a delivery (fewer with compact object headers); one thread.
 */
final class WaitingDeliveries {
    private static final Comparator<Line> TIME_ORDER =
            Comparator.<Line, Instant>comparing(line -> line.at).thenComparingLong(line -> line.turn);
    private static final Comparator<Line> TURN_ORDER = Comparator.comparingLong(line -> line.turn);

    private final Map<EndpointId, Line> lines = new LinkedHashMap<>();
    private final int mostPerEndpoint;
    private final IntFunction<Duration> pauses;
    private Function<EndpointId, Standing> standing = endpoint -> Standing.UNKNOWN;

    private final TreeSet<Line> later = new TreeSet<>(TIME_ORDER);
    /** May be attempted, and live. */
    private final TreeSet<Line> proven = new TreeSet<>(TURN_ORDER);
    /** May be attempted if there is room for such as may be dead. */
    private final TreeSet<Line> unproven = new TreeSet<>(TURN_ORDER);

    private final LinkedHashSet<Line> foundDead = new LinkedHashSet<>();
    private final LinkedHashSet<Line> unwanted = new LinkedHashSet<>();
    private int size;
    private int unprovenUnderWay;
    private long turns;
    private long looks;

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

    /** What may be done about an endpoint. */
    enum Standing {
        /** Attempts may be made. */
        LIVE,
        /** What waits for it goes on waiting. */
        UNKNOWN,
        /** It was removed or wants no more: what waits for it is to be ended. */
        NO_MORE
    }

    /** It holds for what is put later too. Until it is called no attempt may be made to any. */
    void know(Function<EndpointId, Standing> of) {
        standing = of;
        List.copyOf(lines.values()).forEach(line -> change(line, () -> {}));
    }

    /** All that waits was put: of what failed before one can only guess whether it was the endpoint that did. */
    void opened() {
        lines.values().forEach(line -> change(line, line::opened));
    }

    /** It waits, in the place of what waited under its key. */
    void put(Delivery delivery) {
        Line line = lines.computeIfAbsent(
                delivery.endpoint(), id -> new Line(id, delivery.site(), mostPerEndpoint, pauses, turns++));
        change(line, () -> line.put(Waiting.of(delivery)));
    }

    /** It waits no longer. Not for one that is under way. */
    void remove(Delivery.Key key) {
        Line line = lines.get(key.endpoint());
        if (line != null) {
            change(line, () -> line.remove(Waiting.at(key.id())));
            forgetIfEmpty(line);
        }
    }

    /**
     * The next one to be attempted; it counts as under way until {@link #settle}. Called again and again it goes round the
     * endpoints.
     *
     * @param most how many attempts may be under way in all to endpoints of which it is not known whether they live
     */
    Optional<Delivery> next(Instant now, int most) {
        while (!later.isEmpty() && !later.first().at.isAfter(now)) {
            looks++;
            Line line = later.removeFirst();
            line.among = line.proven ? Line.Among.PROVEN : Line.Among.UNPROVEN;
            (line.proven ? proven : unproven).add(line);
        }
        for (Line line = firstInTurn(most); line != null; line = firstInTurn(most)) {
            Line its = line;
            leave(its);
            its.turn = turns++;
            Optional<Delivery> next = changing(its, () -> its.next(now));
            // Of one that is due it is empty if the clock was put back.
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private @Nullable Line firstInTurn(int most) {
        Stream<Line> lives = proven.stream().limit(1);
        Stream<Line> mayBeDead = unproven.stream().limit(unprovenUnderWay < most ? 1 : 0);
        return Stream.concat(lives, mayBeDead).min(TURN_ORDER).orElse(null);
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
            change(line, () -> {
                line.settle(delivery, again, heard, now);
                notBefore.ifPresent(at -> line.notBefore = at);
            });
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
        while (!foundDead.isEmpty() && removed.size() < most) {
            Line line = foundDead.getFirst();
            removed.addAll(changing(line, () -> line.removeOutlived(age, most - removed.size())));
            forgetIfEmpty(line);
        }
        return removed;
    }

    /** Those for which something waits that is to be ended. */
    List<EndpointId> unwanted() {
        return unwanted.stream().map(line -> line.endpoint).toList();
    }

    /** Takes out those of an endpoint that are not under way. */
    List<Delivery> removeIdle(EndpointId endpoint, int most) {
        Line line = lines.get(endpoint);
        if (line == null) {
            return List.of();
        }
        List<Delivery> removed = changing(line, () -> line.removeIdle(most));
        forgetIfEmpty(line);
        return removed;
    }

    private void forgetIfEmpty(Line line) {
        if (line.isEmpty()) {
            lines.remove(line.endpoint, line);
        }
    }

    /** When the first of those that may be attempted at all is due; of what {@link #next} had no room for, a time that has passed. */
    Optional<Instant> nextDue() {
        return Stream.of(proven, unproven, later)
                .flatMap(some -> some.stream().limit(1))
                .map(line -> line.at)
                .min(Comparator.naturalOrder());
    }

    int size() {
        return size;
    }

    /** How often any endpoint was looked at. */
    long looks() {
        return looks;
    }

    private void change(Line line, Runnable doing) {
        var unused = changing(line, () -> {
            doing.run();
            return line;
        });
    }

    /** Whatever is done to a line is done here: then it has its place among the others, and its part in what they are together. */
    private <T> T changing(Line line, Supplier<T> doing) {
        looks++;
        size -= line.size();
        unprovenUnderWay -= line.unprovenUnderWay();
        T done = doing.get();
        size += line.size();
        unprovenUnderWay += line.unprovenUnderWay();
        if (line.deadAt.isPresent()) {
            foundDead.add(line);
        } else {
            foundDead.remove(line);
        }
        Standing now = standing.apply(line.endpoint);
        place(line, now == Standing.LIVE ? line.nextDue() : Optional.empty());
        if (now == Standing.NO_MORE && line.hasIdle()) {
            unwanted.add(line);
        } else {
            unwanted.remove(line);
        }
        if (now == Standing.NO_MORE) {
            forgetIfEmpty(line);
        }
        return done;
    }

    /** Most of what is put changes nothing in when its endpoint is due. */
    private void place(Line line, Optional<Instant> due) {
        boolean stays = due.isPresent()
                && switch (line.among) {
                    case NONE -> false;
                    case LATER -> due.get().equals(line.at);
                    case PROVEN -> line.proven && !due.get().isAfter(line.at);
                    case UNPROVEN -> !line.proven && !due.get().isAfter(line.at);
                };
        if (!stays) {
            leave(line);
            due.ifPresent(at -> {
                line.at = at;
                line.among = Line.Among.LATER;
                later.add(line);
            });
        }
    }

    private void leave(Line line) {
        switch (line.among) {
            case NONE -> {}
            case LATER -> later.remove(line);
            case PROVEN -> proven.remove(line);
            case UNPROVEN -> unproven.remove(line);
        }
        line.among = Line.Among.NONE;
    }
}
