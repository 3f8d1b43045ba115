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
        return key(endpoint, id);
    }

    public static String key(EndpointId endpoint, DeliveryId id) {
        return endpoint + "/" + id;
    }
}
