package org.broadsheet.common.record;

import java.time.Instant;
import java.util.UUID;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#DELIVERIES}: an event on its way to an endpoint, without payload; a tombstone ends it.
 *
 * @param id says where in {@code events} the event stands
 * @param eventId the {@code webhook-id}
 * @param subject deliveries of one endpoint and subject are made one after the other, in the order of the events: the post or
 *     page; of a release its event's own id
 * @param attempts how many were made
 * @param dueAt when the next one is
 */
public record Delivery(
        DeliveryId id,
        EndpointId endpoint,
        SiteId site,
        UUID eventId,
        UUID subject,
        int attempts,
        Instant createdAt,
        Instant dueAt) {
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
