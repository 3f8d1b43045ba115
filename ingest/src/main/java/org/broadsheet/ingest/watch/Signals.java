package org.broadsheet.ingest.watch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whoever owns the site's partition to look at its source. A signal that the log would not take is sent again until it
 * does; one that is lost with the process is made up for by the look that every owner takes when it begins. Safe for all threads.
 */
public final class Signals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final Executor IN_A_SECOND = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final EventLog events;
    private final SiteId site;
    private final InstantSource clock;
    private volatile boolean closed;

    public Signals(EventLog events, SiteId site, InstantSource clock) {
        this.events = events;
        this.site = site;
        this.clock = clock;
    }

    /** Asks for a look alone. Returns at once. */
    void send(Signal.Reason reason) {
        append(new Signal(site, reason, Optional.empty(), clock.instant()));
    }

    /** Returns at once. */
    public void send(Signal.Reason reason, CommitId commit) {
        send(reason, commit, clock.instant());
    }

    /**
     * Returns at once.
     *
     * @param since from when on the sender listens for what is said of the commit
     */
    public void send(Signal.Reason reason, CommitId commit, Instant since) {
        append(new Signal(site, reason, Optional.of(commit), since));
    }

    private void append(Signal signal) {
        if (closed) {
            return;
        }
        CompletableFuture<Long> appended;
        try {
            appended = events.append(NewRecord.of(KafkaTopic.SIGNALS, site.value(), signal));
        } catch (RuntimeException e) {
            appended = CompletableFuture.failedFuture(e);
        }
        var unused = appended.whenComplete((offset, failure) -> {
            if (failure != null && !closed) {
                log.atWarn()
                        .addKeyValue("site", site)
                        .addKeyValue("commit", signal.commit().orElse(null))
                        .setCause(failure)
                        .log("The log did not take the signal; it is sent again");
                IN_A_SECOND.execute(() -> append(signal));
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
