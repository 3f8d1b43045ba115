package org.broadsheet.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SitesStageTest {
    private final List<List<String>> transactions = new CopyOnWriteArrayList<>();
    private final MemoryEventLog memory = new MemoryEventLog();
    private final EventLog log = new ForwardingLog(memory) {
        @Override
        protected void beforeCommit(List<NewRecord> records) {
            if (!records.isEmpty()) {
                transactions.add(records.stream().map(SitesStageTest::text).toList());
            }
        }
    };
    private final CopyingStage a = new CopyingStage();
    private final CopyingStage b = new CopyingStage();
    private final List<StageLoop> loops = new ArrayList<>();

    @AfterEach
    void closeAll() {
        loops.forEach(StageLoop::close);
        memory.close();
    }

    @Test
    void givesEachSiteItsOwnInOrder() {
        start("a", "b");
        append("a", 1, 150);
        append("b", 1, 100);
        append("a", 151, 300);

        await().untilAsserted(() -> {
            assertThat(copies("a")).containsExactlyElementsOf(names("a", 1, 300));
            assertThat(copies("b")).containsExactlyElementsOf(names("b", 1, 100));
        });
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(400));
    }

    @Test
    void goesOnWithOneSiteWhileAnotherIsBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        a.whenTaking = (record, outbox) -> waitFor(release);
        start("a", "b");
        // More than has room in memory.
        append("a", 1, 60);
        append("b", 1, 60);

        await().untilAsserted(() -> assertThat(copies("b")).containsExactlyElementsOf(names("b", 1, 60)));
        assertThat(copies("a")).isEmpty();
        assertThat(committed()).isZero();

        release.countDown();

        await().untilAsserted(() -> assertThat(copies("a")).containsExactlyElementsOf(names("a", 1, 60)));
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(120));
    }

    @Test
    void commitsOfOneSiteAtATime() {
        start("a", "b");
        for (int i = 1; i <= 100; i++) {
            append("a", i, i);
            append("b", i, i);
        }

        await().until(() -> copies("a").size() + copies("b").size() == 200);
        assertThat(transactions)
                .allSatisfy(records -> assertThat(
                                records.stream().map(text -> text.charAt(0)).distinct())
                        .hasSize(1));
    }

    @Test
    void beginsAgainWithTheSiteThatFailedAlone() {
        AtomicInteger failures = new AtomicInteger();
        a.whenTaking = (record, outbox) -> {
            if (text(record).equals("a7") && failures.incrementAndGet() <= 3) {
                throw new IllegalStateException("a disk is full");
            }
        };
        StageLoop loop = start("a", "b");
        append("a", 1, 9);
        append("b", 1, 9);

        await().untilAsserted(() -> assertThat(copies("b")).containsExactlyElementsOf(names("b", 1, 9)));
        await().untilAsserted(() -> assertThat(copies("a")).containsExactlyElementsOf(names("a", 1, 9)));
        assertThat(a.assignments).hasSizeGreaterThan(1);
        assertThat(b.assignments).hasSize(1);
        await().until(() -> loop.health() instanceof Health.Ready);
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(18));
    }

    @Test
    void isMendedWithoutNewRecordsAndTakesThoseThatComeAtOnce() {
        AtomicInteger failures = new AtomicInteger();
        a.whenTicking = outbox -> {
            if (failures.incrementAndGet() == 3) {
                throw new IllegalStateException("a disk is full");
            }
            return Duration.ofMinutes(5);
        };
        StageLoop loop = start("a", "b");
        for (int i = 1; i <= 5; i++) {
            append("a", i, i);
        }

        await().untilAsserted(() -> assertThat(copies("a")).containsExactlyElementsOf(names("a", 1, 5)));
        append("a", 6, 6);
        await().atMost(Duration.ofSeconds(20)).until(() -> copies("a").size() == 6);
        await().until(() -> loop.health() instanceof Health.Ready);
    }

    @Test
    void saysWhichSiteCannotWorkAndKeepsItsRecords() {
        a.whenTaking = (record, outbox) -> {
            throw new IllegalStateException("a disk is full");
        };
        StageLoop loop = start("a", "b");
        append("a", 1, 1);
        append("b", 1, 5);

        await().until(() -> copies("b").size() == 5);
        await().until(() -> loop.health() instanceof Health.Failing);
        assertThat(committed()).isZero();

        loop.close();
        a.whenTaking = (record, outbox) -> {};
        start("a", "b");

        await().untilAsserted(() -> assertThat(copies("a")).containsExactly("a1"));
    }

    @Test
    void handsOverInOrderOnlyWhenAllSitesHave() throws Exception {
        StageLoop first = start("a", "b");
        append("a", 1, 3);
        await().until(() -> copies("a").size() == 3);
        first.close();
        assertThat(a.closed).containsExactly(true);
        assertThat(b.closed).containsExactly(true);

        CountDownLatch begun = new CountDownLatch(1);
        a.whenTaking = (record, outbox) -> {
            begun.countDown();
            waitFor(new CountDownLatch(1));
        };
        StageLoop second = start("a", "b");
        append("a", 4, 4);
        assertThat(begun.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        second.close();

        a.whenTaking = (record, outbox) -> {};
        start("a", "b");
        await().untilAsserted(() -> assertThat(copies("a")).containsExactlyElementsOf(names("a", 1, 4)));
        assertThat(a.assignments).extracting(Stage.Assignment::clean).containsExactly(false, true, false);
    }

    @Test
    void keepsFromWhereOnASiteWasPassedOver() {
        StageLoop first = start("a");
        append("a", 1, 2);
        append("b", 1, 5);
        append("a", 3, 4);
        await().until(() -> copies("a").size() == 4);
        await().untilAsserted(() -> assertThat(problems()).containsOnlyKeys("b/render/broadsheet.signals/0/2"));
        assertThat(problems()
                        .get("b/render/broadsheet.signals/0/2")
                        .problems()
                        .getFirst()
                        .message())
                .contains("the site b is not configured for render")
                .contains("offset 2");
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(9));
        first.close();

        start("a", "b");

        await().untilAsserted(() -> assertThat(copies("b")).containsExactlyElementsOf(names("b", 1, 5)));
        assertThat(copies("a")).hasSize(4);
        await().untilAsserted(() -> assertThat(problems()).isEmpty());
    }

    @Test
    void saysOnceForEachStartThatASiteIsNotConfigured() {
        StageLoop first = start("a");
        append("b", 1, 5);
        await().until(() -> problems().size() == 1);
        first.close();
        start("a");
        append("b", 6, 9);
        append("a", 1, 1);
        await().until(() -> copies("a").size() == 1);

        assertThat(problems()).containsOnlyKeys("b/render/broadsheet.signals/0/0");
    }

    private StageLoop start(String... sites) {
        Map<SiteId, Stage> stages = new LinkedHashMap<>();
        for (String site : sites) {
            stages.put(new SiteId(site), site.equals("a") ? a : b);
        }
        StageLoop loop = new StageLoop(
                log,
                new SitesStage(log, Role.RENDER, stages, StageLoopTest.SETTINGS, InstantSource.system()),
                StageLoopTest.SETTINGS);
        loops.add(loop);
        loop.start();
        await().until(() -> loop.health() instanceof Health.Ready);
        return loop;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void append(String site, int from, int to) {
        for (String name : names(site, from, to)) {
            log.append(new NewRecord(KafkaTopic.SIGNALS, site, Optional.of(name.getBytes(UTF_8)), Map.of()))
                    .join();
        }
    }

    private static List<String> names(String site, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> site + i).toList();
    }

    private List<String> copies(String site) {
        List<String> copies = new ArrayList<>();
        log.read(KafkaTopic.COMMITS, 0, 0, record -> {
            if (record.key().equals(site)) {
                copies.add(text(record));
            }
        });
        return copies;
    }

    private Map<String, PathProblems> problems() {
        return Records.latest(memory, KafkaTopic.PROBLEMS, PathProblems.class);
    }

    private long committed() {
        try (EventLog.Subscription looking = log.subscribe("copy", KafkaTopic.SIGNALS)) {
            return looking.committed(0).offset();
        }
    }

    private static String text(LogRecord record) {
        return new String(record.value().orElseThrow(), UTF_8);
    }

    private static String text(NewRecord record) {
        return new String(record.value().orElse(new byte[0]), UTF_8);
    }
}
