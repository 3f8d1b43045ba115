package org.broadsheet.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComebacksTest {
    private final Comebacks comebacks = new Comebacks();

    @Test
    void losesABrokerThatEndsAsSoonAsItIsBack() {
        for (int i = 1; i < Comebacks.MOST; i++) {
            assertThat(comebacks.mayFollow(Duration.ofSeconds(1), false)).isTrue();
        }
        assertThat(comebacks.mayFollow(Duration.ofSeconds(1), false)).isFalse();
    }

    @Test
    void beginsAnewWhenItHasLivedAWhile() {
        for (int i = 0; i < 3 * Comebacks.MOST; i++) {
            assertThat(comebacks.mayFollow(Comebacks.A_WHILE, false)).isTrue();
        }
    }

    @Test
    void waitsForEverForWhatSomebodyCanMend() {
        for (int i = 0; i < 3 * Comebacks.MOST; i++) {
            assertThat(comebacks.mayFollow(Duration.ZERO, true)).isTrue();
            assertThat(comebacks.mayFollow(true)).isTrue();
        }
    }
}
