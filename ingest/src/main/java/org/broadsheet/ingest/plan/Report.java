package org.broadsheet.ingest.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Problem;

/** What there is to tell of a commit: all of it counted, the first of it kept. One thread. */
public final class Report {
    private static final int DOCUMENTS = 100;

    private final int mostProblems;
    private final List<CommitStage.Outcome> documents = new ArrayList<>();
    private final List<CommitStage.Outcome> leaving = new ArrayList<>();
    private final Set<String> arriving = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int live;
    private int drafts;
    private int scheduled;
    private int problemCount;
    private int warningCount;
    private int files;
    private int assets;

    /** @param mostProblems problems, and as many warnings, are kept; of both together as many are told */
    public Report(int mostProblems) {
        this.mostProblems = mostProblems;
    }

    void outcome(CommitStage.What what, ContentPath path, Optional<String> url) {
        outcome(new CommitStage.Outcome(what, path, url));
    }

    void outcome(CommitStage.Outcome outcome) {
        switch (outcome.what()) {
            case LIVE -> {
                live++;
                outcome.url().ifPresent(arriving::add);
            }
            case GONE, WITHDRAWN -> {
                leaving.add(outcome);
                return;
            }
            case DRAFT, EXPIRED -> drafts++;
            case SCHEDULED -> scheduled++;
        }
        if (documents.size() < DOCUMENTS) {
            documents.add(outcome);
        }
    }

    /** A URL that another takes over in the same commit is not gone. */
    private List<CommitStage.Outcome> gone() {
        return leaving.stream()
                .filter(outcome -> outcome.url().filter(arriving::contains).isEmpty())
                .toList();
    }

    public void problem(Problem problem) {
        boolean warning = !problem.finding().isProblem();
        if (warning) {
            warningCount++;
        } else {
            problemCount++;
        }
        List<Problem> list = warning ? warnings : problems;
        if (list.size() < mostProblems) {
            list.add(problem);
        }
    }

    void notes(List<String> lines) {
        notes.addAll(lines);
    }

    /** Lines about the repository as a whole. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    void files(int number) {
        files = number;
    }

    void asset() {
        assets++;
    }

    public CommitStage.Counts counts() {
        return new CommitStage.Counts(
                live, gone().size(), drafts, problemCount, warningCount, files, assets, 0, scheduled, 0);
    }

    public List<CommitStage.Outcome> documents() {
        return Stream.concat(documents.stream(), gone().stream())
                .limit(DOCUMENTS)
                .toList();
    }

    /** Problems before warnings, each in the order of their files and lines. */
    public List<Problem> problems() {
        return Stream.concat(problems.stream(), warnings.stream())
                .sorted(Problem.ORDER)
                .limit(mostProblems)
                .toList();
    }
}
