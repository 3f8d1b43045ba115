package org.broadsheet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.standalone.testing.Program;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * What ingest needs for one new post on top of a long history, and for that history at first; beside it what JGit needs to compare the
 * trees of a commit and its parent, which is the least that it can take.
 */
final class Intake {
    private static final int TO_WARM_UP = 20;
    private static final double AIM = 20;

    private Intake() {}

    /**
     * @param commits each writes or edits one post
     * @param renames of the folder of all posts, spread over the history
     */
    static void measure(Path folder, int posts, int commits, int renames, int runs) throws Exception {
        GitCommandLine author = Benchmarks.author(folder);
        String posted = history(author, posts, commits, renames);
        Processes.settle();
        long began = System.nanoTime();
        try (Program program = Program.byLauncher(
                folder,
                Program.freePort(),
                Benchmarks.OPTIONS,
                "--content",
                author.folder().toString())) {
            Benchmarks.awaitLive(program, author.head().value());
            double imported = Benchmarks.seconds(began);
            double used = Benchmarks.cpuSeconds(program);
            long resident = Benchmarks.peakResident(program);
            author.git("reset", "-q", "--hard");
            List<Double> ingest = new ArrayList<>();
            List<Double> floor = new ArrayList<>();
            Corpus corpus = new Corpus(posts, posts, Corpus.Text.SHORT);
            try (Repository repository = new FileRepositoryBuilder()
                    .setGitDir(author.folder().resolve(".git").toFile())
                    .build()) {
                for (int run = 1; run <= TO_WARM_UP + runs; run++) {
                    author.write(posted + "/new-%05d.md".formatted(run), corpus.post(run % posts, run));
                    author.commit("A new post");
                    String commit = author.head().value();
                    Benchmarks.awaitLive(program, commit);
                    double compared = compared(repository, ObjectId.fromString(commit));
                    if (run > TO_WARM_UP) {
                        ingest.add(millis(program, commit));
                        floor.add(compared);
                    }
                }
            }
            System.out.println(
                    "| Posts | Commits | Renames of the folder | First import | Processor time | Resident, at most"
                            + " | Ingest, one new post: median | Least to most | JGit's walk of the two trees: median |\n|---|---|---|---|---|---|---|---|---|");
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %,d | %,d | %.1f s | %.1f s | %,d MB | %.0f ms | %.0f to %.0f ms | %.2f ms |%n%n",
                    posts,
                    commits,
                    renames,
                    imported,
                    used,
                    resident,
                    Series.median(ingest),
                    ingest.stream().sorted().toList().getFirst(),
                    ingest.stream().sorted().toList().getLast(),
                    Series.median(floor));
            new Aims()
                    .below("Ingest of one new post", Series.median(ingest), AIM, " ms")
                    .print();
            System.out.println("Verified in each run: the commit is live. Ingest, all runs: " + ingest);
        }
    }

    /** What ingest said of the commit. */
    private static double millis(Program program, String commit) throws IOException {
        JsonNode answer = Json.read(
                program.get("/api/v1/commits/" + commit).body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return answer.at("/stages/ingest/millis").asDouble();
    }

    private static double compared(Repository repository, ObjectId id) throws IOException {
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk trees = new TreeWalk(repository)) {
            RevCommit commit = commits.parseCommit(id);
            RevCommit parent = commits.parseCommit(commit.getParent(0));
            long began = System.nanoTime();
            trees.setRecursive(true);
            trees.setFilter(TreeFilter.ANY_DIFF);
            trees.addTree(parent.getTree());
            trees.addTree(commit.getTree());
            int files = 0;
            while (trees.next()) {
                files++;
            }
            if (files != 1) {
                throw new IOException(files + " files differ");
            }
            return (System.nanoTime() - began) / 1e6;
        }
    }

    /** @return the folder of the posts at the end */
    private static String history(GitCommandLine author, int posts, int commits, int renames) throws Exception {
        Corpus corpus = new Corpus(posts, posts, Corpus.Text.SHORT);
        String folder = "_posts";
        int every = renames == 0 ? Integer.MAX_VALUE : Math.max(1, commits / renames);
        int time = 0;
        Process git = author.begin("fast-import", "--quiet");
        try (OutputStream out = new BufferedOutputStream(git.getOutputStream())) {
            for (int i = 0; i < commits; i++) {
                String text = corpus.post(i % posts, i / posts);
                String path = folder + corpus.path(i % posts).substring("_posts".length());
                commit(
                        out,
                        time++,
                        "M 100644 inline " + path + "\ndata " + text.getBytes(StandardCharsets.UTF_8).length + "\n"
                                + text + "\n");
                if (i % every == every - 1) {
                    String other = folder.equals("_posts") ? "posts" : "_posts";
                    commit(out, time++, "R " + folder + " " + other + "\n");
                    folder = other;
                }
            }
        }
        if (git.waitFor() != 0) {
            throw new IOException("git fast-import exited with " + git.exitValue());
        }
        return folder;
    }

    private static void commit(OutputStream out, int number, String change) throws IOException {
        String commit = "commit refs/heads/main\ncommitter Ada Author <ada@example.org> "
                + (1_767_225_600L + number * 60L) + " +0000\ndata <<.\nCommit " + number + "\n.\n" + change;
        out.write(commit.getBytes(StandardCharsets.UTF_8));
    }
}
