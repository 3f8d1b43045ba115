package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;

/** A one-word edit: from starting git push to reading the new text, and what the server says it took. */
final class Edits {
    private static final int TO_WARM_UP = 20;
    private static final double SERVER = 0.1;

    private Edits() {}

    static void push(Path folder, Corpus corpus, int runs) throws IOException {
        int posts = corpus.posts();
        try (Program program = Benchmarks.published(folder, corpus)) {
            GitCommandLine author = Benchmarks.author(folder);
            List<Double> outside = new ArrayList<>();
            List<Double> server = new ArrayList<>();
            double used = 0;
            for (int run = 1; run <= TO_WARM_UP + runs; run++) {
                if (run == TO_WARM_UP + 1) {
                    used = Benchmarks.cpuSeconds(program);
                }
                int number = (run * 7919) % posts;
                author.write(corpus.path(number), corpus.post(number, run));
                author.commit("Edit " + run);
                String text = "edition" + run + " ";
                long began = System.nanoTime();
                Process git = author.begin("push", program.url("/git/content.git"), "main");
                while (!program.get(Corpus.url(number)).body().contains(text)) {
                    if (System.nanoTime() - began > 30_000_000_000L) {
                        throw new IllegalStateException("not readable after 30 s: "
                                + GitCommandLine.finish(git).error());
                    }
                    // A reader that never rests would take one of two processors from the server.
                    LockSupport.parkNanos(Benchmarks.LOOK_AGAIN.toNanos());
                }
                double read = Benchmarks.seconds(began);
                GitCommandLine.Result pushed = GitCommandLine.finish(git);
                if (run > TO_WARM_UP) {
                    outside.add(read);
                    server.add(Benchmarks.serverSeconds(author.head().value(), pushed));
                }
            }
            double cpu = (Benchmarks.cpuSeconds(program) - used) / runs;
            System.out.println("| Posts | In a folder | Outside: median | p90 | Least to most | Server: median | p90"
                    + " | Least to most | Processor time of an edit |\n|---|---|---|---|---|---|---|---|---|");
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %,d | %s | %s | %.2f s |%n%n",
                    posts,
                    Math.min(posts, corpus.perFolder()),
                    cells(outside),
                    cells(server),
                    cpu);
            new Aims()
                    .below("An edit, server", Series.median(server), SERVER, " s")
                    .print();
            System.out.println("Verified in each run: the new text was read over HTTP. Server, all runs: " + server);
        }
    }

    private static String cells(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.3f s | %.3f s | %.3f to %.3f s",
                Series.median(times),
                sorted.get((int) (sorted.size() * 0.9)),
                sorted.getFirst(),
                sorted.getLast());
    }
}
