package org.broadsheet.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Signal;
import org.broadsheet.ingest.testing.Said;
import org.junit.jupiter.api.Test;

class LookRequestsTest {
    @Test
    void writesOneSignalAtOnceAndOneForAllWhoComeInThePause() throws Exception {
        try (MemoryEventLog log = new MemoryEventLog();
                Signals signals = new Signals(log, Said.SITE, InstantSource.system())) {
            LookRequests looks = new LookRequests(signals, Duration.ofSeconds(1));

            for (int i = 0; i < 1000; i++) {
                looks.ask(Signal.Reason.HOOK);
            }

            assertThat(Records.all(log, KafkaTopic.SIGNALS, Signal.class)).hasSize(1);
            await().untilAsserted(() -> assertThat(Records.all(log, KafkaTopic.SIGNALS, Signal.class))
                    .hasSize(2)
                    .allSatisfy(signal -> {
                        assertThat(signal.reason()).isEqualTo(Signal.Reason.HOOK);
                        assertThat(signal.commit()).isEmpty();
                    }));
        }
    }
}
