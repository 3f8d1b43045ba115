package org.broadsheet.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.broadsheet.notify.testing.Events.post;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.StageDriver;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.testing.Events;
import org.broadsheet.notify.testing.SettableClock;
import org.broadsheet.notify.webhook.Endpoints;
import org.junit.jupiter.api.Test;

class DispatchTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final MemoryEventLog log = new MemoryEventLog(1, clock);
    private final DispatchStage stage =
            new DispatchStage(List.of(Events.SITE), log, new Endpoints(log, Events.SITE, clock), clock);

    @Test
    void makesOneDeliveryForEachEndpointThatWantsTheEvent() throws Exception {
        Webhook all = add(List.of(), List.of());
        Webhook posts = add(List.of("post.*"), List.of());
        Webhook life = add(List.of(), List.of("Life"));
        StageDriver driver = new StageDriver(log, stage).open();

        happens(post(Event.Type.POST_PUBLISHED, "a", 1, "life"));
        happens(post(Event.Type.PAGE_PUBLISHED, "b", 2));
        happens(Events.release(3, false));
        driver.step();

        assertThat(deliveriesTo(all)).hasSize(3);
        assertThat(deliveriesTo(posts)).hasSize(1);
        assertThat(deliveriesTo(life)).hasSize(1);
        assertThat(deliveries()).allSatisfy(delivery -> {
            assertThat(delivery.attempts()).isZero();
            assertThat(delivery.dueAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void tellsAnEndpointNothingOfWhatWasBefore() throws Exception {
        happens(post(Event.Type.POST_PUBLISHED, "a", 1));
        Webhook late = add(List.of(), List.of());
        StageDriver driver = new StageDriver(log, stage).open();

        happens(post(Event.Type.POST_UPDATED, "a", 2));
        driver.step();

        assertThat(deliveriesTo(late)).singleElement().extracting(Delivery::id).isEqualTo(new DeliveryId(0, 1));
    }

    @Test
    void tellsAnEndpointThatWasAddedWhileItRuns() throws Exception {
        StageDriver driver = new StageDriver(log, stage).open();
        happens(post(Event.Type.POST_PUBLISHED, "a", 1));
        driver.step();

        Webhook added = add(List.of(), List.of());
        happens(post(Event.Type.POST_UPDATED, "a", 2));
        driver.step();

        assertThat(deliveriesTo(added)).hasSize(1);
    }

    @Test
    void tellsNobodyOfBackfill() throws Exception {
        add(List.of(), List.of());
        StageDriver driver = new StageDriver(log, stage).open();

        happens(Events.release(1, true));
        driver.step();

        assertThat(deliveries()).isEmpty();
        assertThat(driver.committed()).isEqualTo(1);
    }

    @Test
    void dispatchesEachEventOnceHoweverManyTransactionsItTakes() throws Exception {
        for (int i = 0; i < 7; i++) {
            add(List.of(), List.of());
        }
        StageDriver driver = new StageDriver(log, stage).open();
        driver.transaction = 10;
        for (int i = 0; i < 5; i++) {
            happens(post(Event.Type.POST_PUBLISHED, "p" + i, i));
        }

        driver.step();
        long half = driver.committed();
        int committed = deliveries().size();
        driver.kill();
        while (driver.committed() < 5) {
            driver.step();
        }

        assertThat(half).as("whole events only").isEqualTo(2);
        assertThat(committed).isEqualTo(14);
        assertThat(deliveries()).hasSize(35);
        assertThat(deliveries()).extracting(Delivery::key).doesNotHaveDuplicates();
    }

    @Test
    void holdsOnlySoMuchOfABacklogAndDispatchesItOnce() throws Exception {
        add(List.of(), List.of());
        for (int i = 0; i < 2_500; i++) {
            happens(post(Event.Type.POST_PUBLISHED, "p" + i, i));
        }
        Stage.Work work = stage.open(new Stage.Assignment(0, 0, false, () -> {}));
        Stage.Outbox outbox = new AppendingOutbox();

        List<WeakReference<LogRecord>> came = new ArrayList<>();
        for (long from = 0; from < 2_500; from += 500) {
            came.addAll(take(work, from, outbox));
        }
        ManagementFactory.getMemoryMXBean().gc();
        long held = came.stream().filter(entry -> entry.get() != null).count();
        while (work.position() < 2_500) {
            work.tick(outbox);
        }
        // What was read again may come as well.
        work.take(log.page(KafkaTopic.EVENTS, 0, 2_400, 100), outbox);
        work.tick(outbox);

        assertThat(held).isLessThanOrEqualTo(1_000);
        assertThat(deliveries())
                .extracting(delivery -> delivery.id().offset())
                .containsExactlyElementsOf(LongStream.range(0, 2_500).boxed().toList());
    }

    private List<WeakReference<LogRecord>> take(Stage.Work work, long from, Stage.Outbox outbox) throws IOException {
        List<LogRecord> polled = log.page(KafkaTopic.EVENTS, 0, from, 500).stream()
                .map(DispatchTest::copy)
                .toList();
        work.take(polled, outbox);
        return polled.stream().map(WeakReference::new).toList();
    }

    private static LogRecord copy(LogRecord entry) {
        return new LogRecord(
                entry.topic(),
                entry.partition(),
                entry.offset(),
                entry.key(),
                entry.value(),
                entry.headers(),
                entry.appendedAt());
    }

    private final class AppendingOutbox implements Stage.Outbox {
        @Override
        public void add(NewRecord record) {
            log.append(record).join();
        }

        @Override
        public boolean isFull(int moreRecords, long moreBytes) {
            return false;
        }

        @Override
        public void flush() {}
    }

    @Test
    void passesOverAnEventThatCannotBeRead() throws Exception {
        Webhook all = add(List.of(), List.of());
        StageDriver driver = new StageDriver(log, stage).open();
        log.append(new NewRecord(KafkaTopic.EVENTS, "main", Optional.of(new byte[] {1}), Map.of("ce_type", "x")))
                .join();

        happens(post(Event.Type.POST_PUBLISHED, "a", 1));
        driver.step();

        assertThat(deliveriesTo(all)).hasSize(1);
        List<String> problems = new ArrayList<>();
        log.read(KafkaTopic.PROBLEMS, 0, 0, entry -> entry.value().ifPresent(value -> problems.add(entry.key())));
        assertThat(problems).containsExactly("main/notify/broadsheet.events/main");
    }

    private Webhook add(List<String> events, List<String> topics) {
        EndpointId id = new EndpointId(UUID.randomUUID());
        Webhook webhook = new Webhook(
                id,
                Events.SITE,
                "http://127.0.0.1:1/",
                events,
                topics,
                "",
                new Webhook.SealedSecret("k1", "", ""),
                true,
                clock.instant(),
                Map.of(0, log.end(KafkaTopic.EVENTS, 0)));
        log.append(NewRecord.of(KafkaTopic.WEBHOOKS, id.toString(), webhook)).join();
        return webhook;
    }

    private void happens(Event event) {
        log.append(NewRecord.of(event)).join();
    }

    private List<Delivery> deliveriesTo(Webhook webhook) {
        return deliveries().stream()
                .filter(delivery -> delivery.endpoint().equals(webhook.id()))
                .toList();
    }

    private List<Delivery> deliveries() {
        return Records.all(log, KafkaTopic.DELIVERIES, Delivery.class);
    }
}
