package org.broadsheet.notify.webhook;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.log.LogRecord;

/**
 * Of all keys in a state topic the first few, each with its latest record, in memory that does not grow with the topic. A key
 * whose latest record is a tombstone takes a place too: it may live again further on in the log. One thread.
 */
final class FirstKeys {
    private final int most;
    private final TreeMap<String, LogRecord> latest = new TreeMap<>();
    private boolean more;

    FirstKeys(int most) {
        this.most = most;
    }

    /** Takes in one record after the other, from the topic's beginning. */
    void fold(LogRecord entry) {
        latest.put(entry.key(), entry);
        if (latest.size() > most) {
            // Nothing before the last key was ever let go: that one only moves forward.
            latest.pollLastEntry();
            more = true;
        }
    }

    /** In the order of keys. */
    List<LogRecord> latest() {
        return List.copyOf(latest.values());
    }

    /** The last of the keys here; empty if there are no others behind. */
    Optional<String> more() {
        return more ? Optional.of(latest.lastKey()) : Optional.empty();
    }
}
