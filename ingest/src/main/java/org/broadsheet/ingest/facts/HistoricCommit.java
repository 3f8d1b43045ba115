package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.time.ZoneOffset;
import org.broadsheet.common.id.CommitId;

/**
 * A commit as far as facts follow from it.
 *
 * @param at its author time
 * @param offset the UTC offset in which that was written down: it decides which day the commit was made on
 */
public record HistoricCommit(CommitId id, Instant at, ZoneOffset offset) {}
