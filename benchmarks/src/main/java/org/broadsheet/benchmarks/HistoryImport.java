package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;

/**
 * First imports of the same posts, of one commit and of a commit for each post, alternating: from the start of the process on an
 * empty data folder to the branch's commit being live.
 */
final class HistoryImport {
    private HistoryImport() {}

    private record Run(double seconds, double cpu) {}

    static void measure(Path folder, int posts, int runs) throws Exception {
        Path of = Files.createDirectories(folder.resolve("repositories"));
        GitCommandLine many = GitCommandLine.init(of.resolve("many"));
        Corpus.history(many, posts);
        String tree = many.git("rev-parse", "main^{tree}").strip();
        String commit = many.git("commit-tree", "-m", "Import", tree).strip();
        many.git("branch", "one", commit);
        GitCommandLine one = GitCommandLine.init(of.resolve("one"));
        one.git("fetch", "-q", many.folder().toString(), "one");
        one.git("update-ref", "refs/heads/main", "FETCH_HEAD");
        List<Run> ofOne = new ArrayList<>();
        List<Run> ofMany = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            ofOne.add(measure(folder.resolve("one-" + run), one, "one commit", posts));
            ofMany.add(measure(folder.resolve("many-" + run), many, "a commit each", posts));
        }
        System.out.printf(
                Locale.ROOT,
                "| %,d | ratio of medians | %.2f | processor time %.2f |%n",
                posts,
                median(ofMany.stream().map(Run::seconds).toList())
                        / median(ofOne.stream().map(Run::seconds).toList()),
                median(ofMany.stream().map(Run::cpu).toList())
                        / median(ofOne.stream().map(Run::cpu).toList()));
    }

    private static Run measure(Path data, GitCommandLine author, String what, int posts) throws IOException {
        Files.createDirectories(data);
        String head = author.head().value();
        long began = System.nanoTime();
        try (Program program = Program.byLauncher(
                data,
                Program.freePort(),
                Benchmarks.OPTIONS,
                "--content",
                author.folder().toString())) {
            Benchmarks.awaitLive(program, head);
            Run run = new Run(Benchmarks.seconds(began), Benchmarks.cpuSeconds(program));
            System.out.printf(Locale.ROOT, "| %,d | %s | %.1f s | %.1f s |%n", posts, what, run.seconds, run.cpu);
            return run;
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
