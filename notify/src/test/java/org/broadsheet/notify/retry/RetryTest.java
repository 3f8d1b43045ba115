package org.broadsheet.notify.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final RetrySchedule SCHEDULE =
            new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofDays(2)), 0.2);
    private static final RandomGenerator NO_CHANCE = () -> 0;

    @Test
    void waitsTheSchedulesPauseAfterEachAttempt() {
        assertThat(next(1, Optional.empty())).contains(NOW.plusSeconds(5));
        assertThat(next(2, Optional.empty())).contains(NOW.plusSeconds(300));
        assertThat(next(3, Optional.empty())).contains(NOW.plus(Duration.ofDays(2)));
        assertThat(next(4, Optional.empty())).isEmpty();
    }

    @Test
    void addsChanceWithinItsBounds() {
        RandomGenerator random = new SplittableRandom(7);

        for (int i = 0; i < 1_000; i++) {
            Instant next = SCHEDULE.next(2, NOW, Optional.empty(), random).orElseThrow();

            assertThat(next).isBetween(NOW.plusSeconds(300), NOW.plusSeconds(360));
        }
    }

    @Test
    void hearsTheEndpointsWishIfItIsLongerThanItsOwnPause() {
        assertThat(next(1, Optional.of(Duration.ofSeconds(90)))).contains(NOW.plusSeconds(90));
        assertThat(next(1, Optional.of(Duration.ofSeconds(1)))).contains(NOW.plusSeconds(5));
    }

    @Test
    void refusesSchedulesThatAreNone() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(), 1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofSeconds(-1)), 0))
                .hasMessageContaining("PT-1S");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEverySuccessForDelivered(int status) {
        assertThat(AttemptOutcome.ofStatus(status, Optional.empty())).isEqualTo(new AttemptOutcome.Delivered(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 308, 400, 401, 403, 404, 429, 500, 502, 503, 504, 999})
    void takesAllElseForAFailureThatMayPass(int status) {
        assertThat(AttemptOutcome.ofStatus(status, Optional.empty()))
                .isInstanceOfSatisfying(AttemptOutcome.Retryable.class, retryable -> {
                    assertThat(retryable.status()).contains(status);
                    assertThat(retryable.reason()).contains(Integer.toString(status));
                });
    }

    @Test
    void takes410ForTheEnd() {
        assertThat(AttemptOutcome.ofStatus(410, Optional.empty())).isInstanceOf(AttemptOutcome.Gone.class);
    }

    @Test
    void hearsRetryAfterWithEveryFailure() {
        Optional<Duration> wish = Optional.of(Duration.ofSeconds(30));

        assertThat(wish(AttemptOutcome.ofStatus(429, wish))).isEqualTo(wish);
        assertThat(wish(AttemptOutcome.ofStatus(503, wish))).isEqualTo(wish);
        assertThat(wish(AttemptOutcome.ofStatus(500, wish))).isEqualTo(wish);
        assertThat(wish(AttemptOutcome.ofStatus(302, wish))).isEqualTo(wish);
    }

    @Test
    void readsRetryAfterAsSecondsOrDate() {
        assertThat(RetryAfter.parse(" 120 ", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 10:05:00 GMT", NOW)).contains(Duration.ofMinutes(5));
        assertThat(RetryAfter.parse("999999999", NOW))
                .as("no longer than a day")
                .contains(Duration.ofDays(1));
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 09:00:00 GMT", NOW)).isEmpty();
        assertThat(RetryAfter.parse("-5", NOW)).isEmpty();
        assertThat(RetryAfter.parse("99999999999999999999", NOW)).isEmpty();
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("", NOW)).isEmpty();
    }

    private static Optional<Instant> next(int made, Optional<Duration> wish) {
        return SCHEDULE.next(made, NOW, wish, NO_CHANCE);
    }

    private static Optional<Duration> wish(AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.Retryable retryable ? retryable.notBefore() : Optional.empty();
    }
}
