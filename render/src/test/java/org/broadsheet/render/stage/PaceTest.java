package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(10, 100);

    @Test
    void beginsWithLittle() {
        assertThat(pace.next()).isEqualTo(10);
    }

    @Test
    void doesAsMuchAsTakesATenthOfASecond() {
        pace.took(10, Duration.ofMillis(400));
        assertThat(pace.next()).isEqualTo(2);

        pace.took(2, Duration.ofMillis(50));
        assertThat(pace.next()).isEqualTo(4);
    }

    @Test
    void growsStepByStepAndToABound() {
        pace.took(10, Duration.ofNanos(1));
        assertThat(pace.next()).isEqualTo(20);

        for (int i = 0; i < 10; i++) {
            pace.took(pace.next(), Duration.ZERO);
        }
        assertThat(pace.next()).isEqualTo(100);
    }

    @Test
    void doesOneAtLeast() {
        pace.took(10, Duration.ofHours(1));
        assertThat(pace.next()).isEqualTo(1);

        pace.took(1, Duration.ofMillis(1));
        assertThat(pace.next()).isEqualTo(2);
    }

    @Test
    void learnsNothingOfNothing() {
        pace.took(0, Duration.ofHours(1));
        assertThat(pace.next()).isEqualTo(10);
    }
}
