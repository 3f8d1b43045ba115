package org.broadsheet.common.log;

import java.time.InstantSource;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.record.KafkaTopic;

class MemoryEventLogTest extends EventLogContract {
    private final MemoryEventLog log = new MemoryEventLog(PARTITIONS, InstantSource.system());

    @Override
    protected EventLog log() {
        return log;
    }

    @Override
    protected void endSession(Subscription member) {
        log.expire(member);
    }

    @Override
    protected void compact(KafkaTopic state) {
        log.compact(state, false);
    }
}
