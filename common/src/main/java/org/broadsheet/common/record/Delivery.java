package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.NameUuid;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#DELIVERIES}: an event on its way to an endpoint, without payload; a tombstone ends it.
 *
 * @param id says where in {@code events} the event stands
 * @param eventId the {@code webhook-id}
 * @param subject deliveries of one endpoint and subject are made one after the other, in the order of the events: the post or
 *     page; of a release its event's own id
 * @param urls those that the event is about, each by its {@link #urlKey}: what shares one with an earlier event waits for that
 *     event's delivery, since a receiver may keep by URL
 * @param attempts how many were made
 * @param dueAt when the next one is
 */
public record Delivery(
        DeliveryId id,
        EndpointId endpoint,
        SiteId site,
        UUID eventId,
        UUID subject,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> urls,
        int attempts,
        Instant createdAt,
        Instant dueAt) {
    private static final UUID URLS = UUID.fromString("0d6a2c1e-5b53-5f0b-9c66-7f3a1f1f5a0e");

    /** What was written before there were URLs has none. */
    public Delivery {
        urls = urls == null ? List.of() : List.copyOf(urls);
    }

    /** Never 0. Two URLs that have the same one wait for each other without need, which harms nobody. */
    public static long urlKey(String url) {
        UUID digest = NameUuid.version5(URLS, url.getBytes(StandardCharsets.UTF_8));
        return digest.getLeastSignificantBits();
    }

    /** As it waits after an attempt that failed. */
    public Delivery again(int madeAttempts, Instant nextDueAt) {
        return new Delivery(id, endpoint, site, eventId, subject, urls, madeAttempts, createdAt, nextDueAt);
    }

    public String key() {
        return new Key(endpoint, id).toString();
    }

    /** A record's key: {@code endpoint/delivery}. */
    public record Key(EndpointId endpoint, DeliveryId id) {
        /** Fails with an IllegalArgumentException. */
        public static Key of(String text) {
            int slash = text.indexOf('/');
            return new Key(
                    EndpointId.of(text.substring(0, Math.max(0, slash))), DeliveryId.of(text.substring(slash + 1)));
        }

        @Override
        public String toString() {
            return endpoint + "/" + id;
        }
    }
}
