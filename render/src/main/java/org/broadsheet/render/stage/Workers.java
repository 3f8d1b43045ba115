package org.broadsheet.render.stage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Threads for what can be done at once. Whatever fails, nothing goes on behind the back of the caller. */
final class Workers implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ExecutorService threads;

    Workers(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "render-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins a batch of tasks that one caller waits for. */
    <T> Batch<T> batch() {
        return new Batch<>();
    }

    /** Does all, in any order, and hands the results over in order. If one fails, returns when none is under way any more. */
    <T> void all(List<Callable<T>> tasks, Consumer<T> results) throws IOException {
        try (Batch<T> batch = batch()) {
            List<Future<T>> futures = tasks.stream().map(batch::submit).toList();
            for (Future<T> future : futures) {
                results.accept(result(future));
            }
        }
    }

    /** Closing it returns when no task is under way; those that have not begun never will. */
    final class Batch<T> implements AutoCloseable {
        private final List<Future<T>> futures = new ArrayList<>();
        private volatile boolean abandoned;

        Future<T> submit(Callable<T> task) {
            Future<T> future = threads.submit(() -> {
                if (abandoned) {
                    throw new IOException("abandoned");
                }
                return task.call();
            });
            futures.add(future);
            return future;
        }

        @Override
        public void close() {
            abandoned = true;
            boolean interrupted = false;
            for (Future<T> future : futures) {
                while (!future.isDone()) {
                    try {
                        future.get();
                    } catch (ExecutionException e) {
                        break; // Whoever wanted its result has the failure.
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The outcome of a task, as if it had run here. */
    static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            } else if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("told to stop");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
