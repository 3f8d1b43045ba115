package org.broadsheet.render.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;

/** What the world was told, as {@code readable} has it: the last event of each subject, and what a release under way has told. One thread. */
public final class LastEvents {
    /** So long an event is told again to whoever asks: as long its successors' ids must differ from its own. */
    private static final Duration KEPT = KafkaTopic.EVENTS.retention();

    private final Map<PostId, Last> documents = new HashMap<>();
    private Optional<UUID> release = Optional.empty();
    /** Of what was told to have left, the longest ago first; some have come back since. */
    private final Deque<PostId> left = new ArrayDeque<>();

    private final Map<DocumentKey, Readable.Told> underWay = new LinkedHashMap<>();

    /** An event's id in two halves: there are as many of these as posts. */
    private record Last(long high, long low, long toldAt) {
        UUID event() {
            return new UUID(high, low);
        }
    }

    /** @param readable the latest record of every key; {@code site} was made of them */
    public LastEvents(Collection<Packed> readable, Site site) {
        Optional<Readable.Release> ended = Optional.empty();
        for (Packed packed : readable) {
            if (packed.is(Readable.Document.class)) {
                packed.told()
                        .ifPresent(
                                told -> underWay.put(packed.kept().orElseThrow().key(), told));
            } else if (packed.is(Readable.LastEvent.class)
                    || packed.is(Readable.Former.class)
                    || packed.is(Readable.Release.class)) {
                switch (packed.record()) {
                    case Readable.LastEvent last -> put(last, site::own);
                    case Readable.Former of ->
                        of.told().ifPresent(told -> underWay.put(new DocumentKey(of.kind(), of.id()), told));
                    case Readable.Release release -> ended = Optional.of(release);
                    default -> {}
                }
            }
        }
        ended.ifPresent(this::ended);
        documents.entrySet().stream()
                .filter(entry -> !site.isReadable(entry.getKey()))
                .sorted(Comparator.comparingLong((Map.Entry<PostId, Last> entry) ->
                                entry.getValue().toldAt())
                        .thenComparing(entry -> entry.getKey().value()))
                .forEach(entry -> left.add(entry.getKey()));
    }

    /** What is told already of a release that has not ended: somebody else may have begun it. */
    public Map<DocumentKey, Readable.Told> underWay() {
        return underWay;
    }

    /** A release has ended. */
    public void ended(Readable.Release release) {
        underWay.values().removeIf(of -> of.contentOffset() <= release.contentOffset());
    }

    /** The last event of a post or page, also after it has gone over to the other kind. */
    public Optional<UUID> of(PostId document) {
        return Optional.ofNullable(documents.get(document)).map(Last::event);
    }

    /** The last {@code site.released}. */
    public Optional<UUID> release() {
        return release;
    }

    /** The record that keeps an event that is told now. */
    public Readable.LastEvent told(Event event, Instant now) {
        Readable.LastEvent last = new Readable.LastEvent(event.site(), event.subject(), event.id(), now);
        put(last, UnaryOperator.identity());
        switch (event.type()) {
            case POST_DELETED, POST_UNPUBLISHED, PAGE_DELETED, PAGE_UNPUBLISHED -> left.add(PostId.of(event.subject()));
            case POST_PUBLISHED, POST_UPDATED, PAGE_PUBLISHED, PAGE_UPDATED, SITE_RELEASED -> {}
        }
        return last;
    }

    /** @param own the same id that others keep too */
    private void put(Readable.LastEvent last, UnaryOperator<PostId> own) {
        if (last.subject().equals(last.site().value())) {
            release = Optional.of(last.event());
        } else {
            documents.put(
                    own.apply(PostId.of(last.subject())),
                    new Last(
                            last.event().getMostSignificantBits(),
                            last.event().getLeastSignificantBits(),
                            last.toldAt().toEpochMilli()));
        }
    }

    /** Forgets one that left so long ago that nobody is told of it any more; the key of its record, which may go too. */
    public Optional<String> forget(SiteId site, Instant now, Predicate<PostId> isReadable) {
        while (!left.isEmpty()) {
            PostId document = left.element();
            Last last = documents.get(document);
            if (last == null || isReadable.test(document)) {
                left.remove();
            } else if (now.minus(KEPT).toEpochMilli() > last.toldAt()) {
                left.remove();
                documents.remove(document);
                return Optional.of(Readable.LastEvent.key(site, document.toString()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
