package org.broadsheet.common.lifecycle;

import java.util.concurrent.locks.LockSupport;

/** The threads on which virtual ones run: as many as there are processors, and for all of them together. */
public final class Carriers {
    private Carriers() {}

    /**
     * Lets others run who could: whoever computes without ever waiting says so now and then, for nothing else takes its carrier away.
     * Costs some ten microseconds.
     */
    public static void giveWay() {
        if (Thread.currentThread().isVirtual()) {
            // No yield, which puts it on the queue of its carrier: where two take turns there nobody else gets in.
            LockSupport.parkNanos(1);
        }
    }
}
