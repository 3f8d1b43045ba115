package org.broadsheet.common.record;

import java.time.Instant;
import java.util.List;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#PROBLEMS}: all that a role found wrong at one path; a tombstone when mended.
 *
 * @param commit the commit that brought them
 * @param since its author time
 */
public record PathProblems(
        SiteId site, Role role, ContentPath path, CommitId commit, Instant since, List<Problem> problems) {
    public PathProblems {
        problems = List.copyOf(problems);
    }

    public String key() {
        return key(site, role, path);
    }

    public static String key(SiteId site, Role role, ContentPath path) {
        return site + "/" + role + "/" + path;
    }
}
