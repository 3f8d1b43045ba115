package org.broadsheet.common.log;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.record.KafkaTopic;

/**
 * A committed record as read.
 *
 * @param value empty for a tombstone
 * @param appendedAt by the broker's clock; decides nothing but whether a log was cut and has grown again ({@link Witness})
 */
public record LogRecord(
        KafkaTopic topic,
        int partition,
        long offset,
        String key,
        Optional<byte[]> value,
        Map<String, String> headers,
        Instant appendedAt) {}
