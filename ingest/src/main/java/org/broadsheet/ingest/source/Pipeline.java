package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on all cores with its results in order, and no more of them in memory than are under way. Safe for all threads. */
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    // Two a core: some of them wait for the disk.
    private static final int THREADS = 2 * Math.max(1, Runtime.getRuntime().availableProcessors());

    private final ExecutorService executor;
    private final Runnable taken;

    public Pipeline() {
        this(
                Executors.newFixedThreadPool(THREADS, work -> {
                    Thread thread = new Thread(work, "ingest-documents");
                    thread.setDaemon(true);
                    return thread;
                }),
                () -> {});
    }

    private Pipeline(ExecutorService executor, Runnable taken) {
        this.executor = executor;
        this.taken = taken;
    }

    /** The same threads, for one who wants to hear after each result that is taken, on the calling thread. */
    public Pipeline telling(Runnable each) {
        return new Pipeline(executor, each);
    }

    /** What is done with one of them, on any thread. */
    public interface Step<A, B> {
        B apply(A input) throws IOException;
    }

    /** Takes the results, on the calling thread. */
    public interface Taker<B> {
        void take(B result) throws IOException;
    }

    public <A, B> void run(Collection<A> inputs, Step<A, B> step, Taker<B> to) throws IOException {
        if (inputs.size() == 1) {
            to.take(step.apply(inputs.iterator().next()));
            taken.run();
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        Deque<Future<B>> underWay = new ArrayDeque<>();
        try {
            for (A input : inputs) {
                underWay.addLast(executor.submit(() -> {
                    if (over.get()) {
                        throw new CancellationException("given up");
                    }
                    return step.apply(input);
                }));
                if (underWay.size() >= 8 * THREADS) {
                    to.take(result(underWay.removeFirst()));
                    taken.run();
                }
            }
            while (!underWay.isEmpty()) {
                to.take(result(underWay.removeFirst()));
                taken.run();
            }
        } finally {
            over.set(true);
            underWay.forEach(Pipeline::end);
        }
    }

    /** Of what is given up: nobody reads on what the caller goes on to change. */
    private static void end(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.atDebug().setCause(e).log("Given up with what failed before");
        }
    }

    private static <B> B result(Future<B> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("stopped while documents were read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
