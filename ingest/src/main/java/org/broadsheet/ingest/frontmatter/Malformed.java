package org.broadsheet.ingest.frontmatter;

import org.broadsheet.common.yaml.YamlProblem;

/** The text is nothing that we take. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Complaint complaint;

    Malformed(Complaint complaint) {
        super(complaint.message());
        this.complaint = complaint;
    }

    static Malformed of(YamlProblem problem) {
        return new Malformed(Complaint.problem(problem.line(), problem.column(), problem.message(), problem.hint()));
    }

    Complaint complaint() {
        return complaint;
    }
}
