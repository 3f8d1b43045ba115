package org.broadsheet.render.release;

import java.time.Instant;
import java.util.List;
import org.broadsheet.common.id.CommitId;

/**
 * What brought a release.
 *
 * @param committedAt the commit's author time: the time of its events
 * @param contentOffset of its record in {@code content}: what stands up to there is covered
 * @param backfill endpoints are not told
 * @param superseded commits that go live with this one
 */
public record Cause(
        CommitId commit, Instant committedAt, long contentOffset, boolean backfill, List<CommitId> superseded) {
    public Cause {
        superseded = List.copyOf(superseded);
    }
}
