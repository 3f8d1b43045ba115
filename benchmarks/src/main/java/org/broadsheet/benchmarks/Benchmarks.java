package org.broadsheet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;

/**
 * Measures the packaged program from outside, with the real git: {@code import <posts>}, {@code history <posts>}, {@code start <posts>}, {@code push <posts>
 * <runs>}, {@code clones <posts> <clones>}, {@code floor <posts> <clones>}, {@code webhooks <posts> <dead endpoints>}, {@code
 * sites <posts>}, {@code update <posts>}. Prints rows of the tables in docs/benchmarks.md. Run from the folder {@code standalone}, so that {@code target/dist} is
 * found, through the launcher with a heap of 512 MB; {@code -Dbroadsheet.java.opts=...} adds options for its JVM.
 */
public final class Benchmarks {
    static final String OPTIONS = "-Xmx512m " + System.getProperty("broadsheet.java.opts", "");

    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
    private static final Duration READING_ALONE = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    /** About what a page of a post has. */
    private static final int PAGE = 16 * 1024;

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println(
                    "usage: import POSTS | history POSTS | start POSTS | push POSTS RUNS | clones POSTS CLONES | floor POSTS CLONES | webhooks POSTS DEAD | sites POSTS | update POSTS");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("broadsheet-benchmark");
        int posts = Integer.parseInt(arguments[1]);
        try {
            switch (arguments[0]) {
                case "import" -> firstImport(folder, posts);
                case "start" -> start(folder, posts);
                case "push" -> push(folder, posts, Integer.parseInt(arguments[2]));
                case "history" -> HistoryImport.measure(folder, posts);
                case "clones" -> clones(folder, posts, Integer.parseInt(arguments[2]));
                case "floor" -> floor(folder, posts, Integer.parseInt(arguments[2]));
                case "webhooks" -> webhooks(folder, posts, Integer.parseInt(arguments[2]));
                case "sites" -> Beside.anImportOfAnotherSite(folder, posts);
                case "update" -> Beside.anotherProgram(folder, posts);
                default -> throw new IllegalArgumentException("no benchmark \"" + arguments[0] + "\"");
            }
        } finally {
            deleteAll(folder);
        }
    }

    /**
     * From the end of a push of many posts to an endpoint that lives having been told of each, beside others of which half refuse
     * connections and half answer 503.
     */
    private static void webhooks(Path folder, int posts, int dead) throws Exception {
        GitCommandLine author = corpus(folder, posts);
        prepareFastStarts(folder);
        try (TestReceiver living = new TestReceiver();
                TestReceiver failing = new TestReceiver();
                Program program = Program.byLauncher(folder, Program.freePort(), OPTIONS)) {
            failing.answer(503);
            String refused = "http://127.0.0.1:" + Program.freePort() + "/hook";
            for (int i = 0; i <= dead; i++) {
                String url = i == dead ? living.url() : i % 2 == 0 ? refused : failing.url();
                program.post("/api/v1/webhooks", "{\"url\": \"" + url + "\"}");
            }
            author.git("push", program.url("/git/content.git"), "main");
            long pushed = System.nanoTime();
            double used = cpuSeconds(program);
            while (living.received().size() < posts) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            double seconds = (System.nanoTime() - pushed) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %d | %.2f s | %.1f s | %,d |%n",
                    posts,
                    dead,
                    seconds,
                    cpuSeconds(program) - used,
                    failing.received().size());
        }
    }

    /** From the start of the process on a content folder that it has never seen to its commit being live. */
    private static void firstImport(Path folder, int posts) throws IOException {
        GitCommandLine author = corpus(folder, posts);
        prepareFastStarts(folder);
        long began = System.nanoTime();
        try (Program program = Program.byLauncher(
                folder,
                Program.freePort(),
                OPTIONS,
                "--content",
                author.folder().toString())) {
            double ready = seconds(began);
            awaitLive(program, author.head().value());
            double live = seconds(began);
            System.out.printf(
                    Locale.ROOT,
                    "| import | %,d | ready %.1f s | live %.1f s | %,.0f posts/s | CPU %.1f s | heap %s | resident %s"
                            + " MB |%n",
                    posts,
                    ready,
                    live,
                    posts / live,
                    cpuSeconds(program),
                    heap(program),
                    peakResident(program));
            program.lines().forEach(line -> System.out.println("    " + line));
        }
    }

    /** From exec to the line that says ready, on a site that is published already; five times each after a stop and a kill. */
    private static void start(Path folder, int posts) throws IOException {
        published(folder, posts).close();
        start(folder, posts, "stop", Program::close);
        Program.byLauncher(folder, Program.freePort(), OPTIONS).kill();
        start(folder, posts, "kill -9", Program::kill);
    }

    private static void start(Path folder, int posts, String after, Consumer<Program> end) throws IOException {
        List<Double> times = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            Program program = Program.byLauncher(folder, Program.freePort(), OPTIONS);
            times.add(seconds(began));
            cpu.add(cpuSeconds(program));
            if (program.get("/posts/post-000000").statusCode() != 200) {
                throw new IllegalStateException("ready, but not readable");
            }
            end.accept(program);
        }
        System.out.println("| start after " + after + " | " + posts + " | " + quantiles(times) + " | CPU "
                + quantiles(cpu) + " |");
    }

    /** A one-word edit: from starting git push to reading the new text, and what the server says it took. */
    private static void push(Path folder, int posts, int runs) throws IOException {
        try (Program program = published(folder, posts)) {
            GitCommandLine author = author(folder);
            List<Double> outside = new ArrayList<>();
            List<Double> server = new ArrayList<>();
            int warmUp = 20;
            for (int run = 1; run <= warmUp + runs; run++) {
                int number = (run * 7919) % posts;
                author.write(Corpus.path(number), Corpus.post(number, posts, run));
                author.commit("Edit " + run);
                String page = "/posts/post-%06d".formatted(number);
                String text = "edition" + run + " ";
                long began = System.nanoTime();
                Process git = author.begin("push", program.url("/git/content.git"), "main");
                while (!program.get(page).body().contains(text)) {
                    if (System.nanoTime() - began > 30_000_000_000L) {
                        throw new IllegalStateException("not readable after 30 s: "
                                + GitCommandLine.finish(git).error());
                    }
                    // A reader that never rests would take one of two processors from the server.
                    LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                }
                double read = seconds(began);
                GitCommandLine.Result pushed = GitCommandLine.finish(git);
                if (run > warmUp) {
                    outside.add(read);
                    server.add(serverSeconds(author.head().value(), pushed));
                }
            }
            System.out.println(
                    "| push | " + posts + " | outside " + quantiles(outside) + " | server " + quantiles(server) + " |");
            program.lines().stream()
                    .skip(Math.max(0, program.lines().size() - 3))
                    .forEach(line -> System.out.println("    " + line));
        }
    }

    /** What readers wait while several clones of a history of one commit a post are made at once, and while nothing is. */
    private static void clones(Path folder, int posts, int clones) throws Exception {
        GitCommandLine author = author(folder);
        Corpus.history(author, posts);
        try (Program program = Program.byLauncher(folder, Program.freePort(), OPTIONS)) {
            author.git("push", "--quiet", program.url("/git/content.git"), "main");
            awaitLive(program, author.head().value());
            Readers.during(program, posts, () -> LockSupport.parkNanos(READING_ALONE.toNanos()));
            Readers alone = Readers.during(program, posts, () -> LockSupport.parkNanos(READING_ALONE.toNanos()));
            double[] cloned = new double[clones];
            double before = cpuSeconds(program);
            Readers beside = Readers.during(program, posts, () -> {
                long began = System.nanoTime();
                List<Thread> all = new ArrayList<>();
                for (int i = 0; i < clones; i++) {
                    int number = i;
                    all.add(Thread.ofPlatform().start(() -> {
                        GitCommandLine.clone(program.url("/git/content.git"), folder.resolve("clone-" + number));
                        cloned[number] = seconds(began);
                    }));
                }
                for (Thread one : all) {
                    one.join();
                }
            });
            System.out.println("| clones | " + posts + " | none | " + alone + " |");
            System.out.printf(
                    Locale.ROOT,
                    "| clones | %d | %d, the last after %.1f s, CPU %.1f s | %s |%n",
                    posts,
                    clones,
                    Arrays.stream(cloned).max().orElse(0),
                    cpuSeconds(program) - before,
                    beside);
        }
    }

    /**
     * The same beside what clients do to the processors, with a server that is not ours and does nothing for them: nginx serves one file
     * while packs of the same history are indexed, several at once, as each clone does with what it gets.
     */
    private static void floor(Path folder, int posts, int clones) throws Exception {
        GitCommandLine author = author(folder);
        Corpus.history(author, posts);
        author.git("repack", "-a", "-d", "-q");
        Path pack;
        try (Stream<Path> packs = Files.list(author.folder().resolve(".git/objects/pack"))) {
            pack = packs.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
        }
        Path root = Files.createDirectories(folder.resolve("nginx"));
        Files.write(root.resolve("page"), new byte[PAGE]);
        int port = Program.freePort();
        Path configuration = Files.writeString(root.resolve("nginx.conf"), """
                daemon off; worker_processes auto; pid %1$s/pid; error_log %1$s/errors;
                events {}
                http { access_log off; server { listen 127.0.0.1:%2$d; root %1$s; } }
                """.formatted(root, port));
        // It gives its workers another user when it is started by root.
        root.toFile().setExecutable(true, false);
        folder.toFile().setExecutable(true, false);
        Process nginx = new ProcessBuilder(
                        "nginx",
                        "-c",
                        configuration.toString(),
                        "-e",
                        root.resolve("errors").toString())
                .inheritIO()
                .start();
        try {
            URI page = URI.create("http://127.0.0.1:" + port + "/page");
            LockSupport.parkNanos(SETTLING.toNanos());
            Readers.during(i -> page, () -> LockSupport.parkNanos(READING_ALONE.toNanos()));
            Readers alone = Readers.during(i -> page, () -> LockSupport.parkNanos(READING_ALONE.toNanos()));
            long began = System.nanoTime();
            Readers beside = Readers.during(i -> page, () -> {
                List<Process> all = new ArrayList<>();
                for (int i = 0; i < clones; i++) {
                    Path clone =
                            GitCommandLine.init(folder.resolve("indexed-" + i)).folder();
                    all.add(new ProcessBuilder("git", "index-pack", "--stdin", "--fix-thin")
                            .directory(clone.toFile())
                            .redirectInput(pack.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
                }
                for (Process one : all) {
                    if (one.waitFor() != 0) {
                        throw new IOException("git index-pack failed");
                    }
                }
            });
            System.out.println("| nginx | " + posts + " | none | " + alone + " |");
            System.out.printf(
                    Locale.ROOT,
                    "| nginx | %d | %d, the last after %.1f s, a pack of %d KB | %s |%n",
                    posts,
                    clones,
                    seconds(began),
                    Files.size(pack) / 1024,
                    beside);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    static double serverSeconds(String commit, GitCommandLine.Result pushed) {
        String last = pushed.remoteLines().get(pushed.remoteLines().size() - 1);
        if (!last.startsWith("success: 1 live in ")) {
            throw new IllegalStateException(commit + ": " + pushed.error());
        }
        return Double.parseDouble(last.replaceAll("^.* in ([0-9.]+) s$", "$1"));
    }

    static Program published(Path folder, int posts, String... arguments) throws IOException {
        GitCommandLine author = corpus(folder, posts);
        Program program = Program.byLauncher(folder, Program.freePort(), OPTIONS, arguments);
        author.run("push", program.url("/git/content.git"), "main");
        awaitLive(program, author.head().value());
        return program;
    }

    /** The launcher does so at the first start of a build. */
    static void prepareFastStarts(Path folder) throws IOException {
        Program.byLauncher(Files.createDirectories(folder.resolve("empty")), Program.freePort(), OPTIONS)
                .close();
    }

    private static GitCommandLine corpus(Path folder, int posts) throws IOException {
        GitCommandLine author = author(folder);
        Corpus.write(author, posts);
        author.commit("Import");
        return author;
    }

    static GitCommandLine author(Path folder) throws IOException {
        return GitCommandLine.init(folder.resolve("author"));
    }

    static void awaitLive(Program program, String commit) throws IOException {
        for (int i = 0; i < 10; i++) {
            JsonNode answer = Json.read(
                    program.get("/api/v1/commits/" + commit + "?wait=60").body().getBytes(StandardCharsets.UTF_8),
                    JsonNode.class);
            if (answer.path("state").asText().equals("live")) {
                return;
            }
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

    /** After a full collection. */
    private static String heap(Program program) throws IOException {
        program.jcmd("GC.run");
        return Arrays.stream(program.jcmd("GC.heap_info").split("\n"))
                .map(String::strip)
                .filter(line -> line.contains("total") && line.contains("used"))
                .reduce((a, b) -> a + "; " + b)
                .orElse("?");
    }

    /** The largest resident set that the process ever had, as Linux counts it. */
    private static String peakResident(Program program) throws IOException {
        Path status = Path.of("/proc", Long.toString(program.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> Long.toString(Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024))
                .findFirst()
                .orElse("?");
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
