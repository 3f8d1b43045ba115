package org.broadsheet.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.log.EventLog.Subscription;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.Test;

class MemoryEventLogTest extends EventLogContract {
    private final MemoryEventLog log = new MemoryEventLog(PARTITIONS, InstantSource.system());

    /** As Kafka does, so that tests on this log see it. */
    @Test
    void refusesValuesOfMoreThanOneMebibyte() {
        NewRecord large = new NewRecord(KafkaTopic.CONTENT, "main/a", Optional.of(new byte[(1 << 20) + 1]), Map.of());

        assertThat(log.append(large)).failsWithin(Duration.ofSeconds(1));
        assertThat(log.end(KafkaTopic.CONTENT, 0)).isZero();
    }

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
