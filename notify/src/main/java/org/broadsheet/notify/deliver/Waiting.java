package org.broadsheet.notify.deliver;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Delivery;
import org.jspecify.annotations.Nullable;

/** A delivery without what all of its endpoint have in common, in 88 bytes: after a first push a million may wait. */
record Waiting(
        int partition,
        long offset,
        long eventHigh,
        long eventLow,
        long subjectHigh,
        long subjectLow,
        long url,
        @Nullable Long otherUrl,
        int attempts,
        long createdAt,
        long dueAt) {
    static final Comparator<Waiting> EVENT_ORDER =
            Comparator.comparingInt(Waiting::partition).thenComparingLong(Waiting::offset);
    static final Comparator<Waiting> SUBJECT_ORDER = Comparator.comparingLong(Waiting::subjectHigh)
            .thenComparingLong(Waiting::subjectLow)
            .thenComparing(EVENT_ORDER);
    /** Those without one are in no order of this kind. */
    static final Comparator<Waiting> URL_ORDER =
            Comparator.comparingLong(Waiting::url).thenComparing(EVENT_ORDER);
    /** An event of a post that moved is about two. */
    static final Comparator<Waiting> OTHER_URL_ORDER =
            Comparator.comparingLong(Waiting::otherUrlKey).thenComparing(EVENT_ORDER);

    static final Comparator<Waiting> DUE_ORDER =
            Comparator.comparingLong(Waiting::dueAt).thenComparing(EVENT_ORDER);
    /** What has failed least, of that the newest: should deliveries fail and not their endpoint, news is not behind them. */
    static final Comparator<Waiting> PROBE_ORDER =
            Comparator.comparingInt(Waiting::attempts).thenComparing(EVENT_ORDER.reversed());

    static Waiting of(Delivery delivery) {
        return new Waiting(
                delivery.id().partition(),
                delivery.id().offset(),
                delivery.eventId().getMostSignificantBits(),
                delivery.eventId().getLeastSignificantBits(),
                delivery.subject().getMostSignificantBits(),
                delivery.subject().getLeastSignificantBits(),
                delivery.urls().isEmpty() ? 0 : delivery.urls().getFirst(),
                delivery.urls().size() < 2 ? null : delivery.urls().get(1),
                delivery.attempts(),
                delivery.createdAt().toEpochMilli(),
                delivery.dueAt().toEpochMilli());
    }

    /** What equals a delivery of this id in {@link #EVENT_ORDER}. */
    static Waiting at(DeliveryId id) {
        return new Waiting(id.partition(), id.offset(), 0, 0, 0, 0, 0, null, 0, 0, 0);
    }

    /** What is before every delivery of this subject in {@link #SUBJECT_ORDER}, and behind those of all before. */
    static Waiting before(UUID subject) {
        return new Waiting(
                -1, -1, 0, 0, subject.getMostSignificantBits(), subject.getLeastSignificantBits(), 0, null, 0, 0, 0);
    }

    /** What is before every delivery with this URL in {@link #URL_ORDER} and in {@link #OTHER_URL_ORDER}. */
    static Waiting before(long url) {
        return new Waiting(-1, -1, 0, 0, 0, 0, url, url, 0, 0, 0);
    }

    /** 0 if there is none. */
    long otherUrlKey() {
        return otherUrl == null ? 0 : otherUrl;
    }

    /** One or two, or none of a release. */
    List<Long> urls() {
        return LongStream.of(url, otherUrlKey()).filter(key -> key != 0).boxed().toList();
    }

    Waiting postponedTo(Instant at) {
        return new Waiting(
                partition,
                offset,
                eventHigh,
                eventLow,
                subjectHigh,
                subjectLow,
                url,
                otherUrl,
                attempts,
                createdAt,
                at.toEpochMilli());
    }

    UUID subject() {
        return new UUID(subjectHigh, subjectLow);
    }

    Instant due() {
        return Instant.ofEpochMilli(dueAt);
    }

    Delivery delivery(EndpointId endpoint, SiteId site) {
        return new Delivery(
                new DeliveryId(partition, offset),
                endpoint,
                site,
                new UUID(eventHigh, eventLow),
                subject(),
                urls(),
                attempts,
                Instant.ofEpochMilli(createdAt),
                due());
    }
}
