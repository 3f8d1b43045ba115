package org.broadsheet.common.record;

import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Printable;

/**
 * What there is to say of a place in a text, whoever looked: a parser, a link, a limit. Message and hint are bounded, whatever the
 * author wrote.
 *
 * @param line from 1
 * @param column from 1, in code points; of a link that of its destination, of an unclosed construct that of its opening
 * @param message what was found, such as {@code date: found a list}
 * @param hint what to do, such as {@code write date: 2026-11-23}
 */
public record Finding(Severity severity, int line, int column, String message, Optional<String> hint) {
    private static final int LONGEST = 500;

    public Finding {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns start at 1, not " + line + ":" + column);
        }
        message = Printable.cut(message, LONGEST);
        // Room for a URL behind what there is to do.
        hint = hint.map(h -> Printable.cut(h, 3 * LONGEST));
    }

    public static Finding problem(int line, int column, String message, String hint) {
        return new Finding(Severity.PROBLEM, line, column, message, Optional.of(hint));
    }

    public static Finding warning(int line, int column, String message, String hint) {
        return new Finding(Severity.WARNING, line, column, message, Optional.of(hint));
    }

    /** Of the whole text. */
    public static Finding problem(String message, String hint) {
        return problem(1, 1, message, hint);
    }

    /** Of the whole text. */
    public static Finding warning(String message, String hint) {
        return warning(1, 1, message, hint);
    }

    public boolean isProblem() {
        return severity == Severity.PROBLEM;
    }

    public Finding asWarning() {
        return new Finding(Severity.WARNING, line, column, message, hint);
    }

    /** In the file of whose lines so many stand above the text. */
    public Finding below(int lines) {
        return new Finding(severity, line + lines, column, message, hint);
    }

    /** With one more sentence. */
    public Finding hinting(String more) {
        return new Finding(
                severity,
                line,
                column,
                message,
                Optional.of(hint.map(h -> h + "; ").orElse("") + more));
    }

    public Problem in(ContentPath path) {
        return in(path, Optional.empty());
    }

    /** @param stays the commit whose version of the file stays live */
    public Problem in(ContentPath path, Optional<CommitId> stays) {
        return new Problem(path, this, stays);
    }
}
