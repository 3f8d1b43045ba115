package org.broadsheet.common.log;

import java.util.Comparator;
import org.broadsheet.common.record.KafkaTopic;

/** A partition of a topic, written {@code content/0}. */
public record LogPartition(KafkaTopic topic, int partition) implements Comparable<LogPartition> {
    private static final Comparator<LogPartition> ORDER =
            Comparator.comparing(LogPartition::topic).thenComparing(LogPartition::partition);

    public LogPartition {
        if (partition < 0) {
            throw new IllegalArgumentException(topic + " has no partition " + partition);
        }
    }

    static LogPartition parse(String text) {
        int slash = text.indexOf('/');
        return new LogPartition(
                KafkaTopic.valueOf(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(LogPartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "/" + partition;
    }
}
