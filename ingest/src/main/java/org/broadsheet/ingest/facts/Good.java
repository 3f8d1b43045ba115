package org.broadsheet.ingest.facts;

import org.broadsheet.common.id.PostId;
import org.jspecify.annotations.Nullable;

/**
 * The last good version of a file.
 *
 * @param slug the author's own, if it can stand in a URL; likewise
 * @param id the author's own
 */
public record Good(
        Revision revision,
        Standing standing,
        @Nullable String slug,
        @Nullable PostId id) {}
