package org.broadsheet.standalone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, or a signal that asks a process to end: given once, and answered when everything is closed. */
final class StopSignal {
    /** It ends within 5 s. What is not closed by then is as if it had been killed, which loses nothing. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(4);

    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean failed;

    /** From now on it is listened to. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /**
     * The hook runs while the main thread closes; when that is done the process ends with code 0, when it takes too long with 1.
     * A process that did not start ends with the code that it has chosen.
     */
    private void stop() {
        given.countDown();
        try {
            if (!answered.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!failed) {
            Runtime.getRuntime().halt(0);
        }
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Returns when it is given. */
    void await() throws InterruptedException {
        given.await();
    }

    /** Whether it is given within so long. */
    boolean await(Duration longest) throws InterruptedException {
        return given.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Everything is closed. */
    void answered() {
        answered.countDown();
    }

    /** The process could not start, and ends by itself. */
    void failed() {
        failed = true;
        answered();
    }
}
