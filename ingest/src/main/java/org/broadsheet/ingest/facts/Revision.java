package org.broadsheet.ingest.facts;

import java.time.Instant;
import org.broadsheet.common.id.CommitId;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A version of a file that parses, and those before it.
 *
 * @param commit the commit that brought it
 * @param at that commit's author time
 * @param before the version before it that parses
 * @param joined whether what stands before it came to stand there later, with the id that it took over
 */
public record Revision(
        ObjectId blob,
        CommitId commit,
        Instant at,
        @Nullable Revision before,
        boolean joined) {
    /** This one with {@code older} before the first of its versions. */
    Revision after(Revision older) {
        // A loop, not a recursion: a file may have a hundred thousand versions.
        java.util.ArrayDeque<Revision> line = new java.util.ArrayDeque<>();
        for (Revision r = this; r != null; r = r.before) {
            line.push(r);
        }
        Revision joined = older;
        for (Revision r : line) {
            boolean first = r.before == null;
            joined = new Revision(r.blob, r.commit, r.at, joined, r.joined || first);
        }
        return joined;
    }

    /** Whether any of its versions is {@link #joined} to what stands before it. */
    public boolean isJoined() {
        for (Revision r = this; r != null; r = r.before) {
            if (r.joined) {
                return true;
            }
        }
        return false;
    }

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
