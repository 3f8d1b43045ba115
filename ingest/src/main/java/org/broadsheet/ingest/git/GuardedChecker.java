package org.broadsheet.ingest.git;

import java.util.concurrent.CancellationException;
import org.broadsheet.common.http.Turns;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BlobObjectChecker;
import org.eclipse.jgit.lib.ObjectChecker;
import org.jspecify.annotations.Nullable;

/** Sees each object of a push when it has been unpacked, files in parts, and ends that when the client has hung up. */
final class GuardedChecker extends ObjectChecker {
    private final Turns.Turn turn;

    GuardedChecker(Turns.Turn turn) {
        this.turn = turn;
    }

    /** Refuses trees that reach out of a work tree (.., .git) and what no Git can read. */
    static ObjectChecker lenient(Turns.Turn turn) {
        // Old programs' carelessness with modes and names of people stands in many a history and does no harm.
        return new GuardedChecker(turn).setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true);
    }

    @Override
    public void check(@Nullable AnyObjectId id, int type, byte[] raw) throws CorruptObjectException {
        refuseWhenCancelled();
        super.check(id, type, raw);
    }

    @Override
    public BlobObjectChecker newBlobObjectChecker() {
        return new BlobObjectChecker() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                if (turn.isCancelled()) {
                    throw new CancellationException("the client has hung up");
                }
            }

            @Override
            public void endBlob(AnyObjectId id) throws CorruptObjectException {
                refuseWhenCancelled();
            }
        };
    }

    private void refuseWhenCancelled() throws CorruptObjectException {
        if (turn.isCancelled()) {
            throw new CorruptObjectException("the client has hung up");
        }
    }
}
