package org.broadsheet.ingest.remote;

/** Why a remote's branch is not in the clone, for people; nothing secret in it. */
final class RemoteFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final String hint;

    /** @param hint what to do */
    RemoteFailure(String why, String hint) {
        super(why);
        this.hint = hint;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }
}
