package org.broadsheet.common.log;

import java.util.List;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;

/** What stands against the files of a site, whichever role found it. */
public final class StandingProblems {
    private StandingProblems() {}

    /** Without a snapshot: there are few. */
    public static Follower<PathProblems> follow(EventLog log, SiteId site) {
        StateFold.Shape<PathProblems> shape = new StateFold.Shape<>(
                PathProblems.class, 1, record -> record.value().map(value -> Json.read(value, PathProblems.class)));
        return Follower.ofSite(log, site, KafkaTopic.PROBLEMS, shape, Snapshots.none());
    }

    /** Those that one role has found, as of now, behind open transactions too. */
    public static List<PathProblems> of(EventLog log, SiteId site, Role role) {
        return follow(log, site)
                .askAll(all -> all.values().stream()
                        .filter(problems -> problems.role() == role)
                        .toList());
    }
}
