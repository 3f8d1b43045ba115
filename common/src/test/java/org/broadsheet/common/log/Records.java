package org.broadsheet.common.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;

/** What stands in a topic, all partitions of it. */
public final class Records {
    private Records() {}

    /** Every record that is no tombstone, in the order of each partition. */
    public static <T> List<T> all(EventLog log, KafkaTopic topic, Class<T> type) {
        List<T> all = new ArrayList<>();
        read(log, topic, record -> record.value().ifPresent(value -> all.add(Json.read(value, type))));
        return all;
    }

    /** The latest record of each key that has not gone, as compaction leaves them. */
    public static <T> Map<String, T> latest(EventLog log, KafkaTopic topic, Class<T> type) {
        Map<String, T> latest = new TreeMap<>();
        read(
                log,
                topic,
                record -> record.value()
                        .ifPresentOrElse(
                                value -> latest.put(record.key(), Json.read(value, type)),
                                () -> latest.remove(record.key())));
        return latest;
    }

    private static void read(EventLog log, KafkaTopic topic, Consumer<LogRecord> to) {
        for (int partition = 0; partition < log.partitions(topic); partition++) {
            log.read(topic, partition, 0, to);
        }
    }
}
