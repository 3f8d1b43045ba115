package org.broadsheet.render.markdown;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How often the time may pass on the clock of a machine that gave the work little of itself meanwhile. */
    private static final int TURNS = 5;

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
     * The result of {@code work}, run on one of the threads. The time begins when one is free, and it is the processor's: work is
     * not too hard because the process was stopped or the machine had other things to do.
     *
     * @throws TimeoutException after {@code time}, or, of work that waits, a few times that; the thread is interrupted and
     *     abandoned then
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
            Used used = new Used();
            Future<T> result = thread.submit(() -> {
                used.begin();
                return work.call();
            });
            try {
                T value = result(result, used, time);
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

    private static <T> T result(Future<T> result, Used used, Duration time)
            throws TimeoutException, ExecutionException, InterruptedException {
        for (int turn = 1; ; turn++) {
            try {
                return result.get(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (turn == TURNS || used.nanos() >= time.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** The processor's time that a thread spent on its work. */
    private static final class Used {
        private volatile long thread;
        private volatile long before;

        void begin() {
            before = THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
            thread = Thread.currentThread().threadId();
        }

        /** Without end where it is not known. */
        long nanos() {
            if (thread == 0) {
                return 0;
            }
            long now = THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(thread) : -1;
            return now < 0 ? Long.MAX_VALUE : now - before;
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
