package org.broadsheet.ingest.facts;

import java.time.Instant;
import org.broadsheet.common.id.CommitId;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A version of a file that parses, and those before it.
 *
 * @param commit the commit that brought it
 * @param at that commit's author time, as far as that is plausible
 * @param before the version before it that parses, wherever its file lay
 */
public record Revision(
        ObjectId blob,
        CommitId commit,
        Instant at,
        @Nullable Revision before) {
    /** Not the versions before it: there may be very many. */
    @Override
    public String toString() {
        return blob.name() + " of " + commit.abbreviated();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Revision that && blob.equals(that.blob) && commit.equals(that.commit);
    }

    @Override
    public int hashCode() {
        return blob.hashCode();
    }
}
