package org.broadsheet.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stage is told of a log that lost records while nobody ran. The stage copies signals to commits. */
class CutLogTest {
    private static final LogPartition INPUT = new LogPartition(KafkaTopic.SIGNALS, 0);
    private static final LogPartition OUTPUT = new LogPartition(KafkaTopic.COMMITS, 0);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final MemoryEventLog log = new MemoryEventLog(1, () -> now);
    private final CopyingStage copying = new CopyingStage();
    private final StageDriver stage = new StageDriver(log, copying);

    @BeforeEach
    void takeInThreeAndStop() throws IOException {
        append(3);
        stage.step();
        stage.close();
        now = now.plusSeconds(60);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
        log.close();
    }

    @Test
    void saysNothingOfALogThatHasGrown() throws IOException {
        append(2);

        stage.step();

        assertThat(latest().lost().partitions()).isEmpty();
        assertThat(latest().committed()).isEqualTo(3);
        assertThat(latest().clean()).isTrue();
    }

    @Test
    void saysThatTheInputEndsBeforeThePosition() throws IOException {
        log.cut(KafkaTopic.SIGNALS, 0, 1);

        stage.step();

        assertThat(latest().lost().partitions()).containsExactly(INPUT);
        assertThat(latest().committed()).as("it begins anew").isZero();
        assertThat(latest().clean()).isFalse();
    }

    @Test
    void saysSoTooWhenTheInputHasGrownPastThePositionAgain() throws IOException {
        log.cut(KafkaTopic.SIGNALS, 0, 1);
        append(10);

        stage.step();

        assertThat(latest().lost().partitions()).containsExactly(INPUT);
        assertThat(latest().lost().since()).isBefore(now);
    }

    @Test
    void saysThatItsOwnOutputWasLost() throws IOException {
        log.cut(KafkaTopic.COMMITS, 0, 1);

        stage.step();

        assertThat(latest().lost().partitions()).containsExactly(OUTPUT);
        assertThat(latest().committed()).isEqualTo(3);
        assertThat(latest().clean()).isFalse();
    }

    @Test
    void saysItOnceAndThenThatItWasSaid() throws IOException {
        log.cut(KafkaTopic.SIGNALS, 0, 1);
        stage.step();
        stage.close();
        now = now.plusSeconds(60);
        append(1);

        stage.step();

        assertThat(latest().lost().partitions()).isEmpty();
        assertThat(latest().lost().told()).containsExactly(INPUT);
        stage.close();

        stage.step();

        assertThat(latest().lost().told()).isEmpty();
    }

    @Test
    void saysItAgainUntilAllIsRestored() throws IOException {
        copying.restored = false;
        log.cut(KafkaTopic.SIGNALS, 0, 1);
        append(10);
        stage.step();
        stage.close();

        copying.restored = true;
        stage.step();

        assertThat(latest().lost().partitions()).containsExactly(INPUT);
    }

    private Stage.Assignment latest() {
        return copying.assignments.getLast();
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            log.append(new NewRecord(KafkaTopic.SIGNALS, "main", Optional.of("signal".getBytes(UTF_8)), Map.of()))
                    .join();
        }
    }
}
