package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.broadsheet.standalone.testing.SiteFolder;

/** What a push waits while something long goes on beside it, in seconds that the push prints. */
final class Beside {
    /** What a program prints then. */
    static final String MADE = "This program has made all that another one had made";

    /** What ends the style sheet of {@link #another}. */
    static final String ANOTHER = "/* another */\n";

    private Beside() {}

    /** Edits of one site, one after the other, from the push of many posts to another one until those are live. */
    static void anImportOfAnotherSite(Path folder, int posts) throws Exception {
        int port = Program.freePort();
        Files.writeString(folder.resolve("broadsheet.yml"), """
                sites:
                  - {id: large, baseUrl: "http://localhost:%d"}
                  - {id: small, baseUrl: "http://localhost:%d/small"}
                """.formatted(port, port));
        GitCommandLine large = Benchmarks.author(folder);
        Corpus.of(posts).write(large);
        large.commit("Import");
        GitCommandLine small = GitCommandLine.init(folder.resolve("small"));
        List<Double> waits = new ArrayList<>();
        try (Program program = Program.byLauncher(folder, port, Benchmarks.OPTIONS)) {
            String remote = program.url("/git/small.git");
            edit(small, remote, 0);
            long began = System.nanoTime();
            Process push = large.begin("push", program.url("/git/large.git"), "main");
            boolean live = false;
            for (int run = 1; !live; run++) {
                waits.add(edit(small, remote, run));
                live = program.get("/api/v1/commits/" + large.head() + "?site=large")
                        .body()
                        .contains("\"state\":\"live\"");
            }
            double seconds = Benchmarks.seconds(began);
            GitCommandLine.finish(push);
            row("sites", posts, seconds, waits, Benchmarks.cpuSeconds(program));
        }
    }

    /** Edits of a site, one after the other, from the start of a program of other articles and another theme until it has made everything again. */
    static void anotherProgram(Path folder, int posts) throws Exception {
        String baseUrl = "http://localhost:8080";
        Program former = Benchmarks.published(folder, Corpus.of(posts), "--base-url", baseUrl);
        GitCommandLine author = GitCommandLine.in(folder.resolve("author"));
        // What is edited is there already: a post of 2014 that comes anew moves others from page to page of the lists.
        edit(author, former.url("/git/content.git"), 0);
        former.stop();
        Path other = another(Benchmarks.DISTRIBUTION, folder.resolve("other"));
        List<Double> waits = new ArrayList<>();
        String options = Benchmarks.OPTIONS + " -Dbroadsheet.log=INFO";
        int port = Program.freePort();
        long began = System.nanoTime();
        try (Program program = Program.byLauncher(other, folder, port, options, "--base-url", baseUrl)) {
            double ready = Benchmarks.seconds(began);
            for (int run = 1; program.lines().stream().noneMatch(line -> line.contains(MADE)); run++) {
                waits.add(edit(author, program.url("/git/content.git"), run));
            }
            row("update", posts, Benchmarks.seconds(began) - ready, waits, Benchmarks.cpuSeconds(program));
        }
        Path fresh = Files.createDirectories(folder.resolve("fresh"));
        try (Program program = Program.byLauncher(other, fresh, Program.freePort(), options, "--base-url", baseUrl)) {
            author.run("push", program.url("/git/content.git"), "main");
            Benchmarks.awaitLive(program, author.head().value());
        }
        boolean equal = SiteFolder.digests(folder.resolve("broadsheet-data/site"))
                .equals(SiteFolder.digests(fresh.resolve("broadsheet-data/site")));
        System.out.println("    bytes equal a clean build: " + equal);
        if (!equal) {
            throw new IllegalStateException("the site is not what a clean build makes");
        }
    }

    /** A push of one post; the seconds that it prints. */
    static double edit(GitCommandLine author, String remote, int edition) throws IOException {
        author.write("_posts/edited.md", "---\ntitle: Edited\ndate: 2014-01-01\n---\n\nEdition " + edition + ".\n");
        author.commit("Edition " + edition);
        return Benchmarks.serverSeconds(author.head().value(), author.run("push", remote, "main"));
    }

    /** A copy with another style sheet, whose articles are made by other code as far as it can tell. */
    static Path another(Path distribution, Path to) throws IOException {
        for (String part : List.of("bin", "lib")) {
            Files.createDirectories(to.resolve(part));
            try (Stream<Path> files = Files.list(distribution.resolve(part))) {
                for (Path file : files.filter(
                                file -> !file.getFileName().toString().startsWith("started"))
                        .toList()) {
                    Files.copy(file, to.resolve(part).resolve(file.getFileName().toString()));
                }
            }
        }
        try (Stream<Path> jars = Files.list(to.resolve("lib"))) {
            Path render = jars.filter(jar -> jar.getFileName().toString().startsWith("broadsheet-render"))
                    .findFirst()
                    .orElseThrow();
            try (FileSystem jar = FileSystems.newFileSystem(render)) {
                Path style = jar.getPath("org/broadsheet/render/theme/theme.css");
                Files.writeString(style, Files.readString(style) + ANOTHER);
                Files.write(
                        jar.getPath("org/broadsheet/render/article/format"),
                        "another".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return to;
    }

    private static void row(String what, int posts, double seconds, List<Double> waits, double cpu) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f s | pushes meanwhile: %s, the first %.2f s | CPU %.1f s |%n",
                what,
                posts,
                seconds,
                Benchmarks.quantiles(waits),
                waits.getFirst(),
                cpu);
    }
}
