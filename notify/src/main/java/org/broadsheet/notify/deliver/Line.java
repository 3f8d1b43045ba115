package org.broadsheet.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
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
 * What waits for one endpoint. What may be attempted is the first of its subject and of each of its URLs: everything that is to be told
 * before it has been.
 */
final class Line {
    final EndpointId endpoint;
    private final SiteId site;
    private final int mostAtOnce;
    private final IntFunction<Duration> pauses;
    private final TreeSet<Waiting> byEvent = new TreeSet<>(Waiting.EVENT_ORDER);
    private final TreeSet<Waiting> bySubject = new TreeSet<>(Waiting.SUBJECT_ORDER);
    private final TreeSet<Waiting> byUrl = new TreeSet<>(Waiting.URL_ORDER);
    private final TreeSet<Waiting> byOtherUrl = new TreeSet<>(Waiting.OTHER_URL_ORDER);
    /** The first of each subject and URL that are not busy; and some that were so once, which {@link #first} passes over. */
    private PriorityQueue<Waiting> heads = new PriorityQueue<>(Waiting.DUE_ORDER);

    /** What is under way, by its subject. */
    private final Map<UUID, Waiting> busy = new HashMap<>();

    private final Set<Long> busyUrls = new HashSet<>();

    /** What failed when the endpoint was dead, and has not been attempted since. */
    private final TreeSet<Waiting> postponed = new TreeSet<>(Waiting.EVENT_ORDER);

    private int underWay;
    /** What is under way was begun when it was dead. */
    private boolean probing;

    boolean proven;
    /** How many attempts there may be at once. */
    private int room = 1;
    /** In a row. */
    private int failures;
    /** It was dead, and is not yet given as many as may be. */
    private boolean recovering;
    /** When it was found dead, until what was too old then is taken out. */
    Optional<Instant> deadAt = Optional.empty();

    Instant notBefore = Instant.MIN;
    private Instant nextProbe = Instant.MIN;

    /** Where it stands among the others. */
    enum Among {
        NONE,
        LATER,
        PROVEN,
        UNPROVEN
    }

    Among among = Among.NONE;

    /** When it is due; changed only while it stands nowhere among the others, like its turn. */
    Instant at = Instant.MIN;

    /** The lower the longer ago an attempt was made. */
    long turn;

    /** @param pauses how long it is left alone when it was dead for so many attempts, from 1 */
    Line(EndpointId endpoint, SiteId site, int mostAtOnce, IntFunction<Duration> pauses, long turn) {
        this.endpoint = endpoint;
        this.site = site;
        this.mostAtOnce = mostAtOnce;
        this.pauses = pauses;
        this.turn = turn;
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
        if (waiting.url() != 0) {
            byUrl.add(waiting);
        }
        if (waiting.otherUrlKey() != 0) {
            byOtherUrl.add(waiting);
        }
        if (isHead(waiting)) {
            heads.add(waiting);
        }
    }

    void remove(Waiting place) {
        Waiting present = byEvent.floor(place);
        if (present != null && byEvent.comparator().compare(present, place) == 0) {
            byEvent.remove(present);
            postponed.remove(present);
            bySubject.remove(present);
            byUrl.remove(present);
            byOtherUrl.remove(present);
            offerHeads(present);
        }
    }

    boolean isEmpty() {
        return byEvent.isEmpty();
    }

    int size() {
        return byEvent.size();
    }

    boolean hasIdle() {
        return byEvent.size() > underWay;
    }

    /** How many attempts are under way of which it is not known whether anybody is there. */
    int unprovenUnderWay() {
        return proven ? 0 : underWay;
    }

    private boolean hasRoom() {
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
            busyUrls.addAll(next.urls());
            underWay++;
            probing = isDead();
        });
        return due.map(this::delivery);
    }

    /** From when on {@link #next} has one; empty while there is no room for more. */
    Optional<Instant> nextDue() {
        if (!hasRoom()) {
            return Optional.empty();
        }
        Instant open = open();
        return first().map(Waiting::due).map(due -> due.isBefore(open) ? open : due);
    }

    /** From when on there may be an attempt. */
    private Instant open() {
        return notBefore.isAfter(nextProbe) ? notBefore : nextProbe;
    }

    void settle(Delivery delivery, Optional<Delivery> again, WaitingDeliveries.Heard heard, Instant now) {
        underWay--;
        Waiting settled = Waiting.of(delivery);
        again.map(Waiting::of).ifPresentOrElse(this::put, () -> remove(settled));
        busy.remove(delivery.subject());
        busyUrls.removeAll(settled.urls());
        offerHeads(settled);
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
        recovering = isDead() || (recovering && room < mostAtOnce);
        room = recovering ? Math.min(mostAtOnce, isDead() ? 2 : 2 * room) : mostAtOnce;
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

    /** What was due when it was found dead; that is forgotten when there is no more. */
    List<Delivery> removeOutlived(Duration age, int most) {
        if (deadAt.isEmpty()) {
            return List.of();
        }
        long when = deadAt.get().toEpochMilli();
        long made = deadAt.get().minus(age).toEpochMilli();
        List<Delivery> removed = remove(idle -> idle.createdAt() <= made && idle.dueAt() <= when, most);
        if (removed.size() < most) {
            deadAt = Optional.empty();
        }
        return removed;
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
    private Optional<Waiting> first() {
        while (!heads.isEmpty() && !isHead(heads.element())) {
            heads.remove();
        }
        return Optional.ofNullable(heads.peek());
    }

    /** Nothing that is to be told before it waits or is under way. */
    private boolean isHead(Waiting waiting) {
        return waiting.equals(head(waiting.subject()))
                && !busy.containsKey(waiting.subject())
                && isFirstAt(waiting, waiting.url())
                && isFirstAt(waiting, waiting.otherUrlKey());
    }

    private boolean isFirstAt(Waiting waiting, long url) {
        return url == 0 || (!busyUrls.contains(url) && waiting.equals(headAt(url)));
    }

    private @Nullable Waiting head(UUID subject) {
        Waiting head = bySubject.higher(Waiting.before(subject));
        return head != null && head.subject().equals(subject) ? head : null;
    }

    private @Nullable Waiting headAt(long url) {
        Waiting head = byUrl.higher(Waiting.before(url));
        Waiting other = byOtherUrl.higher(Waiting.before(url));
        Waiting at = head != null && head.url() == url ? head : null;
        Waiting left = other != null && other.otherUrlKey() == url ? other : null;
        if (at == null || left == null) {
            return at == null ? left : at;
        }
        return Waiting.EVENT_ORDER.compare(at, left) < 0 ? at : left;
    }

    /** It is out of the way of these. */
    private void offerHeads(Waiting former) {
        offer(head(former.subject()));
        former.urls().forEach(url -> offer(headAt(url)));
    }

    private void offer(@Nullable Waiting head) {
        if (head != null && isHead(head)) {
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
