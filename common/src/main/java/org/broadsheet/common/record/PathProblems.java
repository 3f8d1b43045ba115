package org.broadsheet.common.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#PROBLEMS}: all that a role found wrong at one path; a tombstone when mended.
 *
 * @param commit the commit that brought them
 * @param since its author time
 */
public record PathProblems(
        SiteId site, Role role, ContentPath path, CommitId commit, Instant since, List<Problem> problems)
        implements Shortened<PathProblems> {
    private static final int LONGEST = 8 << 10;
    /** Code points of a longer path that stand in a key. */
    private static final int SHOWN = 1_000;

    public PathProblems {
        problems = List.copyOf(problems);
    }

    /** The first half of them, and how many there are. */
    @Override
    public Optional<PathProblems> shorter() {
        if (problems.size() < 2) {
            return Optional.empty();
        }
        int half = problems.size() / 2;
        return Optional.of(new PathProblems(
                site,
                role,
                path,
                commit,
                since,
                problems.size() == 2
                        ? problems.subList(0, half)
                        : first(half, problems, "more that have no room here")));
    }

    /** The first of all that is wrong at a path, and how many more there are. */
    public static List<Problem> bounded(List<Problem> all, int most) {
        return all.size() <= most ? List.copyOf(all) : first(most, all, (all.size() - most) + " more");
    }

    private static List<Problem> first(int number, List<Problem> all, String and) {
        List<Problem> first = new ArrayList<>(all.subList(0, number));
        first.add(all.get(number).saying("\u2026 and " + and));
        return List.copyOf(first);
    }

    public String key() {
        return key(site, role, path);
    }

    public static String key(SiteId site, Role role, ContentPath path) {
        String value = path.value();
        // Whatever a path is made of: those of files are bounded where they are read.
        return site + "/" + role + "/"
                + (value.length() <= LONGEST
                        ? value
                        : value.substring(0, value.offsetByCodePoints(0, SHOWN)) + "\u2026" + Digest.of(value));
    }
}
