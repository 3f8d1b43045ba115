package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Printable;

/**
 * What is wrong in a file, and what to do about it.
 *
 * @param line from 1
 * @param column from 1, in code points; of a link that of its destination, of an unclosed construct that of its opening
 * @param message what was found, such as {@code date: found a list}
 * @param hint what to do, such as {@code write date: 2026-11-23}
 * @param stays the commit whose version of the file stays live
 */
public record Problem(
        Severity severity,
        ContentPath path,
        int line,
        int column,
        String message,
        Optional<String> hint,
        Optional<CommitId> stays)
        implements Shortened<Problem> {
    private static final int SHORT = 100;

    public Problem {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns start at 1, not " + line + ":" + column);
        }
    }

    /** The beginning of its sentences. */
    @Override
    public Optional<Problem> shorter() {
        int longest = Math.max(message.length(), hint.map(String::length).orElse(0));
        return longest < SHORT
                ? Optional.empty()
                : Optional.of(new Problem(
                        severity,
                        path,
                        line,
                        column,
                        Printable.cut(message, longest / 3),
                        hint.map(text -> Printable.cut(text, longest / 3)),
                        stays));
    }

    public enum Severity {
        PROBLEM,
        WARNING;

        /** As in records, in the API and in what a push prints: {@code problem}. */
        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Older records have it in capitals. */
        @JsonCreator
        static Severity of(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT));
        }
    }
}
