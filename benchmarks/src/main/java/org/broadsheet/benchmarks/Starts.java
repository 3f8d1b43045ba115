package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.broadsheet.standalone.testing.Program;

/** From exec to the line that says ready, on a site that is published already; several times each after a stop and a kill. */
final class Starts {
    private Starts() {}

    static void start(Path folder, int posts, int runs) throws IOException, InterruptedException {
        if (posts > 0) {
            Benchmarks.published(folder, Corpus.of(posts)).close();
        } else {
            Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS).close();
        }
        Series stopped = start(folder, posts, runs, "after a stop", Program::close);
        Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS).kill();
        Series killed = start(folder, posts, runs, "after kill -9", Program::kill);
        Series.print(List.of(stopped, killed));
        new Aims()
                .below("Ready after a stop", stopped.seconds(), bound(posts), " s")
                .below("Ready after kill -9", killed.seconds(), bound(posts), " s")
                .print();
        System.out.println("Verified in each run: when it says ready, the "
                + (posts > 0 ? "first and the last post are" : "home page is") + " read.");
    }

    private static double bound(int posts) {
        return posts == 0 ? 2 : posts <= 10_000 ? 3 : 5;
    }

    private static Series start(Path folder, int posts, int runs, String after, Consumer<Program> end)
            throws IOException, InterruptedException {
        Series series = new Series(String.format(Locale.ROOT, "Ready on %,d posts, %s", posts, after), posts);
        for (int i = 0; i < runs; i++) {
            Processes.settle();
            long began = System.nanoTime();
            Program program = Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS);
            series.add(new Run(
                    Benchmarks.seconds(began), Benchmarks.cpuSeconds(program), Benchmarks.peakResident(program)));
            for (String page : posts > 0 ? List.of(Corpus.url(0), Corpus.url(posts - 1)) : List.of("/")) {
                if (program.get(page).statusCode() != 200) {
                    throw new IllegalStateException("ready, but " + page + " is not readable");
                }
            }
            end.accept(program);
        }
        return series;
    }
}
