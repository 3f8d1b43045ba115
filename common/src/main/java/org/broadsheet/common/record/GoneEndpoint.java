package org.broadsheet.common.record;

import java.time.Instant;
import org.broadsheet.common.id.EndpointId;

/**
 * A record of {@link KafkaTopic#WEBHOOKS} beside an endpoint's settings: it has answered that it wants no more. Written by the
 * stage that delivers, the settings by the API.
 */
public record GoneEndpoint(EndpointId id, Instant goneAt) {
    private static final String SUFFIX = "/gone";

    public String key() {
        return key(id);
    }

    public static String key(EndpointId id) {
        return id + SUFFIX;
    }

    /** Whether a record of this key is one of these. */
    public static boolean isKey(String key) {
        return key.endsWith(SUFFIX);
    }
}
