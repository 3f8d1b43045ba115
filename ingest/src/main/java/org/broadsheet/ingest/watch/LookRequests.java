package org.broadsheet.ingest.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.record.Signal;

/**
 * Asks for looks at a site's source, however often somebody wants one: one signal at once, and one at the end of the pause for all who
 * came meanwhile, so that a call that is repeated a thousand times is two records. Safe for all threads.
 */
public final class LookRequests {
    private final Signals signals;
    private final Duration pause;
    private long sent;
    private boolean sentBefore;
    private boolean waiting;

    public LookRequests(Signals signals, Duration pause) {
        this.signals = signals;
        this.pause = pause;
    }

    /** Returns at once. */
    public synchronized void ask(Signal.Reason reason) {
        if (waiting) {
            return;
        }
        long left = sentBefore ? sent + pause.toNanos() - System.nanoTime() : 0;
        if (left <= 0) {
            send(reason);
        } else {
            waiting = true;
            CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS).execute(() -> late(reason));
        }
    }

    private synchronized void late(Signal.Reason reason) {
        waiting = false;
        send(reason);
    }

    private void send(Signal.Reason reason) {
        sentBefore = true;
        sent = System.nanoTime();
        signals.send(reason);
    }
}
