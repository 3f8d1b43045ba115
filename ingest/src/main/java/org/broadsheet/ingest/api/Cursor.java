package org.broadsheet.ingest.api;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LastRecord;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;

/**
 * The last commit taken in, looked for at the end of {@code content}: it is a commit's last record, so that what lies before it, the
 * texts of a whole site, need not be read. Safe for all threads.
 */
final class Cursor {
    private final EventLog log;
    private final int partition;
    private final String key;
    private final ReentrantLock lock = new ReentrantLock();

    private Optional<Ingested> last = Optional.empty();
    private long seen = -1;

    Cursor(EventLog log, SiteId site) {
        this.log = log;
        key = Content.cursorKey(site);
        partition = log.partitionOf(KafkaTopic.CONTENT, key);
    }

    /** @param offset of its record */
    record Ingested(Content.CommitIngested commit, long offset) {}

    /** As of now. */
    Optional<Ingested> now() {
        lock.lock();
        try {
            if (seen < 0) {
                LastRecord.Found found = LastRecord.of(log, KafkaTopic.CONTENT, key);
                found.found().ifPresent(this::take);
                seen = found.end();
            } else {
                seen = log.read(KafkaTopic.CONTENT, partition, seen, this::take);
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private void take(LogRecord record) {
        if (record.key().equals(key)) {
            last = record.value()
                    .map(value ->
                            new Ingested((Content.CommitIngested) Json.read(value, Content.class), record.offset()));
        }
    }
}
