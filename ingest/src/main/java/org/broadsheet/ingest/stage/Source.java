package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.eclipse.jgit.lib.Repository;

/** The published branch of a repository. */
public interface Source extends AutoCloseable {
    Repository repository();

    /** The branch's full name, such as {@code refs/heads/main}. */
    String ref() throws IOException;

    /**
     * Its commit; empty before the first.
     *
     * @throws org.broadsheet.ingest.source.DamagedRef if nobody knows where it stands
     */
    Optional<CommitId> tip() throws IOException;

    /**
     * Makes it one that can be read again, if it is ours.
     *
     * @param ref the branch that was published last
     */
    void mend(Optional<String> ref) throws IOException;

    /** Whether it is ours and pushed to: then nothing that comes is backfill. */
    boolean isHosted();

    /** Whether it is ours, pushed to or a clone, so that what is to be remembered of it may be written into it. */
    default boolean isOurs() {
        return isHosted();
    }

    /**
     * What brings the remote's branch into it, if it is the clone of one.
     *
     * @param wakeup from any thread: it is to be asked soon
     */
    default Optional<Upstream> upstream(Runnable wakeup) {
        return Optional.empty();
    }
}
