package org.broadsheet.common.log;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.broadsheet.common.record.KafkaTopic;

/**
 * The last record of a key, looked for from the end of its partition: of one that is written with everything else, such as a
 * release's, nothing before it needs to be read.
 */
public final class LastRecord {
    /** Records to look at first; four times as many whenever it is not among them. */
    private static final int FEW = 64;

    private LastRecord() {}

    /**
     * As of now.
     *
     * @param found empty if there is none, or its tombstone was the last
     * @param end all before this offset was looked at
     */
    public record Found(Optional<LogRecord> found, long end) {}

    public static Found of(EventLog log, KafkaTopic topic, String key) {
        int partition = log.partitionOf(topic, key);
        long end = log.end(topic, partition);
        AtomicReference<Optional<LogRecord>> last = new AtomicReference<>(Optional.empty());
        long from = end;
        long seen = end;
        for (long many = FEW; last.get().isEmpty() && from > 0; many *= 4) {
            from = Math.max(0, end - many);
            seen = log.read(topic, partition, from, record -> {
                if (record.key().equals(key)) {
                    last.set(Optional.of(record));
                }
            });
        }
        return new Found(last.get().filter(record -> record.value().isPresent()), seen);
    }
}
