package org.broadsheet.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.notify.retry.AttemptOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt from its beginning to its end, with the permit that it holds: it ends once, whoever says so and however often, and
 * whatever it ends with, the permit goes back first. Safe for all threads.
 */
final class Attempting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attempting.class);

    private final Delivery delivery;
    private final String host;
    private final Instant at;
    private final Permits.Permit permit;
    private final Consumer<Ended> whenEnded;
    private final long begun = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Optional<Runnable>> abort = new AtomicReference<>(Optional.empty());
    private volatile String type = "unknown";

    Attempting(Delivery delivery, String host, Instant at, Permits.Permit permit, Consumer<Ended> whenEnded) {
        this.delivery = delivery;
        this.host = host;
        this.at = at;
        this.permit = permit;
        this.whenEnded = whenEnded;
    }

    record Ended(
            Attempting attempting,
            Delivery delivery,
            String type,
            String host,
            AttemptOutcome outcome,
            Instant at,
            long millis) {}

    /** @param of the event that is told */
    void tells(String of) {
        type = of;
    }

    void abortWith(Runnable how) {
        abort.set(Optional.of(how));
    }

    void end(AttemptOutcome outcome) {
        if (over.compareAndSet(false, true)) {
            permit.close();
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            whenEnded.accept(new Ended(this, delivery, type, host, outcome, at, millis));
        }
    }

    /** Nobody waits for its outcome any more. */
    @Override
    public void close() {
        permit.close();
        try {
            abort.get().ifPresent(Runnable::run);
        } catch (RuntimeException e) {
            // It ends by its own time-out then; the others are to be stopped all the same.
            LOG.atDebug().setCause(e).log("An attempt could not be stopped");
        }
    }
}
