package org.broadsheet.common.yaml;

import java.util.Optional;

/** How reading a text ended. */
public sealed interface YamlOutcome {
    /** @param root empty when there is nothing but comments and white space */
    record Read(Optional<YamlNode> root) implements YamlOutcome {}

    record Refused(YamlProblem problem) implements YamlOutcome {}
}
