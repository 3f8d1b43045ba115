package org.broadsheet.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.broadsheet.notify.testing.Events.post;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.testing.TestReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receivers that want more of us than an answer's time. */
@Timeout(120)
class HostileReceiverTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** For receivers that only the timeout ends. */
    private static final Duration SHORT = Duration.ofMillis(1_500);

    @Test
    void letsASlowDripOfHeadersEndWithTheTimeout() throws Exception {
        Attempt attempt = attempt(SHORT, (socket, out) -> {
            out.write(ascii(OK));
            for (int i = 0; true; i++) {
                out.write(ascii("X-" + i + ": drip\r\n"));
                out.flush();
                pause();
            }
        });

        assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
        assertThat(attempt.error().orElseThrow()).contains("no answer within");
        assertThat(attempt.millis()).isLessThan(SHORT.plusSeconds(15).toMillis());
    }

    @Test
    void letsAnEndlessBodyEndAtItsBoundAndCountsTheStatus() throws Exception {
        AtomicLong sent = new AtomicLong();
        Attempt attempt = attempt((socket, out) -> {
            out.write(ascii(OK + "Transfer-Encoding: chunked\r\n\r\n"));
            byte[] chunk = ascii("1000\r\n" + "x".repeat(0x1000) + "\r\n");
            while (true) {
                out.write(chunk);
                sent.addAndGet(chunk.length);
            }
        });

        assertThat(attempt.result()).isEqualTo(Attempt.Result.DELIVERED);
        assertThat(attempt.millis()).isLessThan(DeliveryWorld.TIMEOUT.toMillis());
        assertThat(sent.get()).as("what buffers hold, no more").isLessThan(64 << 20);
    }

    @Test
    void letsASlowBodyEndWithTheTimeoutAndCountsTheStatus() throws Exception {
        Attempt attempt = attempt(SHORT, (socket, out) -> {
            out.write(ascii("HTTP/1.1 500 No\r\nContent-Length: 1000\r\n\r\n"));
            while (true) {
                out.write('x');
                out.flush();
                pause();
            }
        });

        assertThat(attempt.status()).contains(500);
        assertThat(attempt.millis()).isLessThan(SHORT.plusSeconds(15).toMillis());
    }

    @Test
    void refusesHugeHeaders() throws Exception {
        Attempt attempt = attempt((socket, out) -> {
            out.write(ascii(OK + "X-Huge: "));
            byte[] more = ascii("y".repeat(4_096));
            while (true) {
                out.write(more);
            }
        });

        assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
        assertThat(attempt.error().orElseThrow()).doesNotContain("yyyy");
    }

    @Test
    void takesAResetForAFailure() throws Exception {
        Attempt attempt = attempt((socket, out) -> socket.setSoLinger(true, 0));

        assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
        assertThat(attempt.status()).isEmpty();
        assertThat(attempt.error().orElseThrow()).isNotBlank();
    }

    @Test
    void takesNoiseForAFailure() throws Exception {
        Attempt attempt = attempt((socket, out) -> {
            out.write(ascii("\u001b[31m not HTTP at all \r\n\r\n"));
            out.flush();
        });

        assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
        assertThat(attempt.error().orElseThrow()).doesNotContain("\u001b");
    }

    @Test
    void waitsThroughInterimAnswersNoLongerThanTheTimeout() throws Exception {
        Attempt attempt = attempt(SHORT, (socket, out) -> {
            while (true) {
                out.write(ascii("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"));
                out.flush();
                pause();
            }
        });

        assertThat(attempt.result()).isEqualTo(Attempt.Result.RETRYABLE);
        assertThat(attempt.millis()).isLessThan(SHORT.plusSeconds(15).toMillis());
    }

    @Test
    void leavesTheOthersAlone() throws Exception {
        try (DeliveryWorld world = new DeliveryWorld();
                TestReceiver silent = new TestReceiver();
                TestReceiver live = new TestReceiver()) {
            silent.hang(new CountDownLatch(1));
            for (int i = 0; i < 30; i++) {
                world.add(silent.url());
            }
            world.add(live.url());

            for (int i = 0; i < 20; i++) {
                world.happens(post(Event.Type.POST_PUBLISHED, "p" + i, i));
            }
            long begun = System.nanoTime();
            world.until(() -> live.received().size() == 20);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DeliveryWorld.TIMEOUT.dividedBy(2));
        }
    }

    private static Attempt attempt(TestReceiver.Answer behaviour) throws Exception {
        return attempt(DeliveryWorld.TIMEOUT, behaviour);
    }

    private static Attempt attempt(Duration timeout, TestReceiver.Answer behaviour) throws Exception {
        try (DeliveryWorld world = new DeliveryWorld(timeout);
                TestReceiver receiver = new TestReceiver()) {
            receiver.answer(one -> TestReceiver.Answer.raw(behaviour));
            world.add(receiver.url());
            world.happens(post(Event.Type.POST_PUBLISHED, "first", 1));
            return world.attempts(1).get(0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A drip is slow by nature: this is the receiver's doing, nothing waits for it. */
    private static void pause() throws InterruptedException {
        if (new CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts it down");
        }
    }
}
