package org.broadsheet.ingest.remote;

import java.util.Optional;
import org.broadsheet.common.id.CommitId;

/** Why a remote's branch is not in the clone, for people; nothing secret in it. */
final class RemoteFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final String hint;
    private final transient Optional<CommitId> refused;

    /** @param hint what to do */
    RemoteFailure(String why, String hint) {
        this(why, hint, Optional.empty());
    }

    /** @param refused the commit that is, whenever it would come */
    RemoteFailure(String why, String hint, Optional<CommitId> refused) {
        super(why);
        this.hint = hint;
        this.refused = refused;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }

    Optional<CommitId> refused() {
        return refused;
    }
}
