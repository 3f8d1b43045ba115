package org.broadsheet.render.stage;

import java.time.Duration;

/**
 * How much of long work to do before whoever pushed meanwhile has his turn: as much as took about a tenth of a second last time, so that
 * it is little on a slow machine and in a program that has only begun. One thread.
 */
final class Pace {
    private static final Duration AIM = Duration.ofMillis(100);
    /** It may be that much more than last time: what comes next may be harder. */
    private static final int GROWTH = 2;

    private final int most;
    private int size;

    /**
     * @param first of them are done the first time; at least one
     * @param most of them are done at a time
     */
    Pace(int first, int most) {
        this.size = first;
        this.most = most;
    }

    /** So many are to be done next; at least one. */
    int next() {
        return size;
    }

    /** @param done so many were, which took {@code time}; none say nothing */
    void took(int done, Duration time) {
        if (done > 0) {
            long fitting = AIM.toNanos() * done / Math.max(1, time.toNanos());
            size = (int) Math.clamp(fitting, 1, Math.min(most, (long) size * GROWTH));
        }
    }
}
