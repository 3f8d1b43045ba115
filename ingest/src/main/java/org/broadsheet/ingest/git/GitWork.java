package org.broadsheet.ingest.git;

import org.broadsheet.common.id.SiteId;

/** What a Git request has its turn for; a push does not wait for clones, nor a look at the branches for a push. */
enum GitWork {
    /** What a request says that was sent packed. */
    UNPACKING,
    /** What there is: the names of refs. */
    REFS,
    /** Counting and packing. */
    FETCH,
    /** Unpacking and checking. */
    PUSH;

    /** That of one site, which waits for no other. */
    record Of(SiteId site, GitWork work) {}

    Of of(SiteId site) {
        return new Of(site, this);
    }
}
