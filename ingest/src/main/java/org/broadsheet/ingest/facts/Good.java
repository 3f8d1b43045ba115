package org.broadsheet.ingest.facts;

import org.jspecify.annotations.Nullable;

/**
 * The last good version of a file.
 *
 * @param slug the author's own, if it can stand in a URL
 */
public record Good(
        Revision revision, Standing standing, @Nullable String slug) {}
