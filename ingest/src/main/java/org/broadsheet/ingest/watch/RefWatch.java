package org.broadsheet.ingest.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.record.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a local repository's published branch again and again and signals each commit that it finds there. A repository that
 * cannot be read (it is being moved, its disk is away) makes the part fail until it can be again; nothing is unpublished.
 */
public final class RefWatch implements Part {
    private static final Logger log = LoggerFactory.getLogger(RefWatch.class);

    private final Callable<Optional<CommitId>> tip;
    private final Signals signals;
    private final Duration poll;
    private @Nullable ScheduledExecutorService thread;
    private Optional<CommitId> signalled = Optional.empty();
    private volatile Health health = new Health.Starting("looking at the published branch");

    /** @param tip where the branch stands; to be cheap when it has not moved */
    public RefWatch(Callable<Optional<CommitId>> tip, Signals signals, Duration poll) {
        this.tip = tip;
        this.signals = signals;
        this.poll = poll;
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public synchronized void start() {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("watch").daemon().factory());
        var unused = thread.scheduleWithFixedDelay(this::look, 0, poll.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Optional<CommitId> found = tip.call();
            if (found.isPresent() && !found.equals(signalled)) {
                signals.send(Signal.Reason.WATCH, found.get());
            }
            signalled = found;
            if (health instanceof Health.Failing) {
                log.atInfo().log("The content repository can be read again");
            }
            health = new Health.Ready();
        } catch (Throwable e) {
            // Whatever it is, the site stays as it is, and the next look is in a moment: one that threw would be the
            // last.
            if (!(health instanceof Health.Failing)) {
                log.atWarn().setCause(e).log("The content repository cannot be read for now");
            }
            health = new Health.Failing(e);
            // Whoever owns the site may have found the same, and says so until it looks again.
            signalled = Optional.empty();
        }
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public synchronized void close() throws InterruptedException {
        if (thread != null) {
            thread.shutdownNow();
            thread.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
