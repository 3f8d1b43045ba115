package org.broadsheet.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.broadsheet.notify.testing.Events.post;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.ForwardingLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.notify.retry.AttemptOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong in an attempt, its permit goes back, once. */
class PermitsTest {
    private static final AttemptOutcome FAILED =
            new AttemptOutcome.Retryable(Optional.empty(), "a fault", Optional.empty());

    /** What goes wrong in the first two attempts of the three that are made. */
    private enum Fault {
        BEFORE_IT_IS_SENT,
        IN_A_CLASS_THAT_IS_NOT_THERE,
        WHEN_IT_IS_SENT,
        WHEN_IT_HAS_ENDED,
        ENDS_TWICE,
        CANNOT_BE_STOPPED;

        Sender in(Sender sender) {
            return switch (this) {
                case BEFORE_IT_IS_SENT ->
                    (webhook, secret, id, body, ended) -> {
                        throw new IllegalStateException("a fault");
                    };
                case IN_A_CLASS_THAT_IS_NOT_THERE ->
                    (webhook, secret, id, body, ended) -> {
                        throw new NoClassDefFoundError("a fault");
                    };
                case WHEN_IT_IS_SENT ->
                    (webhook, secret, id, body, ended) -> {
                        var unused = sender.send(webhook, secret, id, body, outcome -> {});
                        throw new IllegalArgumentException("a fault");
                    };
                case WHEN_IT_HAS_ENDED ->
                    (webhook, secret, id, body, ended) -> {
                        ended.accept(FAILED);
                        throw new IllegalStateException("a fault");
                    };
                case ENDS_TWICE ->
                    (webhook, secret, id, body, ended) -> {
                        ended.accept(FAILED);
                        ended.accept(FAILED);
                        return () -> {};
                    };
                case CANNOT_BE_STOPPED ->
                    (webhook, secret, id, body, ended) -> {
                        ended.accept(FAILED);
                        return () -> {
                            throw new IllegalStateException("a fault");
                        };
                    };
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void goBackWhateverGoesWrong(Fault fault) throws Exception {
        AtomicInteger faults = new AtomicInteger(2);
        try (TestReceiver receiver = new TestReceiver();
                DeliveryWorld world = DeliveryWorld.with(sender ->
                        (webhook, secret, id, body, ended) -> (faults.getAndDecrement() > 0 ? fault.in(sender) : sender)
                                .send(webhook, secret, id, body, ended))) {
            world.add(receiver.url());
            world.happens(post(Event.Type.POST_PUBLISHED, "a", 1));

            world.attempts(1);
            assertThat(world.underWay()).isZero();
            world.clock.advance(Duration.ofSeconds(6));
            world.attempts(2);
            assertThat(world.underWay()).isZero();
            world.clock.advance(Duration.ofMinutes(6));
            world.until(() -> world.waiting().isEmpty());

            assertThat(world.underWay()).isZero();
        }
    }

    @Test
    void goBackWhenTheProgramItselfFails() throws Exception {
        AtomicInteger faults = new AtomicInteger(3);
        try (TestReceiver receiver = new TestReceiver();
                DeliveryWorld world = DeliveryWorld.with(sender -> (webhook, secret, id, body, ended) -> {
                    if (faults.getAndDecrement() > 0) {
                        throw new StackOverflowError("a fault");
                    }
                    return sender.send(webhook, secret, id, body, ended);
                })) {
            goBackAtEachOfThreeFaults(world, receiver);
        }
    }

    @Test
    void goBackWhenTheEventCannotBeReadFromTheLog() throws Exception {
        AtomicInteger faults = new AtomicInteger(3);
        try (TestReceiver receiver = new TestReceiver();
                DeliveryWorld world = DeliveryWorld.onLog(log -> new ForwardingLog(log) {
                    @Override
                    public List<LogRecord> page(KafkaTopic topic, int partition, long from, int limit) {
                        if (topic == KafkaTopic.EVENTS && faults.getAndDecrement() > 0) {
                            throw new IllegalStateException("a fault");
                        }
                        return super.page(topic, partition, from, limit);
                    }
                })) {
            goBackAtEachOfThreeFaults(world, receiver);
        }
    }

    private static void goBackAtEachOfThreeFaults(DeliveryWorld world, TestReceiver receiver) throws IOException {
        world.add(receiver.url());
        world.happens(post(Event.Type.POST_PUBLISHED, "a", 1));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> world.until(() -> false)).hasStackTraceContaining("a fault");
            assertThat(world.underWay()).isZero();
            world.deliver().kill();
        }
        world.until(() -> world.waiting().isEmpty());

        assertThat(receiver.received()).hasSize(1);
        assertThat(world.underWay()).isZero();
    }

    /** What cannot be opened: sealed with a key that is not here, for another endpoint, or no base64 at all. */
    @ParameterizedTest
    @CsvSource({"k2, AAAAAAAAAAAAAAAA, AAAA", "k1, AAAAAAAAAAAAAAAA, AAAAAAAAAAAAAAAAAAAAAAAA", "k1, !, !", "k1, '', ''"
    })
    void goBackWhenASecretCannotBeOpened(String key, String nonce, String ciphertext) throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                DeliveryWorld world = new DeliveryWorld()) {
            world.add(
                    new EndpointId(new UUID(1, 2)),
                    receiver.url(),
                    true,
                    new Webhook.SealedSecret(key, nonce, ciphertext));
            world.add(receiver.url());
            world.happens(post(Event.Type.POST_PUBLISHED, "a", 1));
            world.happens(post(Event.Type.POST_PUBLISHED, "b", 2));

            world.until(
                    () -> receiver.received().size() == 2 && world.attempts().size() == 4);

            assertThat(world.underWay()).isZero();
            assertThat(world.waiting()).hasSize(2);
        }
    }

    @Test
    void goBackWhenThePartitionIsLetGoAndWhatIsUnderWayIsStopped() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        try (TestReceiver receiver = new TestReceiver();
                DeliveryWorld world = DeliveryWorld.with(sender ->
                        (webhook, secret, id, body, whenEnded) -> sender.send(webhook, secret, id, body, outcome -> {
                            whenEnded.accept(outcome);
                            ended.incrementAndGet();
                        }))) {
            receiver.hang(never);
            world.add(receiver.url());
            world.add(receiver.url());
            world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
            world.deliver().step();
            assertThat(world.underWay()).isEqualTo(2);

            world.deliver().kill();

            assertThat(world.underWay()).isZero();
            // Long before their time-out.
            Awaitility.await().atMost(DeliveryWorld.TIMEOUT.dividedBy(2)).until(() -> ended.get() == 2);
            assertThat(world.underWay()).isZero();
        } finally {
            never.countDown();
        }
    }

    @Test
    void goBackOfAnEndpointWhoseUrlIsNone() throws Exception {
        try (TestReceiver receiver = new TestReceiver();
                DeliveryWorld world = new DeliveryWorld()) {
            world.add("http://a b/");
            world.add("nowhere");
            world.add(receiver.url());
            world.happens(post(Event.Type.POST_PUBLISHED, "a", 1));

            world.attempts(3);

            assertThat(receiver.received()).hasSize(1);
            assertThat(world.underWay()).isZero();
            assertThat(world.waiting()).hasSize(2);
        }
    }

    @Test
    void areGivenBackOnce() {
        Permits permits = new Permits(1);
        Permits.Permit first = permits.acquire().orElseThrow();
        assertThat(permits.acquire()).isEmpty();

        first.close();
        Permits.Permit second = permits.acquire().orElseThrow();
        first.close();

        assertThat(permits.given()).isEqualTo(1);
        assertThat(permits.acquire()).isEmpty();
        second.close();
        assertThat(permits.given()).isZero();
    }
}
