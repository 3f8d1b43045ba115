package org.broadsheet.ingest.push;

import java.nio.file.Path;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;

/** Says before a push is taken what it would bring, with all that judges files. Safe for all threads. */
public interface Judge {
    /** Fails, with what is told its author, if it cannot say so in the time that it has. */
    Checked judge(Candidate candidate) throws Exception;

    /**
     * A commit that the published branch is to stand at.
     *
     * @param repository the hosted one
     * @param objects a folder of what the push brings, which the repository has not got
     * @param branch its full name
     */
    record Candidate(SiteId site, Path repository, Optional<Path> objects, String branch, CommitId commit) {}
}
