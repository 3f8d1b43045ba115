package org.broadsheet.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.log.Stage.Assignment;
import org.broadsheet.common.record.KafkaTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StageLoopTest {
    /** Of small transactions. */
    static final Configuration.Kafka SETTINGS = new Configuration.Kafka(
            Optional.empty(), 1, 1, "consumer", Duration.ofSeconds(6), Duration.ofSeconds(15), 10, 1 << 20);

    private final MemoryEventLog log = new MemoryEventLog();
    private final CopyingStage stage = new CopyingStage();
    private final List<StageLoop> loops = new ArrayList<>();

    @AfterEach
    void closeAll() {
        loops.forEach(StageLoop::close);
        log.close();
    }

    @Test
    void takesEveryRecordOnceAndInOrder() {
        start(log, stage);

        append(1, 200);

        await().untilAsserted(() -> assertThat(copies()).containsExactlyElementsOf(names(1, 200)));
    }

    @Test
    void takesARecordAgainWhenTheWorkFailed() {
        AtomicInteger failures = new AtomicInteger();
        stage.whenTaking = (record, outbox) -> {
            if (text(record).equals("n5") && failures.incrementAndGet() <= 2) {
                throw new IllegalStateException("a disk is full");
            }
        };
        start(log, stage);

        append(1, 9);

        await().untilAsserted(() -> assertThat(copies()).containsExactlyElementsOf(names(1, 9)));
        assertThat(failures).hasValue(3);
    }

    @Test
    void commitsNothingTwiceWhenACommitFails() {
        FailingLog failing = new FailingLog(log);
        start(failing, stage);
        append(1, 3);
        await().until(() -> copies().size() == 3);

        failing.failures.set(2);
        append(4, 6);

        await().untilAsserted(() -> assertThat(copies()).containsExactlyElementsOf(names(1, 6)));
        assertThat(failing.failures).hasNegativeValue();
    }

    @Test
    void isBackWithinASecondHoweverLongTheLogWasAway() {
        FailingLog failing = new FailingLog(log);
        StageLoop loop = start(failing, stage);
        await().until(() -> loop.health() instanceof Health.Ready);

        failing.failures.set(8);
        append(1, 1);

        // Eight pauses that double up to the limit for other failures take 22.7 s, with this one 5.5 s.
        await().atMost(Duration.ofSeconds(18)).until(() -> copies().size() == 1);
    }

    @Test
    void tellsTheNextOwnerThatTheFormerHandedOver() {
        append(1, 3);
        StageLoop first = start(log, stage);
        await().until(() -> copies().size() == 3);

        first.close();
        start(log, stage);

        await().until(() -> stage.assignments.size() == 2);
        assertThat(stage.assignments).extracting(Assignment::clean).containsExactly(false, true);
        assertThat(stage.assignments.get(1).committed()).isEqualTo(3);
        assertThat(stage.closed).containsExactly(true);
    }

    @Test
    void commitsWithTheHandOverWhatWasStillUnderWay() {
        stage.whenDraining = outbox -> outbox.add(output("drained"));
        StageLoop first = start(log, stage);
        await().until(() -> stage.assignments.size() == 1);

        first.close();

        assertThat(copies()).containsExactly("drained");
        assertThat(stage.closed).containsExactly(true);
    }

    @Test
    void tellsTheNextOwnerThatTheFormerDidNot() {
        AtomicInteger failures = new AtomicInteger();
        stage.whenTaking = (record, outbox) -> {
            if (failures.incrementAndGet() == 1) {
                throw new IllegalStateException("died");
            }
        };
        StageLoop first = start(log, stage);
        await().until(() -> stage.assignments.size() == 1);
        first.close();
        start(log, stage);
        await().until(() -> stage.assignments.size() == 2);

        append(1, 1);

        await().until(() -> copies().size() == 1);
        assertThat(stage.assignments).extracting(Assignment::clean).containsExactly(false, true, false);
        assertThat(stage.closed).containsExactly(true, false);
    }

    @Test
    void namesTheCauseWhileItFailsAndIsReadyWhenThatIsMended() {
        CountDownLatch mended = new CountDownLatch(1);
        stage.whenTaking = (record, outbox) -> {
            if (mended.getCount() > 0) {
                throw new IllegalStateException("a disk is full");
            }
        };
        StageLoop loop = start(log, stage);
        await().until(() -> loop.health() instanceof Health.Ready);

        append(1, 1);

        await().untilAsserted(() -> assertThat(loop.health())
                .isInstanceOfSatisfying(
                        Health.Failing.class, f -> assertThat(f.cause()).hasMessage("a disk is full")));
        mended.countDown();
        await().until(() -> loop.health() instanceof Health.Ready);
        assertThat(copies()).containsExactly("n1");
    }

    @Test
    void staysFailingBetweenTwoTries() {
        stage.whenTaking = (record, outbox) -> {
            throw new IllegalStateException("a disk is full");
        };
        append(1, 1);
        StageLoop loop = start(log, stage);
        await().until(() -> loop.health() instanceof Health.Failing);

        await().during(Duration.ofSeconds(1)).until(() -> loop.health() instanceof Health.Failing);

        assertThat(stage.assignments).hasSizeGreaterThan(2);
    }

    @Test
    void failsAndTriesAgainWhenTheWorkCannotBeOpened() {
        AtomicInteger failures = new AtomicInteger();
        stage.whenOpening = assignment -> {
            if (failures.incrementAndGet() <= 2) {
                throw new IOException("the folder cannot be read");
            }
        };
        append(1, 2);

        StageLoop loop = start(log, stage);

        await().until(() -> copies().size() == 2);
        await().until(() -> loop.health() instanceof Health.Ready);
        assertThat(failures).hasValue(3);
    }

    @Test
    void callsTickAgainAfterTheTimeItWishedFor() {
        AtomicInteger ticks = new AtomicInteger();
        stage.whenTicking = outbox -> {
            ticks.incrementAndGet();
            return Duration.ofMillis(20);
        };

        start(log, stage);

        await().atMost(Duration.ofSeconds(10)).until(() -> ticks.get() > 20);
    }

    @Test
    void commitsWhatATickPutsOutWithoutAnyInput() {
        AtomicInteger ticks = new AtomicInteger();
        stage.whenTicking = outbox -> {
            if (ticks.incrementAndGet() == 3) {
                outbox.add(output("ticked"));
            }
            return Duration.ofMillis(1);
        };

        start(log, stage);

        await().untilAsserted(() -> assertThat(copies()).containsExactly("ticked"));
    }

    @Test
    void ticksSoonAfterAWakeupHoweverLongItWishedToRest() {
        AtomicInteger ticks = new AtomicInteger();
        stage.whenTicking = outbox -> {
            ticks.incrementAndGet();
            return Duration.ofHours(1);
        };
        start(log, stage);
        await().until(() -> ticks.get() > 0);
        int before = ticks.get();

        stage.assignments.get(0).wakeup().run();

        // Unwoken, it would tick again after 5 s, the longest poll.
        await().atMost(Duration.ofSeconds(4)).until(() -> ticks.get() > before);
    }

    @Test
    void takesInputWhileWakeupsRainDown() {
        stage.whenTicking = outbox -> {
            stage.assignments.get(0).wakeup().run();
            return Duration.ofHours(1);
        };
        start(log, stage);

        append(1, 100);

        await().untilAsserted(() -> assertThat(copies()).containsExactlyElementsOf(names(1, 100)));
    }

    @Test
    void makesSeveralTransactionsOfALargeStep() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        EventLog counting = new CountingLog(log, sizes);
        stage.whenTaking = (record, outbox) -> {
            for (int i = 0; i < 24; i++) {
                outbox.add(output("part" + i));
                if (outbox.isFull()) {
                    outbox.flush();
                }
            }
        };
        start(counting, stage);

        append(1, 1);

        await().until(() -> copies().size() == 25);
        assertThat(sizes).containsExactly(10, 10, 5);
    }

    @Test
    void commitsNothingWhenNothingChanged() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        AtomicInteger ticks = new AtomicInteger();
        stage.whenTicking = outbox -> {
            ticks.incrementAndGet();
            return Duration.ofMillis(1);
        };

        start(new CountingLog(log, sizes), stage);

        await().until(() -> ticks.get() > 50);
        assertThat(sizes).isEmpty();
    }

    @Test
    void beginsWhereTheWorkWantsToBegin() {
        append(1, 5);
        stage.start = committed -> 3L;

        start(log, stage);

        await().untilAsserted(() -> assertThat(copies()).containsExactly("n4", "n5"));
    }

    @Test
    void startsAgainWithoutAlarmWhenAnotherOwnerTookOver() {
        AtomicReference<StageLoop> loop = new AtomicReference<>();
        loop.set(start(log, stage));
        await().until(() -> loop.get().health() instanceof Health.Ready);

        log.writer("copy-broadsheet.signals-0");
        append(1, 2);

        await().untilAsserted(() -> assertThat(copies()).containsExactly("n1", "n2"));
        await().until(() -> loop.get().health() instanceof Health.Ready);
        assertThat(stage.closed).containsExactly(false);
    }

    @Test
    void sharesPartitionsAmongInstancesAndHandsThemOver() {
        MemoryEventLog wide = new MemoryEventLog(4, InstantSource.system());
        StageLoop first = start(wide, stage);
        await().until(() -> stage.assignments.size() == 4);
        CopyingStage other = new CopyingStage();

        start(wide, other);

        await().until(() -> other.assignments.size() == 2);
        assertThat(other.assignments).extracting(Assignment::clean).containsOnly(true);
        assertThat(stage.closed).containsExactly(true, true);
        first.close();
        await().until(() -> other.assignments.size() == 4);
        loops.forEach(StageLoop::close);
        wide.close();
    }

    @Test
    void closesInOrderEvenIfItNeverStartedAndIfItIsClosedTwice() {
        StageLoop never = new StageLoop(log, stage, SETTINGS);
        never.close();

        StageLoop loop = start(log, stage);
        await().until(() -> loop.health() instanceof Health.Ready);
        loop.close();
        loop.close();

        assertThat(stage.closed).containsExactly(true);
    }

    @Test
    void endsInTimeWhenAStepDoesNot() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        stage.whenTaking = (record, outbox) -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        };
        StageLoop loop = start(log, stage);
        append(1, 1);
        await().until(() -> inside.getCount() == 0);

        long before = System.nanoTime();
        loop.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(stage.closed).containsExactly(false);
        assertThat(copies()).isEmpty();
    }

    private StageLoop start(EventLog on, Stage stage) {
        StageLoop loop = new StageLoop(on, stage, SETTINGS);
        loops.add(loop);
        loop.start();
        return loop;
    }

    private void append(int from, int to) {
        for (String name : names(from, to)) {
            log.append(new NewRecord(KafkaTopic.SIGNALS, "main", Optional.of(name.getBytes(UTF_8)), Map.of()))
                    .join();
        }
    }

    private static List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            names.add("n" + i);
        }
        return names;
    }

    private List<String> copies() {
        List<String> copies = new ArrayList<>();
        log.read(KafkaTopic.COMMITS, 0, 0, record -> copies.add(text(record)));
        return copies;
    }

    private static String text(LogRecord record) {
        return new String(record.value().orElseThrow(), UTF_8);
    }

    private static NewRecord output(String text) {
        return new NewRecord(KafkaTopic.COMMITS, "main", Optional.of(text.getBytes(UTF_8)), Map.of());
    }

    /** Fails so many of the commits to come, those that bring records. */
    private static final class FailingLog extends ForwardingLog {
        final AtomicInteger failures = new AtomicInteger();

        FailingLog(EventLog log) {
            super(log);
        }

        @Override
        protected void beforeCommit(List<NewRecord> records) {
            if (!records.isEmpty() && failures.getAndDecrement() > 0) {
                throw new LogFailure("the broker is away", null);
            }
        }
    }

    /** Notes the sizes of the transactions. */
    private static final class CountingLog extends ForwardingLog {
        private final List<Integer> sizes;

        CountingLog(EventLog log, List<Integer> sizes) {
            super(log);
            this.sizes = sizes;
        }

        @Override
        protected void beforeCommit(List<NewRecord> records) {
            sizes.add(records.size());
        }
    }
}
