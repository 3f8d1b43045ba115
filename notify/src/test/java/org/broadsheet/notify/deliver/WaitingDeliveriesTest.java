package org.broadsheet.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.broadsheet.common.id.DeliveryId;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Json;
import org.broadsheet.notify.deliver.WaitingDeliveries.Heard;
import org.broadsheet.notify.deliver.WaitingDeliveries.Standing;
import org.broadsheet.notify.testing.Events;
import org.junit.jupiter.api.Test;

class WaitingDeliveriesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final EndpointId ENDPOINT = new EndpointId(new UUID(1, 1));

    private final WaitingDeliveries waiting = allLive();

    /** The least of three, as the heap is that of the whole JVM. */
    @Test
    void holdsAMillionInASmallHeap() {
        long bytes = LongStream.generate(WaitingDeliveriesTest::bytesOfEach)
                .limit(3)
                .min()
                .orElseThrow();

        assertThat(bytes).as("bytes each").isLessThanOrEqualTo(220);
    }

    private static WaitingDeliveries allLive() {
        WaitingDeliveries live = new WaitingDeliveries(4, WaitingDeliveriesTest::pause);
        live.know(endpoint -> Standing.LIVE);
        return live;
    }

    private static long bytesOfEach() {
        int number = 100_000;
        WaitingDeliveries many = allLive();
        long before = usedHeap();
        for (int i = 0; i < number; i++) {
            // As read from the log: nothing is shared.
            many.put(Json.read(Json.write(delivery(i, i, 0, NOW)), Delivery.class));
        }
        long bytes = (usedHeap() - before) / number;
        assertThat(many.size()).isEqualTo(number);
        return bytes;
    }

    @Test
    void holdsTheLatestOfEachWhateverTheLogHoldsBeside() {
        for (int i = 0; i < 1_000; i++) {
            waiting.put(delivery(i, i % 10, 0, NOW));
            waiting.put(delivery(i, i % 10, 1, NOW.minusSeconds(i)));
            if (i % 100 != 7) {
                waiting.remove(new Delivery.Key(ENDPOINT, new DeliveryId(0, i)));
            }
        }

        assertThat(waiting.size()).isEqualTo(10);
        assertThat(attempted(NOW)).containsExactly(7L, 107L, 207L, 307L, 407L, 507L, 607L, 707L, 807L, 907L);
        assertThat(waiting.size()).isZero();
    }

    @Test
    void keepsTheOrderOfASubjectThoughALaterOneIsDueFirst() {
        waiting.put(delivery(3, 1, 1, NOW));
        waiting.put(delivery(2, 1, 1, NOW.plusSeconds(60)));
        waiting.put(delivery(5, 2, 1, NOW.plusSeconds(30)));

        assertThat(next(NOW)).isEmpty();
        assertThat(waiting.nextDue()).contains(NOW.plusSeconds(30));
        assertThat(attempted(NOW.plusSeconds(60))).containsExactly(5L, 2L, 3L);
    }

    @Test
    void takesOutAllButWhatIsUnderWay() {
        for (int i = 0; i < 10; i++) {
            waiting.put(delivery(i, i % 2, 0, NOW));
        }
        Delivery underWay = next(NOW).orElseThrow();

        List<Delivery> some = waiting.removeIdle(ENDPOINT, 5);
        List<Delivery> rest = waiting.removeIdle(ENDPOINT, 5);

        assertThat(some).hasSize(5).doesNotContain(underWay);
        assertThat(rest).hasSize(4).doesNotContain(underWay).doesNotContainAnyElementsOf(some);
        assertThat(waiting.size()).isEqualTo(1);
        assertThat(next(NOW)).isEmpty();
        waiting.settle(underWay, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        assertThat(waiting.removeIdle(ENDPOINT, 5)).isEmpty();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void looksAtNoMoreEndpointsForADeliveryHoweverManyAreDead() {
        assertThat(looksPerDelivery(500)).isEqualTo(looksPerDelivery(5)).isLessThanOrEqualTo(4);
    }

    /** As a partition does it, which settles, takes out, begins and asks for the next time. */
    private static long looksPerDelivery(int dead) {
        WaitingDeliveries many = allLive();
        for (int endpoint = 0; endpoint <= dead; endpoint++) {
            for (int i = 0; i < 10; i++) {
                many.put(delivery(new EndpointId(new UUID(1, endpoint)), i, i, List.of(), 0, NOW));
            }
        }
        EndpointId lives = new EndpointId(new UUID(1, 0));
        for (Optional<Delivery> next = many.next(NOW, 64); next.isPresent(); next = many.next(NOW, 64)) {
            Delivery delivery = next.get();
            if (delivery.endpoint().equals(lives)) {
                many.settle(delivery, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
            } else {
                Delivery again = delivery.again(1, NOW.plusSeconds(5));
                many.settle(delivery, Optional.of(again), Heard.FAILED, Optional.empty(), NOW);
            }
            assertThat(many.removeOutlived(Duration.ofDays(2), 100)).isEmpty();
        }
        long before = many.looks();
        for (int i = 100; i < 200; i++) {
            many.put(delivery(lives, i, i, List.of(), 0, NOW));
            Delivery next = many.next(NOW, 64).orElseThrow();
            many.settle(next, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
            assertThat(many.removeOutlived(Duration.ofDays(2), 100)).isEmpty();
            assertThat(many.unwanted()).isEmpty();
            assertThat(many.next(NOW, 64)).isEmpty();
            assertThat(many.nextDue()).isPresent();
            assertThat(many.size()).isEqualTo(10 * dead);
        }
        return (many.looks() - before) / 100;
    }

    @Test
    void givesEachEndpointItsTurn() {
        for (int endpoint = 1; endpoint <= 3; endpoint++) {
            for (int i = 0; i < 10; i++) {
                waiting.put(delivery(new EndpointId(new UUID(1, endpoint)), i, i, List.of(), 0, NOW));
            }
        }

        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Delivery next = next(NOW).orElseThrow();
            turns.add(next.endpoint().value().getLeastSignificantBits());
            waiting.settle(next, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        }

        assertThat(turns).containsExactly(1L, 2L, 3L, 1L, 2L, 3L, 1L, 2L, 3L);
    }

    @Test
    void leavesRoomForThoseThatLiveBesideThoseThatMayBeDead() {
        EndpointId lives = new EndpointId(new UUID(1, 9));
        waiting.put(delivery(lives, 0, 0, List.of(), 0, NOW));
        waiting.settle(next(NOW).orElseThrow(), Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        for (int endpoint = 1; endpoint <= 3; endpoint++) {
            waiting.put(delivery(new EndpointId(new UUID(1, endpoint)), endpoint, 0, List.of(), 0, NOW));
        }
        assertThat(waiting.next(NOW, 2)).isPresent();
        Delivery other = waiting.next(NOW, 2).orElseThrow();

        assertThat(waiting.next(NOW, 2)).isEmpty();
        waiting.put(delivery(lives, 10, 0, List.of(), 0, NOW));
        assertThat(waiting.next(NOW, 2).map(Delivery::endpoint)).contains(lives);
        waiting.settle(other, Optional.empty(), Heard.FAILED, Optional.empty(), NOW);
        assertThat(waiting.next(NOW, 2)).isPresent();
    }

    @Test
    void attemptsNothingAfterTheClockWasPutBackAndAllOfItWhenItIsThereAgain() {
        for (int endpoint = 1; endpoint <= 3; endpoint++) {
            waiting.put(delivery(new EndpointId(new UUID(1, endpoint)), endpoint, 0, List.of(), 0, NOW));
        }
        assertThat(waiting.next(NOW, 1)).isPresent();

        assertThat(next(NOW.minusSeconds(60))).isEmpty();
        assertThat(waiting.nextDue()).contains(NOW);
        assertThat(begin()).hasSize(2);
    }

    @Test
    void endsWhatWaitsForThoseThatWantNoMoreAndKeepsWhatWaitsForTheUnknown() {
        EndpointId unknown = new EndpointId(new UUID(1, 2));
        waiting.put(delivery(0, 0, 0, NOW));
        waiting.put(delivery(1, 1, 0, NOW));
        waiting.put(delivery(unknown, 2, 2, List.of(), 0, NOW));
        Delivery underWay = next(NOW).orElseThrow();

        waiting.know(endpoint -> endpoint.equals(unknown) ? Standing.UNKNOWN : Standing.NO_MORE);

        assertThat(waiting.unwanted()).containsExactly(ENDPOINT);
        assertThat(next(NOW)).isEmpty();
        assertThat(waiting.removeIdle(ENDPOINT, 10)).hasSize(1);
        assertThat(waiting.unwanted()).as("what is under way ends by itself").isEmpty();
        waiting.settle(underWay, Optional.of(underWay), Heard.FAILED, Optional.empty(), NOW);
        assertThat(waiting.unwanted()).containsExactly(ENDPOINT);
        waiting.put(delivery(3, 3, 0, NOW));
        assertThat(waiting.removeIdle(ENDPOINT, 10)).hasSize(2);
        waiting.know(endpoint -> Standing.LIVE);
        assertThat(begin()).extracting(Delivery::endpoint).containsExactly(unknown);
    }

    @Test
    void attemptsOneAtATimeUntilItKnowsThatTheEndpointLives() {
        for (int i = 0; i < 10; i++) {
            waiting.put(delivery(i, i, 0, NOW));
        }

        Delivery first = next(NOW).orElseThrow();
        assertThat(next(NOW)).as("before the first outcome").isEmpty();
        waiting.settle(first, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        List<Delivery> four = begin();
        waiting.settle(four.get(0), Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        waiting.settle(
                four.get(1), Optional.of(delivery(2, 2, 1, NOW.plusSeconds(5))), Heard.FAILED, Optional.empty(), NOW);
        List<Delivery> afterAFailure = begin();

        assertThat(four).hasSize(4);
        assertThat(afterAFailure).isEmpty();
    }

    @Test
    void countsWhatFailedTogetherAsOneOutage() {
        for (int i = 0; i < 10; i++) {
            waiting.put(delivery(i, i, 0, NOW));
        }
        Delivery first = next(NOW).orElseThrow();
        waiting.settle(first, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);

        begin().forEach(this::fails);

        assertThat(begin()).isEmpty();
        assertThat(waiting.nextDue()).as("the first pause").contains(NOW.plus(pause(1)));
        fails(next(NOW.plus(pause(1))).orElseThrow());
        assertThat(waiting.nextDue()).as("the second").contains(NOW.plus(pause(2)));
    }

    @Test
    void asksADeadEndpointByWhatHasFailedLeast() {
        for (int i = 0; i < 5; i++) {
            waiting.put(delivery(i, i, 3, NOW.minusSeconds(60)));
        }
        fails(next(NOW).orElseThrow());
        fails(next(NOW).orElseThrow());

        waiting.put(delivery(7, 7, 0, NOW));
        waiting.put(delivery(8, 8, 0, NOW.plusSeconds(120)));

        assertThat(next(NOW.plus(pause(1))).map(delivery -> delivery.id().offset()))
                .contains(7L);
    }

    @Test
    void putsNothingBehindDeliveriesThatAreRefusedForLong() {
        for (int i = 0; i < 100; i++) {
            waiting.put(delivery(i, i, 0, NOW));
        }
        Instant now = NOW;
        for (int probe = 0; probe < 300; probe++) {
            fails(next(now).orElseThrow(), now);
            now = waiting.nextDue().orElseThrow();
        }

        waiting.put(delivery(500, 500, 0, now));

        assertThat(next(now).map(delivery -> delivery.id().offset())).contains(500L);
    }

    @Test
    void keepsWhatIsUnderWayThoughAnOlderOneOfItsSubjectIsToBeToldAgain() {
        waiting.put(delivery(1, 1, 0, NOW));
        waiting.put(delivery(2, 2, 0, NOW));
        fails(next(NOW).orElseThrow());
        fails(next(NOW).orElseThrow());
        waiting.put(delivery(5, 1, 0, NOW));
        waiting.put(delivery(6, 2, 0, NOW));
        Delivery probe = next(NOW.plus(pause(5))).orElseThrow();
        waiting.put(delivery(0, 1, 0, NOW));
        waiting.put(delivery(0, 2, 0, NOW));

        assertThat(waiting.removeIdle(ENDPOINT, 100)).doesNotContain(probe);
        assertThat(waiting.size()).isEqualTo(1);
    }

    @Test
    void takesOutWhatIsOlderThanItIsTriedWhenTheEndpointFailsAgain() {
        Duration age = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            waiting.put(delivery(i, i, 0, NOW));
        }
        assertThat(waiting.removeOutlived(age, 100))
                .as("nobody knows whether it lives")
                .isEmpty();

        fails(next(NOW).orElseThrow());
        assertThat(waiting.removeOutlived(age, 100)).as("a single failure").isEmpty();
        fails(next(NOW).orElseThrow());

        assertThat(waiting.removeOutlived(age.plusSeconds(1), 100))
                .as("younger")
                .isEmpty();
        fails(next(NOW.plus(pause(1))).orElseThrow());
        assertThat(waiting.removeOutlived(age, 1)).as("at once").hasSize(1);
        assertThat(waiting.removeOutlived(age, 100)).as("the rest that is due").hasSize(1);
        assertThat(waiting.size()).as("what has a time of its own").isEqualTo(3);
        assertThat(waiting.removeOutlived(age, 100)).isEmpty();
    }

    /** It is tried again, by a schedule of its own. */
    private void fails(Delivery delivery) {
        fails(delivery, NOW);
    }

    private void fails(Delivery delivery, Instant now) {
        Delivery again = delivery.again(delivery.attempts() + 1, now.plusSeconds(5));
        waiting.settle(delivery, Optional.of(again), Heard.FAILED, Optional.empty(), now);
    }

    private static Duration pause(int failures) {
        return Duration.ofMinutes(failures);
    }

    @Test
    void whatComesForAnEndpointOfWhichNothingWasLeftWaitsOn() {
        Duration age = Duration.ofDays(1);
        waiting.put(delivery(0, 0, 0, NOW));
        for (int i = 1; i <= 2; i++) {
            Delivery failed = next(NOW).orElseThrow();
            waiting.settle(failed, Optional.of(failed.again(i, NOW)), Heard.FAILED, Optional.empty(), NOW);
        }
        // Exactly as many as there are, so that nobody knows whether there are more.
        assertThat(waiting.removeOutlived(age, 1)).hasSize(1);
        waiting.put(delivery(7, 7, 0, NOW));
        waiting.put(delivery(8, 8, 0, NOW));

        assertThat(waiting.removeOutlived(age, 100)).isEmpty();

        Delivery seventh = next(NOW).orElseThrow();
        waiting.settle(seventh, Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        assertThat(next(NOW.plusSeconds(3600)).map(d -> d.id().offset())).contains(8L);
        assertThat(waiting.size()).isEqualTo(1);
    }

    @Test
    void remembersThatAnEndpointLivesWhenNothingWaits() {
        waiting.put(delivery(1, 1, 0, NOW));
        attempted(NOW);
        waiting.put(delivery(2, 2, 0, NOW));
        waiting.put(delivery(3, 3, 0, NOW));

        assertThat(begin()).hasSize(2);
    }

    @Test
    void tellsOfAPostAndOfAUrlInTheOrderOfTheEventsWhateverFails() {
        Random random = new Random(7);
        List<Delivery> open = new ArrayList<>();
        List<Delivery> begun = new ArrayList<>();
        Instant now = NOW;
        for (int step = 0; step < 2_000 || !open.isEmpty(); step++) {
            if (step < 1_000) {
                List<Long> urls = random.longs(1, 20)
                        .limit(random.nextInt(3))
                        .distinct()
                        .boxed()
                        .toList();
                Delivery delivery = delivery(ENDPOINT, step, random.nextInt(20), urls, 0, now);
                open.add(delivery);
                waiting.put(delivery);
            }
            next(now).ifPresent(next -> {
                assertThat(open.stream().filter(each -> isToldBefore(each, next)))
                        .as("open, and to be told before %s", next)
                        .isEmpty();
                begun.add(next);
            });
            if (!begun.isEmpty() && random.nextBoolean()) {
                Delivery ended = begun.remove(random.nextInt(begun.size()));
                if (random.nextInt(3) == 0) {
                    fails(ended, now);
                } else {
                    waiting.settle(ended, Optional.empty(), Heard.TOOK_IT, Optional.empty(), now);
                    open.removeIf(each -> each.id().equals(ended.id()));
                }
            }
            if (random.nextInt(50) == 0 && begun.isEmpty() && !open.isEmpty()) {
                Delivery removed = open.remove(random.nextInt(open.size()));
                waiting.remove(new Delivery.Key(ENDPOINT, removed.id()));
            }
            now = now.plusSeconds(1);
            assertThat(step).as("steps").isLessThan(100_000);
        }

        assertThat(waiting.size()).isZero();
    }

    private static boolean isToldBefore(Delivery one, Delivery other) {
        return one.id().offset() < other.id().offset()
                && (one.subject().equals(other.subject()) || !Collections.disjoint(one.urls(), other.urls()));
    }

    private Optional<Delivery> next(Instant now) {
        return waiting.next(now, 64);
    }

    private List<Delivery> begin() {
        List<Delivery> begun = new ArrayList<>();
        for (Optional<Delivery> next = next(NOW); next.isPresent(); next = next(NOW)) {
            begun.add(next.get());
        }
        return begun;
    }

    /** The offsets of all that is due, each delivered before the next. */
    private List<Long> attempted(Instant now) {
        List<Long> attempted = new ArrayList<>();
        for (Optional<Delivery> next = next(now); next.isPresent(); next = next(now)) {
            attempted.add(next.get().id().offset());
            waiting.settle(next.get(), Optional.empty(), Heard.TOOK_IT, Optional.empty(), NOW);
        }
        return attempted;
    }

    private static Delivery delivery(long offset, int subject, int attempts, Instant due) {
        return delivery(ENDPOINT, offset, subject, List.of(subject + 1L), attempts, due);
    }

    private static Delivery delivery(
            EndpointId endpoint, long offset, int subject, List<Long> urls, int attempts, Instant due) {
        return new Delivery(
                new DeliveryId(0, offset),
                endpoint,
                Events.SITE,
                new UUID(2, offset),
                new UUID(3, subject),
                urls,
                attempts,
                NOW.minus(Duration.ofDays(1)),
                due);
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
