package org.broadsheet.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.broadsheet.standalone.testing.Program;

/**
 * Readers that ask for a post every 20 ms, whether the one before has its answer or not: one long wait is many readers', and counts as
 * often.
 *
 * @param millis what each waited, from the moment at which it was due, sorted
 */
record Readers(List<Double> millis) {
    private static final long EVERY_NANOS = 20_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Something that takes its time. */
    interface Work {
        void run() throws Exception;
    }

    static Readers during(Program program, int posts, Work work) throws Exception {
        return during(i -> URI.create(program.url("/posts/post-%06d".formatted((i * 7919) % posts))), work);
    }

    /** @param page what the reader of a number asks for */
    static Readers during(IntFunction<URI> page, Work work) throws Exception {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        Thread readers = Thread.ofPlatform().start(() -> {
            try (HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                long due = System.nanoTime();
                for (int i = 0; !done.get(); i++, due += EVERY_NANOS) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    URI post = page.apply(i);
                    long asked = due;
                    answers.add(http.sendAsync(
                                    HttpRequest.newBuilder(post)
                                            .timeout(PATIENCE)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .thenAccept(answer -> {
                                if (answer.statusCode() != 200) {
                                    throw new IllegalStateException(post + " answered " + answer.statusCode());
                                }
                                millis.add((System.nanoTime() - asked) / 1e6);
                            }));
                }
                answers.forEach(CompletableFuture::join);
            }
        });
        work.run();
        done.set(true);
        readers.join();
        if (millis.size() != answers.size()) {
            throw new IOException(millis.size() + " of " + answers.size() + " readers were answered");
        }
        return new Readers(millis.stream().sorted().toList());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d readers: median %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms",
                millis.size(),
                at(0.5),
                at(0.9),
                at(0.99),
                millis.get(millis.size() - 1));
    }

    private double at(double part) {
        return millis.get((int) (millis.size() * part));
    }
}
