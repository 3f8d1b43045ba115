package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.standalone.testing.Program;

/**
 * What all roles together keep in memory: after an import, and after a start. What they keep of a post is what they keep of many, less what they
 * keep of a few, whose first import and start have loaded and filled what there is once.
 */
final class Memory {
    private static final double BYTES_A_POST = 2048;
    private static final int FEW = 10;
    private static final Duration REST = Duration.ofSeconds(10);

    private Memory() {}

    /**
     * @param live bytes of the heap that are in use after a full collection
     * @param rest megabytes resident when nothing happens
     * @param most the most megabytes that were resident
     */
    private record Use(long live, long rest, long most) {
        /** Resident first: the look at the heap collects, and adds to it. */
        static Use of(Program program) throws IOException {
            LockSupport.parkNanos(REST.toNanos());
            long rest = Benchmarks.status(program, "VmRSS");
            long most = Benchmarks.peakResident(program);
            return new Use(live(program), rest, most);
        }

        private static long live(Program program) throws IOException {
            // A row is "num: instances bytes class"; fillers are what the collector leaves between objects.
            return program.jcmd("GC.class_histogram")
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(row -> row.length >= 4 && row[0].matches("[0-9]+:") && !row[3].contains("Filler"))
                    .mapToLong(row -> Long.parseLong(row[2]))
                    .sum();
        }

        String row(String when, String perPost) {
            return String.format(
                    Locale.ROOT, "| %s | %.1f MB | %s | %,d MB | %,d MB |", when, live / 1e6, perPost, rest, most);
        }
    }

    /** Of a site, after its import and after a start. */
    private record Uses(int posts, Use imported, Use started) {
        static Uses of(Path folder, int posts) throws IOException {
            Use imported;
            try (Program program = Benchmarks.published(folder, Corpus.of(posts))) {
                imported = Use.of(program);
                verify(program, posts);
            }
            try (Program program = Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS)) {
                Use started = Use.of(program);
                verify(program, posts);
                return new Uses(posts, imported, started);
            }
        }

        void print(String aPostImported, String aPostStarted) {
            String name = String.format(Locale.ROOT, "%,d posts, after ", posts);
            System.out.println(imported.row(name + "the import", aPostImported));
            System.out.println(started.row(name + "a start", aPostStarted));
        }

        private static void verify(Program program, int posts) {
            String status = program.get("/api/v1/status").body();
            if (!status.contains("\"posts\":" + posts + ",")
                    || program.get(Corpus.url(0)).statusCode() != 200
                    || program.get(Corpus.url(posts - 1)).statusCode() != 200) {
                throw new IllegalStateException("not all posts are there: " + status);
            }
        }
    }

    static void measure(Path folder, int posts) throws IOException {
        Use nothing;
        try (Program program = Program.byLauncher(
                Files.createDirectories(folder.resolve("nothing")), Program.freePort(), Benchmarks.OPTIONS)) {
            nothing = Use.of(program);
        }
        Uses few = Uses.of(Files.createDirectories(folder.resolve("few")), FEW);
        Uses many = Uses.of(Files.createDirectories(folder.resolve("many")), posts);
        double imported = perPost(many.imported, few.imported, posts);
        double started = perPost(many.started, few.started, posts);
        System.out.println(
                "| Site | Live heap | Of it for a post | Resident at rest | Resident, at most |\n|---|---|---|---|---|");
        System.out.println(nothing.row("nothing yet", ""));
        few.print("", "");
        many.print(bytes(imported), bytes(started));
        System.out.println();
        new Aims()
                .atMost("Live heap for a post, after the import", imported, BYTES_A_POST, " bytes")
                .atMost("Live heap for a post, after a start", started, BYTES_A_POST, " bytes")
                .print();
        System.out.println("Verified in the same run, with " + Benchmarks.OPTIONS.strip()
                + ": as many posts as were pushed, by the API; the first and the last are read.");
    }

    private static String bytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f bytes", bytes);
    }

    private static double perPost(Use many, Use few, int posts) {
        return (double) (many.live - few.live) / (posts - FEW);
    }
}
