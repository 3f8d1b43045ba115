package org.broadsheet.common.lifecycle;

/**
 * The process cannot start, or go on, for a reason that whoever runs it can mend. The message says what was found and what to
 * do; it is printed without a stack trace.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartFailure(String message) {
        super(message);
    }

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
