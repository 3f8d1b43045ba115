package org.broadsheet.common.yaml;

import java.util.Optional;
import org.broadsheet.common.record.Finding;

/** How reading a text ended. */
public sealed interface YamlOutcome {
    /** @param root empty when there is nothing but comments and white space */
    record Read(Optional<YamlNode> root) implements YamlOutcome {}

    record Refused(Finding problem) implements YamlOutcome {}
}
