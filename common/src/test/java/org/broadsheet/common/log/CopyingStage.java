package org.broadsheet.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.broadsheet.common.record.KafkaTopic;

/** Copies signals to commits, and does what a test wants on the way. */
final class CopyingStage implements Stage {
    final List<Assignment> assignments = new CopyOnWriteArrayList<>();
    final List<Boolean> closed = new CopyOnWriteArrayList<>();
    volatile BiConsumer<LogRecord, Outbox> whenTaking = (record, outbox) -> {};
    volatile Function<Outbox, Duration> whenTicking = outbox -> Duration.ofSeconds(1);
    volatile Consumer<Outbox> whenDraining = outbox -> {};
    volatile Opening whenOpening = assignment -> {};
    volatile Function<Long, Long> start = committed -> committed;
    volatile boolean restored = true;

    interface Opening {
        void open(Assignment assignment) throws IOException;
    }

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public KafkaTopic input() {
        return KafkaTopic.SIGNALS;
    }

    @Override
    public Work open(Assignment assignment) throws IOException {
        whenOpening.open(assignment);
        assignments.add(assignment);
        long first = start.apply(assignment.committed());
        return new Work() {
            private long position = first;

            @Override
            public long start() {
                return first;
            }

            @Override
            public void take(List<LogRecord> records, Outbox outbox) {
                for (LogRecord record : records) {
                    outbox.add(new NewRecord(KafkaTopic.COMMITS, record.key(), record.value(), Map.of()));
                    whenTaking.accept(record, outbox);
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
            public Duration tick(Outbox outbox) {
                return whenTicking.apply(outbox);
            }

            @Override
            public void drain(Outbox outbox, Duration atMost) {
                assertThat(atMost).isPositive();
                whenDraining.accept(outbox);
            }

            @Override
            public void close(boolean clean) {
                closed.add(clean);
            }
        };
    }
}
