package org.broadsheet.ingest.remote;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.broadsheet.common.config.Configuration;

/**
 * When a remote is looked at: at once in the beginning, from then on as often as it is polled, and earlier when somebody asks, but
 * never sooner after the beginning of the look before than the pause between two; who asks meanwhile gets the look at its end. After
 * failures the pauses double. In nanoseconds of any clock that never goes back. Of a remote there is one, whoever owns its site. Safe for all
 * threads.
 */
final class LookSchedule {
    private final Configuration.Remotes settings;
    private final DoubleSupplier chance;
    private boolean first = true;
    private boolean asked;
    private long began;
    /** When it is due if nobody asks. */
    private long next;

    private int failures;

    /** @param chance from 0 to 1 */
    LookSchedule(Configuration.Remotes settings, DoubleSupplier chance) {
        this.settings = settings;
        this.chance = chance;
    }

    synchronized void ask() {
        asked = true;
    }

    /** How long until a look is due; none: it is. */
    synchronized Duration rest(long now) {
        if (first) {
            return Duration.ZERO;
        }
        long pause = began + settings.pause().toNanos() - now;
        long left = asked ? pause : Math.max(pause, next - now);
        return Duration.ofNanos(Math.max(0, left));
    }

    synchronized void begin(long now) {
        first = false;
        asked = false;
        began = now;
    }

    synchronized void succeeded(long now) {
        failures = 0;
        next = now + settings.poll().toNanos();
    }

    synchronized void failed(long now) {
        double doubled = (double) settings.pause().toNanos() * Math.pow(2, failures++);
        double pause = Math.min(doubled, (double) settings.longestPause().toNanos());
        next = now + (long) (pause * (1 + settings.jitter() * chance.getAsDouble()));
    }
}
