package org.broadsheet.ingest.facts;

import java.time.Instant;

/**
 * How long a version has read as it does.
 *
 * @param since author time of the last significant change
 * @param first whether no version before it reads otherwise: then {@code since} is when the first of them was brought, and one
 *     that comes to stand before that may read the same
 */
public record Unchanged(Instant since, boolean first) {}
