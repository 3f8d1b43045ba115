package org.broadsheet.render.release;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.record.DocumentKey;

/**
 * What brought a release.
 *
 * @param committedAt the commit's author time: the time of its events
 * @param due the instant that brought it, if it was no commit: {@code commit} was live before
 * @param dues when documents came due, or expired, since their versions were committed
 * @param contentOffset of its record in {@code content}: what stands up to there is covered
 * @param backfill endpoints are not told
 * @param superseded commits that go live with this one
 */
public record Cause(
        CommitId commit,
        Instant committedAt,
        Optional<Instant> due,
        Map<DocumentKey, Instant> dues,
        long contentOffset,
        boolean backfill,
        List<CommitId> superseded) {
    public Cause {
        dues = Map.copyOf(dues);
        superseded = List.copyOf(superseded);
    }
}
