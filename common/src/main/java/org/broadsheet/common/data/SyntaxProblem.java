package org.broadsheet.common.data;

import org.broadsheet.common.record.Finding;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What the YAML parser complains of, in words for those who write by hand, at the place where they have to look. */
final class SyntaxProblem {
    static final String GENERAL_HINT = "write key: value, one a line, and texts with signs in quotes";

    private SyntaxProblem() {}

    static Finding of(MarkedYAMLException e, Places places) {
        String context = String.valueOf(e.getContext());
        String problem = String.valueOf(e.getProblem());
        Mark at = e.getProblemMark();
        Mark opening = e.getContextMark() == null ? at : e.getContextMark();
        if (context.contains("quoted scalar")
                && (problem.contains("end of stream") || problem.contains("document separator"))) {
            return new Words("a text in quotes that does not end", "close the quotes").at(opening, places);
        }
        if (context.contains("flow sequence") || context.contains("flow mapping")) {
            return unclosed(context.contains("sequence") ? '[' : '{').at(opening, places);
        }
        if (problem.contains("mapping values are not allowed here")) {
            return new Words("a colon and a space inside a text", "put the text into quotes: title: \"One: two\"")
                    .at(at, places);
        }
        if (problem.contains("\\t(TAB)")) {
            return new Words("a tab where the line is indented", "indent with spaces").at(at, places);
        }
        if (problem.contains("that cannot start any token")) {
            return new Words("a text that begins with a sign", "put the text into quotes").at(at, places);
        }
        if (problem.contains("could not find expected ':'")) {
            return new Words("a line without a colon", "write key: value").at(opening, places);
        }
        if (problem.contains("unknown escape character")) {
            return new Words("a \\ that escapes nothing", "write \\\\ for one, or single quotes around the text")
                    .at(at, places);
        }
        return new Words("not YAML: " + problem, GENERAL_HINT).at(at, places);
    }

    static Words unclosed(char bracket) {
        char closing = bracket == '[' ? ']' : '}';
        return new Words(
                "a " + bracket + " that is not closed", "close it with " + closing + ", or put the text into quotes");
    }

    record Words(String message, String hint) {
        Finding at(@Nullable Mark mark, Places places) {
            return mark == null ? places.problem(message, hint) : places.problem(mark, message, hint);
        }
    }
}
