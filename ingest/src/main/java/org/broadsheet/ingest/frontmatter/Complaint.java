package org.broadsheet.ingest.frontmatter;

import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Problem;

/**
 * What is wrong at a place of a file; {@link Problem} without the file. Lines and columns as there. Message and hint are bounded,
 * whatever the author wrote.
 */
public record Complaint(Problem.Severity severity, int line, int column, String message, Optional<String> hint) {
    private static final int LONGEST = 500;

    public Complaint {
        message = Printable.cut(message, LONGEST);
        hint = hint.map(h -> Printable.cut(h, LONGEST));
    }

    public static Complaint problem(int line, int column, String message, String hint) {
        return new Complaint(Problem.Severity.PROBLEM, line, column, message, Optional.of(hint));
    }

    public static Complaint warning(int line, int column, String message, String hint) {
        return new Complaint(Problem.Severity.WARNING, line, column, message, Optional.of(hint));
    }

    public boolean isProblem() {
        return severity == Problem.Severity.PROBLEM;
    }

    /** @param stays the commit whose version of the file stays live */
    public Problem in(ContentPath path, Optional<CommitId> stays) {
        return new Problem(severity, path, line, column, message, hint, stays);
    }
}
