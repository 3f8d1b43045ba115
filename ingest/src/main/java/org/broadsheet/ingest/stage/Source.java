package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.eclipse.jgit.lib.Repository;

/** The published branch of a repository. */
public interface Source {
    Repository repository();

    /** The branch's full name, such as {@code refs/heads/main}. */
    String ref() throws IOException;

    /** Its commit; empty before the first. */
    Optional<CommitId> tip() throws IOException;

    /** Whether it is ours and pushed to: then nothing that comes is backfill. */
    boolean isHosted();
}
