package org.broadsheet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;

/**
 * Measures the packaged program from outside, with the real git. Prints tables of docs/benchmarks.md, which says what each measures. Run from the folder
 * {@code standalone}, so that {@code target/dist} is found, through the launcher with a heap of 512 MB; {@code -Dbroadsheet.java.opts=...}
 * adds options for its JVM.
 */
public final class Benchmarks {
    static final String OPTIONS = "-Xmx512m " + System.getProperty("broadsheet.java.opts", "");
    static final Path DISTRIBUTION = Path.of("target/dist");
    static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private static final Duration LIVE = Duration.ofHours(1);
    private static final int RUNS = 5;
    private static final int HISTORIES = 3;

    private static final int NEW_POSTS = 50;

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("""
                    usage: beside-hugo POSTS [RUNS [RUNS OF JBAKE]] | theme POSTS [RUNS] | program POSTS [RUNS] | import POSTS [RUNS] | history POSTS [RUNS]
                      | intake POSTS COMMITS [RENAMES [RUNS]] | push POSTS RUNS [IN A FOLDER] | start POSTS [RUNS] | memory POSTS | clones POSTS CLONES | floor POSTS CLONES
                      | webhooks POSTS DEAD | sites POSTS | update POSTS""");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("broadsheet-benchmark");
        int posts = Integer.parseInt(arguments[1]);
        try {
            prepare(DISTRIBUTION);
            switch (arguments[0]) {
                case "beside-hugo" ->
                    FirstImport.besideOthers(folder, posts, number(arguments, 2, RUNS), number(arguments, 3, 1));
                case "theme" -> AllPages.theme(folder, posts, number(arguments, 2, RUNS));
                case "program" -> AllPages.program(folder, posts, number(arguments, 2, RUNS));
                case "import" -> FirstImport.alone(folder, posts, number(arguments, 2, RUNS));
                case "history" -> HistoryImport.measure(folder, posts, number(arguments, 2, HISTORIES));
                case "intake" ->
                    Intake.measure(
                            folder,
                            posts,
                            Integer.parseInt(arguments[2]),
                            number(arguments, 3, 0),
                            number(arguments, 4, NEW_POSTS));
                case "push" ->
                    Edits.push(
                            folder,
                            Corpus.of(posts)
                                    .in(number(arguments, 3, Corpus.of(posts).perFolder())),
                            Integer.parseInt(arguments[2]));
                case "start" -> Starts.start(folder, posts, number(arguments, 2, RUNS));
                case "memory" -> Memory.measure(folder, posts);
                case "clones" -> Clones.clones(folder, posts, Integer.parseInt(arguments[2]));
                case "floor" -> Clones.floor(folder, posts, Integer.parseInt(arguments[2]));
                case "webhooks" -> Webhooks.besideTheDead(folder, posts, Integer.parseInt(arguments[2]));
                case "sites" -> Beside.anImportOfAnotherSite(folder, posts);
                case "update" -> Beside.anotherProgram(folder, posts);
                default -> throw new IllegalArgumentException("no benchmark \"" + arguments[0] + "\"");
            }
        } finally {
            deleteAll(folder);
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }

    static double serverSeconds(String commit, GitCommandLine.Result pushed) {
        String last = pushed.remoteLines().get(pushed.remoteLines().size() - 1);
        if (!last.startsWith("success: 1 live in ")) {
            throw new IllegalStateException(commit + ": " + pushed.error());
        }
        return Double.parseDouble(last.replaceAll("^.* in ([0-9.]+) s$", "$1"));
    }

    static Program published(Path folder, Corpus posts, String... arguments) throws IOException {
        GitCommandLine author = corpus(folder, posts);
        Program program = Program.byLauncher(folder, Program.freePort(), OPTIONS, arguments);
        pushed(program, author);
        return program;
    }

    /** Returns when what was pushed is live. */
    static void pushed(Program program, GitCommandLine author) throws IOException {
        GitCommandLine.Result push =
                GitCommandLine.finish(author.begin("push", program.url("/git/content.git"), "main"));
        if (push.exitCode() != 0) {
            throw new IOException("not pushed: " + push.error());
        }
        awaitLive(program, author.head().value());
    }

    /** So that no run does it, and none goes without; a start would, but gives it half a minute only. */
    static void prepare(Path distribution) throws IOException, InterruptedException {
        Path launcher = distribution.resolve("bin/broadsheet").toAbsolutePath();
        System.err.print(Processes.printed(distribution, List.of(launcher.toString(), "prepare")));
    }

    static GitCommandLine corpus(Path folder, Corpus posts) throws IOException {
        GitCommandLine author = author(folder);
        posts.write(author);
        author.commit("Import");
        return author;
    }

    /** What Git packs after a commit of many files it packs before anything is measured, and not beside it. */
    static GitCommandLine author(Path folder) {
        GitCommandLine author = GitCommandLine.init(folder.resolve("author"));
        author.git("config", "gc.autoDetach", "false");
        return author;
    }

    static void awaitLive(Program program, String commit) throws IOException {
        long end = System.nanoTime() + LIVE.toNanos();
        while (System.nanoTime() < end) {
            JsonNode answer = Json.read(
                    program.get("/api/v1/commits/" + commit + "?wait=60").body().getBytes(StandardCharsets.UTF_8),
                    JsonNode.class);
            if (answer.path("state").asText().equals("live")) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        throw new IOException(commit + " did not go live:\n" + String.join("\n", program.lines()));
    }

    /** That the program has used so far: tells more than the clock does on a machine that others use too. */
    static double cpuSeconds(Program program) {
        return ProcessHandle.of(program.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    static String quantiles(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "median %.3f s, p90 %.3f s, max %.3f s of %d",
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.9)],
                sorted[sorted.length - 1],
                sorted.length);
    }

    /** The most megabytes that the process ever had resident, as Linux counts them. */
    static long peakResident(Program program) throws IOException {
        return status(program, "VmHWM");
    }

    /** Megabytes. */
    static long status(Program program, String of) throws IOException {
        Path status = Path.of("/proc", Long.toString(program.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(of + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException(status + " has no " + of));
    }

    static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
