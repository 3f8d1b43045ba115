package org.broadsheet.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stage is told of a log that lost records while nobody ran. The stage copies signals to commits. */
@Timeout(60)
class CutLogTest {
    private static final Configuration.Kafka SETTINGS = new Configuration.Kafka(
            Optional.empty(), 1, 1, "consumer", Duration.ofSeconds(6), Duration.ofSeconds(15), 10, 1 << 20);

    private static final LogPartition INPUT = new LogPartition(KafkaTopic.SIGNALS, 0);
    private static final LogPartition OUTPUT = new LogPartition(KafkaTopic.COMMITS, 0);

    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final MemoryEventLog log = new MemoryEventLog(1, () -> now);
    private final List<Stage.Assignment> assignments = new CopyOnWriteArrayList<>();
    private volatile boolean restored = true;
    private StageLoop loop;

    @BeforeEach
    void takeInThreeAndStop() {
        append(3);
        run();
        await().until(() -> log.end(KafkaTopic.COMMITS, 0) > 0);
        stop();
        now = now.plusSeconds(60);
    }

    @AfterEach
    void close() {
        loop.close();
        log.close();
    }

    @Test
    void saysNothingOfALogThatHasGrown() {
        append(2);

        run();

        assertThat(latest().lost().partitions()).isEmpty();
        assertThat(latest().committed()).isEqualTo(3);
        assertThat(latest().clean()).isTrue();
    }

    @Test
    void saysThatTheInputEndsBeforeThePosition() {
        log.cut(KafkaTopic.SIGNALS, 0, 1);

        run();

        assertThat(latest().lost().partitions()).containsExactly(INPUT);
        assertThat(latest().committed()).as("it begins anew").isZero();
        assertThat(latest().clean()).isFalse();
    }

    @Test
    void saysSoTooWhenTheInputHasGrownPastThePositionAgain() {
        log.cut(KafkaTopic.SIGNALS, 0, 1);
        append(10);

        run();

        assertThat(latest().lost().partitions()).containsExactly(INPUT);
        assertThat(latest().lost().since()).isBefore(now);
    }

    @Test
    void saysThatItsOwnOutputWasLost() {
        log.cut(KafkaTopic.COMMITS, 0, 1);

        run();

        assertThat(latest().lost().partitions()).containsExactly(OUTPUT);
        assertThat(latest().committed()).isEqualTo(3);
        assertThat(latest().clean()).isFalse();
    }

    @Test
    void saysItOnceAndThenThatItWasSaid() {
        log.cut(KafkaTopic.SIGNALS, 0, 1);
        run();
        await().until(() -> loop.health() instanceof Health.Ready);
        stop();
        now = now.plusSeconds(60);
        append(1);

        run();

        assertThat(latest().lost().partitions()).isEmpty();
        assertThat(latest().lost().told()).containsExactly(INPUT);
        stop();

        run();

        assertThat(latest().lost().told()).isEmpty();
    }

    @Test
    void saysItAgainUntilAllIsRestored() {
        restored = false;
        log.cut(KafkaTopic.SIGNALS, 0, 1);
        append(10);
        run();
        await().until(() -> loop.health() instanceof Health.Ready);
        stop();

        restored = true;
        run();

        assertThat(latest().lost().partitions()).containsExactly(INPUT);
    }

    private Stage.Assignment latest() {
        return assignments.getLast();
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            log.append(new NewRecord(KafkaTopic.SIGNALS, "main", Optional.of("signal".getBytes(UTF_8)), Map.of()))
                    .join();
        }
    }

    /** Returns when the stage is opened. */
    private void run() {
        int before = assignments.size();
        loop = new StageLoop(log, new Copying(), SETTINGS);
        loop.start();
        await().until(() -> assignments.size() > before);
    }

    private void stop() {
        loop.close();
    }

    private final class Copying implements Stage {
        @Override
        public String name() {
            return "copy";
        }

        @Override
        public KafkaTopic input() {
            return KafkaTopic.SIGNALS;
        }

        @Override
        public Work open(Assignment assignment) {
            assignments.add(assignment);
            return new Work() {
                private long position = assignment.committed();

                @Override
                public long start() {
                    return assignment.committed();
                }

                @Override
                public void take(List<LogRecord> records, Outbox outbox) {
                    for (LogRecord record : records) {
                        outbox.add(new NewRecord(KafkaTopic.COMMITS, "main", record.value(), Map.of()));
                        position = record.offset() + 1;
                    }
                }

                @Override
                public long position() {
                    return position;
                }

                @Override
                public boolean isRestored() {
                    return restored;
                }

                @Override
                public void close(boolean clean) {}
            };
        }
    }
}
