package org.broadsheet.common.record;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#ATTEMPTS}: one attempt and how it ended.
 *
 * @param number from 1
 * @param status the HTTP status; empty when there was no answer
 * @param error why there was none, or why it was not made
 * @param nextAt when the next attempt is due; empty when this was the last
 */
public record Attempt(
        SiteId site,
        EndpointId endpoint,
        DeliveryId delivery,
        UUID eventId,
        String type,
        int number,
        Result result,
        Optional<Integer> status,
        Optional<String> error,
        Instant at,
        long millis,
        Optional<Instant> nextAt) {
    public enum Result {
        DELIVERED,
        RETRYABLE,
        REJECTED
    }
}
