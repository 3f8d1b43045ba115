package org.broadsheet.ingest.push;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses, with {@code push.onProblem: reject}, a push that brings a problem. One that stands with what is live already refuses nothing,
 * wherever in its file it is by now: else nobody could push before somebody else has mended it. Safe for all threads.
 */
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Judge judge;
    private final Supplier<List<PathProblems>> standing;
    private final Configuration.Push limits;

    /** @param standing what is wrong with what was taken in last */
    public Gate(Judge judge, Supplier<List<PathProblems>> standing, Configuration.Push limits) {
        this.judge = judge;
        this.standing = standing;
        this.limits = limits;
    }

    /**
     * @param reason on one line, as Git says it of the branch
     * @param lines for its author, before that
     */
    public record Refused(String reason, List<String> lines) {
        public Refused {
            lines = List.copyOf(lines);
        }
    }

    /** A problem, wherever it is in its file. */
    private record What(ContentPath path, String message) {
        static What of(Problem problem) {
            return new What(problem.path(), problem.message());
        }
    }

    /** Empty if it may be taken. */
    public Optional<Refused> refusal(Judge.Candidate candidate) throws InterruptedException {
        Checked checked;
        try {
            checked = judge.judge(candidate);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.atWarn()
                    .addKeyValue("site", candidate.site())
                    .addKeyValue("commit", candidate.commit())
                    .setCause(e)
                    .log("A push could not be judged, and was refused");
            return Optional.of(new Refused("it cannot be judged: " + Printable.line(reason(e)), List.of()));
        }
        if (checked.failure().isPresent()) {
            return Optional.of(new Refused(Printable.line(checked.failure().get()), List.of()));
        }
        List<Problem> brought = brought(checked);
        return brought.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(Lines.counted(brought.size(), "problem"), lines(brought)));
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private List<Problem> brought(Checked checked) {
        Set<What> known = new HashSet<>();
        standing.get().forEach(path -> path.problems().forEach(problem -> known.add(What.of(problem))));
        return checked.findings().stream()
                .filter(finding -> finding.severity() == Severity.PROBLEM && !known.contains(What.of(finding)))
                .toList();
    }

    private List<String> lines(List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        problems.stream().limit(limits.problemLines()).map(Lines::problem).forEach(lines::add);
        int more = problems.size() - lines.size();
        if (more > 0) {
            lines.add("… and " + Lines.number(more) + " more " + (more == 1 ? "problem" : "problems"));
        }
        lines.add("error: nothing was taken: " + Lines.counted(problems.size(), "problem")
                + ", and push.onProblem is reject; what is live stays so");
        return lines;
    }
}
