package org.broadsheet.ingest.git;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.SystemReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one pack of the many that pushes leave, each its own, when there are more than {@code gc.autoPackLimit}, or much that no index
 * tells what is reachable in. With one a clone copies the pack as it is; without it each clone reads every folder of every commit. One at
 * a time, on a thread of its own: no push waits for it. What pushes of killed processes left is removed as well. Safe for all threads.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** Of another process that hosts the same repository. */
    private static final Duration LONGEST_PUSH = Duration.ofDays(1);

    private static final Duration END = Duration.ofMillis(500);
    /** Files, folders and commits that a clone has to look for: 5,000 take it a second at most, as a rule. */
    private static final long MANY = 5000;

    private final Repository repository;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean closed;
    /** That the last time left without an index: of refs that are no branches. Of the one thread. */
    private long left;

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
            Quarantine.removeLeft(
                    repository.getDirectory().toPath(),
                    SystemReader.getInstance().now().minus(LONGEST_PUSH));
            if (unindexed() - left > MANY) {
                try (Git git = Git.wrap(repository)) {
                    git.gc().setProgressMonitor(untilClosed).call();
                }
                left = unindexed();
            } else {
                repository.autoGC(untilClosed);
            }
        } catch (JGitInternalException | GitAPIException | IOException e) {
            // The repository is as good as before, and the next push tries again.
            if (!closed) {
                LOG.atWarn().setCause(e).log("The packs of {} were not made one", repository.getDirectory());
            }
        }
    }

    private long unindexed() throws IOException {
        return repository instanceof FileRepository files
                ? new GC(files).getStatistics().numberOfObjectsSinceBitmap
                : 0;
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
