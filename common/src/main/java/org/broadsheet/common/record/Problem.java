package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Comparator;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;

/**
 * What was found in a file. In JSON it is flat.
 *
 * @param stays the commit whose version of the file stays live
 */
@JsonPropertyOrder({"severity", "path", "line", "column", "message", "hint", "stays"})
public record Problem(
        ContentPath path,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @JsonUnwrapped
        Finding finding,

        Optional<CommitId> stays) {
    /** Problems first, each in the order of their files and lines. */
    public static final Comparator<Problem> ORDER = Comparator.comparing(Problem::severity)
            .thenComparing(Problem::path)
            .thenComparing(Problem::line)
            .thenComparing(Problem::column);

    @JsonProperty
    public Severity severity() {
        return finding.severity();
    }

    @JsonProperty
    public int line() {
        return finding.line();
    }

    @JsonProperty
    public int column() {
        return finding.column();
    }

    @JsonProperty
    public String message() {
        return finding.message();
    }

    @JsonProperty
    public Optional<String> hint() {
        return finding.hint();
    }

    /** What stands in for it and those behind it. */
    Problem saying(String message) {
        return new Finding(severity(), line(), column(), message, Optional.empty()).in(path);
    }
}
