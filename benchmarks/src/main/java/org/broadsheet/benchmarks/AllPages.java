package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;

/** All pages again, in a process that runs and serves them meanwhile, in turn with Hugo's build of the same posts. */
final class AllPages {
    private static final double HUGOS_TO_SECONDS = 4;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private AllPages() {}

    /** After another title of the site, which stands on every page; no article is another one. Then what edits wait that come after such a commit. */
    static void theme(Path folder, int count, int runs) throws Exception {
        SamplePosts posts = new SamplePosts(folder.resolve("samples"), count);
        GitCommandLine author = Broadsheet.repository(folder, posts);
        Hugo hugo = new Hugo(folder.resolve("hugo"), posts);
        Series our = new Series("Broadsheet, all pages again", count);
        Series hugos = new Series(hugo.name() + ", its build", count);
        // So that each push is told how long it took.
        Files.writeString(folder.resolve("broadsheet.yml"), "push: {timeout: 1h}\n");
        MadeSite made = Broadsheet.made(folder);
        String verified = "";
        List<Double> waits = new ArrayList<>();
        try (Program program = Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS)) {
            Benchmarks.pushed(program, author);
            for (int run = 1; run <= runs; run++) {
                String title = "Benchmark, title " + run;
                author.write("site.yml", Broadsheet.settings(title, posts)).commit(title);
                Processes.settle();
                double used = Benchmarks.cpuSeconds(program);
                long began = System.nanoTime();
                Benchmarks.pushed(program, author);
                our.add(new Run(
                        Benchmarks.seconds(began),
                        Benchmarks.cpuSeconds(program) - used,
                        Benchmarks.peakResident(program)));
                verified = made.verified(posts);
                made.showsEverywhere("<p class=\"masthead-title\"><a href=\"/\">" + title + "</a></p>", posts);
                hugo.title(title);
                hugos.add(hugo.build());
                hugo.made().verified(posts);
                hugo.made().showsEverywhere("<p class=\"masthead-title\"><a href=\"/\">" + title + "</a></p>", posts);
            }
            waits.addAll(editsAfterATitle(program, author, posts));
        }
        Series.print(List.of(our, hugos));
        new Aims()
                .atLeast("Hugo's build, to all pages again", hugos.seconds() / our.seconds(), HUGOS_TO_SECONDS, "")
                .print();
        System.out.println(
                "Verified after each run: " + verified + "; the title of that run stands on each page of a post.");
        System.out.println("Edits that were pushed after another title, until that was live: "
                + Benchmarks.quantiles(waits) + ", the first " + waits.getFirst() + " s.");
    }

    /** Seconds that each push prints. */
    private static List<Double> editsAfterATitle(Program program, GitCommandLine author, SamplePosts posts)
            throws IOException {
        author.write("site.yml", Broadsheet.settings("Benchmark, the last title", posts));
        String commit = author.commit("The last title").value();
        Process push = author.begin("push", program.url("/git/content.git"), commit + ":refs/heads/main");
        String state = "/api/v1/commits/" + commit;
        while (program.get(state).statusCode() == 404) {
            Thread.onSpinWait();
        }
        List<Double> waits = new ArrayList<>();
        boolean live = false;
        for (int edition = 1; !live; edition++) {
            waits.add(Beside.edit(author, program.url("/git/content.git"), edition));
            live = program.get(state).body().contains("\"state\":\"live\"");
        }
        GitCommandLine.finish(push);
        return waits;
    }

    /** After the start of a program whose articles are made by other code as far as it can tell, and its style sheet is another one: everything again. */
    static void program(Path folder, int count, int runs) throws Exception {
        SamplePosts posts = new SamplePosts(folder.resolve("samples"), count);
        GitCommandLine author = Broadsheet.repository(folder, posts);
        Hugo hugo = new Hugo(folder.resolve("hugo"), posts);
        Path one = Benchmarks.DISTRIBUTION;
        Path other = Beside.another(one, folder.resolve("other"));
        Benchmarks.prepare(other);
        try (Program program = Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS)) {
            Benchmarks.pushed(program, author);
        }
        Series our = new Series("Broadsheet, everything again, from ready on", count);
        Series start = new Series("Broadsheet, the same from its start on", count);
        Series hugos = new Series(hugo.name() + ", its build", count);
        String options = Benchmarks.OPTIONS + " -Dbroadsheet.log=INFO";
        MadeSite made = Broadsheet.made(folder);
        String verified = "";
        for (int run = 0; run < runs; run++) {
            Processes.settle();
            long began = System.nanoTime();
            try (Program program =
                    Program.byLauncher(run % 2 == 0 ? other : one, folder, Program.freePort(), options)) {
                double ready = Benchmarks.seconds(began);
                double used = Benchmarks.cpuSeconds(program);
                program.awaitLine(Beside.MADE, PATIENCE);
                Run all = new Run(
                        Benchmarks.seconds(began), Benchmarks.cpuSeconds(program), Benchmarks.peakResident(program));
                start.add(all);
                our.add(new Run(all.seconds() - ready, all.cpu() - used, all.resident()));
                verified = made.verified(posts);
                made.showsEverywhere(
                        "<link rel=\"stylesheet\" href=\"" + styleSheet(program, run % 2 == 0) + "\">", posts);
            }
            hugos.add(hugo.build());
            hugo.made().verified(posts);
        }
        Series.print(List.of(our, start, hugos));
        System.out.printf(
                Locale.ROOT,
                "Hugo's build takes %.2f times as long as everything again.%n%n",
                hugos.seconds() / our.seconds());
        System.out.println("Verified after each run: " + verified
                + "; each page of a post has the style sheet of the program of that run.");
    }

    /** Where the home page has it, if it is the one that is to be there. */
    private static String styleSheet(Program program, boolean ofTheOther) throws IOException {
        String url =
                program.get("/").body().replaceFirst("(?s)^.*<link rel=\"stylesheet\" href=\"([^\"]+)\">.*$", "$1");
        if (program.get(url).body().endsWith(Beside.ANOTHER) != ofTheOther) {
            throw new IOException(url + " is the style sheet of the program before");
        }
        return url;
    }
}
