package org.broadsheet.ingest.api;

import java.time.Instant;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;

/**
 * A site at a glance.
 *
 * @param commit the live one; empty before the first
 * @param committedAt its author time
 * @param ingested the last commit taken in
 * @param posts that can be read; likewise {@code pages} and {@code assets}
 * @param drafts posts and pages that are not published
 * @param scheduled posts and pages that are to be published at an instant to come
 * @param problems that stand; likewise {@code warnings}
 * @param lag how many records of {@code content} no release covers yet; 0 when all is live
 */
record SiteStatus(
        SiteId site,
        Optional<CommitId> commit,
        Optional<Instant> committedAt,
        Optional<CommitId> ingested,
        int posts,
        int pages,
        int assets,
        int drafts,
        int scheduled,
        int problems,
        int warnings,
        long lag) {}
