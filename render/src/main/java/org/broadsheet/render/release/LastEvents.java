package org.broadsheet.render.release;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;

/**
 * What the world was told, as {@code readable} has it: the last event of each subject, and what a release under way has told. Of all these
 * events it holds none: it asks for their records. One thread.
 */
public final class LastEvents {
    /** So long an event is told again to whoever asks: as long its successors' ids must differ from its own. */
    private static final Duration KEPT = KafkaTopic.EVENTS.retention();

    private final SiteId id;
    private final Function<String, Optional<Packed>> records;
    /** When it was told of each that it has left, or is to come, the longest ago first; some have come back since. */
    private final Map<PostId, Instant> left = new LinkedHashMap<>();

    private final Map<DocumentKey, Readable.Told> underWay = new LinkedHashMap<>();

    /**
     * @param readable the latest record of every key; {@code site} was made of them
     * @param records the latest of a key from here on, what is not committed yet included
     */
    public LastEvents(SiteId id, Collection<Packed> readable, Site site, Function<String, Optional<Packed>> records) {
        this.id = id;
        this.records = records;
        Map<PostId, Instant> gone = new HashMap<>();
        for (Packed packed : readable) {
            if (packed.is(Readable.Document.class)) {
                packed.toldBehind(site.covered())
                        .ifPresent(
                                told -> underWay.put(packed.kept().orElseThrow().key(), told));
            } else if (packed.is(Readable.LastEvent.class) || packed.is(Readable.Former.class)) {
                switch (packed.record()) {
                    case Readable.LastEvent last -> {
                        if (!isOfSite(last) && !site.isReadable(PostId.of(last.subject()))) {
                            gone.put(PostId.of(last.subject()), last.toldAt());
                        }
                    }
                    case Readable.Former of ->
                        of.told().ifPresent(told -> underWay.put(new DocumentKey(of.kind(), of.id()), told));
                    default -> {}
                }
            }
        }
        site.release().ifPresent(this::ended);
        gone.entrySet().stream()
                .sorted(Map.Entry.<PostId, Instant>comparingByValue()
                        .thenComparing(entry -> entry.getKey().value()))
                .forEach(entry -> left.put(entry.getKey(), entry.getValue()));
    }

    private static boolean isOfSite(Readable.LastEvent last) {
        return last.subject().equals(last.site().value());
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
        return of(document.toString());
    }

    /** The last {@code site.released}. */
    public Optional<UUID> release() {
        return of(id.value());
    }

    private Optional<UUID> of(String subject) {
        return records.apply(Readable.LastEvent.key(id, subject))
                .map(Packed::record)
                .map(record -> ((Readable.LastEvent) record).event());
    }

    /** The record that keeps an event that is told now. */
    public Readable.LastEvent told(Event event, Instant now) {
        switch (event.type()) {
            case POST_DELETED, POST_UNPUBLISHED, POST_SCHEDULED, PAGE_DELETED, PAGE_UNPUBLISHED, PAGE_SCHEDULED -> {
                PostId document = PostId.of(event.subject());
                left.remove(document);
                left.put(document, now);
            }
            case POST_PUBLISHED, POST_MOVED, POST_UPDATED, PAGE_PUBLISHED, PAGE_MOVED, PAGE_UPDATED, SITE_RELEASED -> {}
        }
        return new Readable.LastEvent(event.site(), event.subject(), event.id(), now);
    }

    /** Forgets one that left, or was scheduled, so long ago that nobody is told of it any more; the key of its record, which may go too. */
    public Optional<String> forget(Instant now, Predicate<PostId> isReadable) {
        Iterator<Map.Entry<PostId, Instant>> all = left.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<PostId, Instant> first = all.next();
            boolean isBack = isReadable.test(first.getKey());
            if (!isBack && !now.minus(KEPT).isAfter(first.getValue())) {
                return Optional.empty();
            }
            all.remove();
            if (!isBack) {
                return Optional.of(Readable.LastEvent.key(id, first.getKey().toString()));
            }
        }
        return Optional.empty();
    }
}
