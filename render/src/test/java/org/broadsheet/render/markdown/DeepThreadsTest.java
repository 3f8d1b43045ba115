package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeepThreadsTest {
    private static final Duration TIME = Duration.ofSeconds(1);

    private final DeepThreads threads = new DeepThreads("test", 1);

    @AfterEach
    void close() {
        threads.close();
    }

    /** As when the process was stopped: time passes, and the work could do nothing. */
    @Test
    void timeInWhichTheWorkGotNothingDoneDoesNotCount() throws Exception {
        CountDownLatch never = new CountDownLatch(1);

        assertThat(threads.call(() -> never.await(2_500, TimeUnit.MILLISECONDS), TIME))
                .isFalse();
    }

    @Test
    void workThatTakesTooLongIsAbandoned() {
        assertThatThrownBy(() -> threads.call(DeepThreadsTest::forever, TIME)).isInstanceOf(TimeoutException.class);
    }

    private static boolean forever() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        return true;
    }
}
