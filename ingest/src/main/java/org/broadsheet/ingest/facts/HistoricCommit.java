package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.time.ZoneOffset;
import org.broadsheet.common.id.CommitId;

/**
 * A commit as far as facts follow from it.
 *
 * @param at its author time
 * @param committedAt its committer's
 * @param offset the UTC offset in which that was written down: it decides which day the commit was made on
 */
public record HistoricCommit(CommitId id, Instant at, Instant committedAt, ZoneOffset offset) {
    /** What is earlier is nobody's time: a clock stood at its beginning. */
    public static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");
}
