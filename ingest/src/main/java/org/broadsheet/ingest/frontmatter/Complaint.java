package org.broadsheet.ingest.frontmatter;

import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Problem;

/**
 * What is wrong at a place of a file; {@link Problem} without the file. Lines and columns as there. Message and hint are bounded,
 * whatever the author wrote.
 *
 * @param mayHide whether what was not understood may have been meant to hide the file: of a live one it is said where it is public
 */
public record Complaint(
        Problem.Severity severity, int line, int column, String message, Optional<String> hint, boolean mayHide) {
    private static final int LONGEST = 500;

    public Complaint {
        message = Printable.cut(message, LONGEST);
        // Room for a URL behind what there is to do.
        hint = hint.map(h -> Printable.cut(h, 3 * LONGEST));
    }

    public Complaint(Problem.Severity severity, int line, int column, String message, Optional<String> hint) {
        this(severity, line, column, message, hint, false);
    }

    public static Complaint problem(int line, int column, String message, String hint) {
        return new Complaint(Problem.Severity.PROBLEM, line, column, message, Optional.of(hint));
    }

    public static Complaint warning(int line, int column, String message, String hint) {
        return new Complaint(Problem.Severity.WARNING, line, column, message, Optional.of(hint));
    }

    static Complaint mayHide(int line, int column, String message, String hint) {
        return new Complaint(Problem.Severity.PROBLEM, line, column, message, Optional.of(hint), true);
    }

    Complaint asWarning() {
        return new Complaint(Problem.Severity.WARNING, line, column, message, hint, false);
    }

    /** For what cannot be read: nobody knows what it was meant to do. */
    Complaint thatMayHide() {
        return new Complaint(severity, line, column, message, hint, true);
    }

    /** With one more sentence for the author. */
    public Complaint hinting(String more) {
        String all = hint.map(h -> h + "; ").orElse("") + more;
        return new Complaint(severity, line, column, message, Optional.of(all), mayHide);
    }

    public boolean isProblem() {
        return severity == Problem.Severity.PROBLEM;
    }

    /** @param stays the commit whose version of the file stays live */
    public Problem in(ContentPath path, Optional<CommitId> stays) {
        return new Problem(severity, path, line, column, message, hint, stays);
    }
}
