package org.broadsheet.ingest.git;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one pack of the many that pushes leave, each its own, when there are more than {@code gc.autoPackLimit}. One at a time, on
 * a thread of its own: no push waits for it. Safe for all threads.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration END = Duration.ofMillis(500);

    private final Repository repository;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean closed;

    private final ProgressMonitor untilClosed = new EmptyProgressMonitor() {
        @Override
        public boolean isCancelled() {
            return closed;
        }
    };

    Housekeeping(Repository repository) {
        this.repository = repository;
    }

    /** Something was pushed. Returns at once. */
    synchronized void due() {
        if (!closed && !due.getAndSet(true)) {
            thread.execute(this::tidy);
        }
    }

    private void tidy() {
        due.set(false);
        try {
            repository.autoGC(untilClosed);
        } catch (JGitInternalException e) {
            // The repository is as good as before, and the next push tries again.
            if (!closed) {
                LOG.atWarn().setCause(e).log("The packs of {} were not made one", repository.getDirectory());
            }
        }
    }

    /** What is under way is given up; Git finds nothing half done. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            thread.shutdown();
        }
        try {
            if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atDebug().log("The packs of {} were being made one", repository.getDirectory());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
