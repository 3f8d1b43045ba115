package org.broadsheet.common.data;

import java.util.Optional;
import org.broadsheet.common.record.Finding;

/** How reading a text ended. */
public sealed interface DataOutcome {
    /** @param root empty when there is nothing but comments and white space */
    record Read(Optional<DataNode> root) implements DataOutcome {}

    record Refused(Finding problem) implements DataOutcome {}
}
