package org.broadsheet.ingest.frontmatter;

import java.util.Optional;
import org.broadsheet.common.record.Finding;

/** A value and where it stands in the file. */
public record Written<T>(T value, int line, int column) {
    public Finding problem(String message, String hint) {
        return Finding.problem(line, column, message, hint);
    }

    /** Of what need not be written: where it is not, the problem is the whole file's. */
    public static Finding problem(Optional<? extends Written<?>> written, String message, String hint) {
        return written.map(there -> there.problem(message, hint)).orElseGet(() -> Finding.problem(message, hint));
    }

    public Finding warning(String message, String hint) {
        return Finding.warning(line, column, message, hint);
    }
}
