package org.broadsheet.common.record;

import java.time.Instant;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;

/**
 * "Look at this site's source now." Whatever notices something writes one; the owner of the site's partition alone acts on it.
 *
 * @param commit the commit that was seen at the published branch, such as a push's; empty when only a look is asked for
 * @param at when it was noticed; of a push, from when on its author listens: what was said of the commit before is not heard
 */
public record Signal(SiteId site, Reason reason, Optional<CommitId> commit, Instant at) {
    public enum Reason {
        PUSH,
        WATCH
    }
}
