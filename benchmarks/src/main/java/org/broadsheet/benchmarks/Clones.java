package org.broadsheet.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;

/** What readers wait while a long history is cloned. */
final class Clones {
    private static final Duration READING_ALONE = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    /** About what a page of a post has. */
    private static final int PAGE = 16 * 1024;

    private Clones() {}

    /** What readers wait while several clones of a history of one commit a post are made at once, and while nothing is. */
    static void clones(Path folder, int posts, int clones) throws Exception {
        GitCommandLine author = Benchmarks.author(folder);
        Corpus.history(author, posts);
        try (Program program = Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS)) {
            author.git("push", "--quiet", program.url("/git/content.git"), "main");
            Benchmarks.awaitLive(program, author.head().value());
            Readers.during(program, posts, () -> LockSupport.parkNanos(READING_ALONE.toNanos()));
            Readers alone = Readers.during(program, posts, () -> LockSupport.parkNanos(READING_ALONE.toNanos()));
            double[] cloned = new double[clones];
            double before = Benchmarks.cpuSeconds(program);
            Readers beside = Readers.during(program, posts, () -> {
                long began = System.nanoTime();
                List<Thread> all = new ArrayList<>();
                for (int i = 0; i < clones; i++) {
                    int number = i;
                    all.add(Thread.ofPlatform().start(() -> {
                        GitCommandLine.clone(program.url("/git/content.git"), folder.resolve("clone-" + number));
                        cloned[number] = Benchmarks.seconds(began);
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
                    Benchmarks.cpuSeconds(program) - before,
                    beside);
        }
    }

    /**
     * The same beside what clients do to the processors, with a server that is not ours and does nothing for them: nginx serves one file
     * while packs of the same history are indexed, several at once, as each clone does with what it gets.
     */
    static void floor(Path folder, int posts, int clones) throws Exception {
        GitCommandLine author = Benchmarks.author(folder);
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
                    Benchmarks.seconds(began),
                    Files.size(pack) / 1024,
                    beside);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }
}
