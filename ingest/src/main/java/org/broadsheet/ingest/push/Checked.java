package org.broadsheet.ingest.push;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.CommitStage.Counts;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.commits.CommitState;

/**
 * What a push of a commit to an empty repository finds: all of it, and the numbers, from the records that a push is answered from.
 *
 * @param problems how many there are; {@code live} posts and pages that would be published, {@code scheduled} those that would
 *     be so later, {@code drafts} that would not
 * @param notes what the folder was taken for, and what in it nobody would see
 * @param failure why nothing of the commit would be published
 * @param findings in the order in which a push prints them: those of ingest, then those of render, each problems first
 */
@JsonPropertyOrder({"problems", "warnings", "live", "scheduled", "drafts", "failure", "notes", "findings"})
public record Checked(
        int problems,
        int warnings,
        int live,
        int scheduled,
        int drafts,
        Optional<String> failure,
        List<String> notes,
        List<Problem> findings) {
    public Checked {
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    /**
     * @param commit ended, as far as ingest and render are concerned
     * @param standing what stands against the files, all of it
     */
    public static Checked of(CommitState commit, List<PathProblems> standing) {
        Counts ingest = counts(commit, Role.INGEST);
        Counts render = counts(commit, Role.RENDER);
        return new Checked(
                ingest.problems() + render.problems(),
                ingest.warnings() + render.warnings(),
                render.live(),
                ingest.scheduled(),
                ingest.drafts(),
                commit.failure(),
                commit.stage(Role.INGEST).map(CommitStage::notes).orElse(List.of()),
                Stream.of(Role.INGEST, Role.RENDER)
                        .flatMap(role -> findings(commit, role, standing))
                        .toList());
    }

    private static Counts counts(CommitState commit, Role role) {
        return commit.stage(role).map(CommitStage::counts).orElse(Counts.NONE);
    }

    /** Of more than the commit's own record holds those that stand, which lack no more than where a post is public still. */
    private static Stream<Problem> findings(CommitState commit, Role role, List<PathProblems> standing) {
        List<Problem> told = commit.stage(role).map(CommitStage::problems).orElse(List.of());
        Counts counts = counts(commit, role);
        Stream<Problem> all = told.size() == counts.problems() + counts.warnings()
                ? told.stream()
                : standing.stream().filter(of -> of.role() == role).flatMap(of -> of.problems().stream());
        return all.sorted(Problem.ORDER);
    }

    /** Whether a push of it could be told of as a success. */
    @JsonIgnore
    public boolean isGood() {
        return problems == 0 && failure.isEmpty();
    }

    /** As a push prints them; the last one says the numbers. */
    public List<String> lines(Duration elapsed) {
        List<String> lines = new ArrayList<>();
        notes.forEach(note -> lines.add(Lines.note(note)));
        findings.forEach(finding -> lines.add(Lines.problem(finding)));
        lines.add(failure.map(reason -> "error: not published: " + Printable.line(reason))
                .orElseGet(() -> (problems > 0 ? "error: " : "success: ") + tally() + " in " + Lines.seconds(elapsed)));
        return lines;
    }

    private String tally() {
        List<String> parts = new ArrayList<>();
        if (problems > 0) {
            parts.add(Lines.counted(problems, "problem"));
        }
        if (warnings > 0) {
            parts.add(Lines.counted(warnings, "warning"));
        }
        parts.add(Lines.number(live) + " would be live");
        if (scheduled > 0) {
            parts.add(Lines.number(scheduled) + " scheduled");
        }
        if (drafts > 0) {
            parts.add(Lines.counted(drafts, "draft"));
        }
        return String.join(", ", parts);
    }
}
