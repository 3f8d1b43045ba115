package org.broadsheet.ingest.facts;

import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.jspecify.annotations.Nullable;

/**
 * The last good version of a file.
 *
 * @param url what it has, or would have once published
 * @param id the author's own
 */
public record Good(
        Revision revision,
        Standing standing,
        UrlPath url,
        @Nullable PostId id) {}
