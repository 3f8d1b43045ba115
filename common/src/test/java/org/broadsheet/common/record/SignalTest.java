package org.broadsheet.common.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.NewRecord;
import org.junit.jupiter.api.Test;

class SignalTest {
    private static final SiteId SITE = new SiteId("main");

    @Test
    void namesAsManyLostFilesInARecordAsItHoldsHoweverLongTheirPathsAre() {
        for (String name : List.of("a", "long".repeat(4 << 10), "\u0001".repeat(16 << 10))) {
            List<ContentPath> paths = IntStream.range(0, 150)
                    .mapToObj(i -> new ContentPath(name + i))
                    .toList();

            List<Signal> signals = Signal.ofLost(SITE, paths, Instant.EPOCH);

            assertThat(signals)
                    .allSatisfy(signal -> assertThat(NewRecord.of(KafkaTopic.SIGNALS, "main", signal)
                                    .value())
                            .isPresent());
            assertThat(signals.stream().flatMap(signal -> signal.lost().stream()))
                    .containsExactlyElementsOf(paths);
        }
    }

    @Test
    void asksForNothingWhereNothingIsLost() {
        assertThat(Signal.ofLost(SITE, List.of(), Instant.EPOCH)).isEmpty();
    }
}
