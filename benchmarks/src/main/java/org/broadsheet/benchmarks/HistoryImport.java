package org.broadsheet.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.broadsheet.common.testing.GitCommandLine;

/**
 * First imports of the same posts, of one commit and of a commit for each post, alternating: from the start of the process on an
 * empty data folder to the branch's commit being live.
 */
final class HistoryImport {
    private static final double MANY_TO_ONE = 2;

    private HistoryImport() {}

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
        Broadsheet ofOne = new Broadsheet(folder.resolve("of-one"), one);
        Broadsheet ofMany = new Broadsheet(folder.resolve("of-many"), many);
        Series ones = new Series("one commit", posts);
        Series manies = new Series("a commit each", posts);
        for (int run = 0; run < runs; run++) {
            ones.add(ofOne.build());
            manies.add(ofMany.build());
        }
        Series.print(List.of(ones, manies));
        new Aims()
                .atMost("A commit each, to one commit", manies.seconds() / ones.seconds(), MANY_TO_ONE, "")
                .print();
    }
}
