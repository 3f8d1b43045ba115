package org.broadsheet.ingest.stage;

import java.time.Duration;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;

/** What brings a remote's branch into its clone, while the site's partition is ours. One thread asks, and waits for nothing. */
public interface Upstream extends AutoCloseable {
    /** Somebody says that the remote may have moved: it is looked at soon. */
    void ask();

    /** Begins a look if one is due; what the one before came to, if it has ended and nobody has heard of it. */
    Optional<Look> look();

    /** How long until it wants to be asked for one again; when one ends it says so earlier. */
    Duration rest();

    /** The clone cannot be read as it stands: all of it is fetched anew, once for each commit. */
    void distrust();

    /** Gives up the look under way. */
    @Override
    void close();

    /** What a look came to. */
    sealed interface Look {
        /** The clone has what the remote has. */
        record Done() implements Look {}

        /**
         * It has not; what it has stays.
         *
         * @param refused the remote's commit, if it is that which is not taken
         */
        record Failed(String why, String hint, Optional<CommitId> refused) implements Look {}
    }
}
