package org.broadsheet.ingest.worktree;

/** What lies in a folder cannot be made a commit. The message says what, and what to do. */
public final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
        super(message);
    }
}
