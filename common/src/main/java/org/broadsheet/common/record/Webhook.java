package org.broadsheet.common.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#WEBHOOKS}: an endpoint's settings; a tombstone removes it.
 *
 * @param url where deliveries are sent to, http or https
 * @param events which types: whole names or {@code post.*}; empty means all
 * @param topics only posts with one of these topics; empty means all
 * @param secret the signing secret, sealed
 * @param privateTarget made by a local request, so that loopback and private addresses are allowed
 * @param from per partition of {@code events} the first offset that it is told of
 */
public record Webhook(
        EndpointId id,
        SiteId site,
        String url,
        List<String> events,
        List<String> topics,
        String description,
        SealedSecret secret,
        boolean privateTarget,
        Instant createdAt,
        Map<Integer, Long> from) {
    public Webhook {
        events = List.copyOf(events);
        topics = List.copyOf(topics);
        from = Map.copyOf(from);
    }

    /**
     * A secret under AES-256-GCM, the endpoint's id as associated data.
     *
     * @param keyId which of the configured keys
     * @param nonce 12 bytes, base64
     * @param ciphertext with the tag, base64
     */
    public record SealedSecret(String keyId, String nonce, String ciphertext) {}
}
