package org.broadsheet.common.data;

import org.broadsheet.common.record.Finding;

/** Ends the reading of a document. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Finding problem;

    Refused(Finding problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    Refused(int line, int column, String message, String hint) {
        this(Finding.problem(line, column, message, hint));
    }

    Finding problem() {
        return problem;
    }
}
