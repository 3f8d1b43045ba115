package org.broadsheet.common.markdown;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few platform threads with a large stack, for recursive code on foreign input. A thread whose work does not end in time is
 * abandoned and another takes its place. Safe for all threads.
 */
final class DeepThreads implements AutoCloseable {
    private static final long STACK_BYTES = 64L << 20;

    private final String name;
    private final Semaphore permits;
    private final Deque<ExecutorService> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean closed;

    DeepThreads(String name, int atOnce) {
        this.name = name;
        this.permits = new Semaphore(atOnce, true);
    }

    /**
     * The result of {@code work}, run on one of the threads. The time begins when one is free.
     *
     * @throws TimeoutException after {@code time}; the thread is interrupted and abandoned then
     * @throws ExecutionException if {@code work} throws
     * @throws CancellationException if the caller is interrupted meanwhile, with its interrupt flag set
     */
    <T> T call(Callable<T> work, Duration time) throws TimeoutException, ExecutionException {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            ExecutorService free = idle.poll();
            ExecutorService thread = free == null ? newThread() : free;
            boolean done = false;
            Future<T> result = thread.submit(work);
            try {
                T value = result.get(time.toNanos(), TimeUnit.NANOSECONDS);
                done = true;
                return value;
            } catch (ExecutionException e) {
                done = true;
                throw e;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } finally {
                if (done) {
                    idle.push(thread);
                } else {
                    thread.shutdownNow();
                }
            }
        } finally {
            permits.release();
            if (closed) {
                dismissIdle();
            }
        }
    }

    private static CancellationException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        CancellationException cancelled = new CancellationException("interrupted while waiting for a parser");
        cancelled.initCause(cause);
        return cancelled;
    }

    private ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(run -> {
            Thread thread = new Thread(null, run, name + "-" + made.incrementAndGet(), STACK_BYTES, false);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ends the threads that are free now, and each other one when its work is done. */
    @Override
    public void close() {
        closed = true;
        dismissIdle();
    }

    private void dismissIdle() {
        for (ExecutorService thread = idle.poll(); thread != null; thread = idle.poll()) {
            thread.shutdown();
        }
    }
}
