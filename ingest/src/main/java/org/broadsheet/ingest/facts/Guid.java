package org.broadsheet.ingest.facts;

/**
 * An id in feeds that an author asks for.
 *
 * @param isAnothers whether another post had it already when this one first asked for it. That stays: readers have read it under an id of
 *     its own since
 */
public record Guid(String value, boolean isAnothers) {}
