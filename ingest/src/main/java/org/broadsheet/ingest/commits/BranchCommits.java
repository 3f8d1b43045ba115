package org.broadsheet.ingest.commits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Turns.Turn;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.ingest.source.Commits;
import org.broadsheet.ingest.source.Damage;
import org.broadsheet.ingest.source.DamagedRef;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The commits of the published branch. A push brings many and is told of by its last one alone: of those between nothing stands in the
 * log, and Git knows with which they go live. Safe for all threads.
 */
public final class BranchCommits {
    /** So many commits are walked between two looks at whether anybody waits still. */
    private static final int CHECKED = 1_000;
    /** Digits of an id. */
    private static final int LENGTH = Constants.OBJECT_ID_STRING_LENGTH;

    private final Repository repository;
    private final Tip tip;

    /** Where the branch stands. */
    public interface Tip {
        Optional<CommitId> get() throws IOException;
    }

    public BranchCommits(Repository repository, Tip tip) {
        this.repository = repository;
        this.tip = tip;
    }

    /**
     * What builds on a commit.
     *
     * @param commits it and those that build on it, parents first
     * @param inBranch whether the branch does, as it stands now
     */
    public record Building(List<CommitId> commits, boolean inBranch) {
        private static final Building NONE = new Building(List.of(), false);

        public Building {
            commits = List.copyOf(commits);
        }
    }

    /**
     * @param tips where the branch stood once, as far as it is known: a history that was rewritten counts still
     */
    public Building on(CommitId commit, Collection<CommitId> tips, Turn turn) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            Optional<RevCommit> first =
                    commit.value().length() == LENGTH ? Commits.find(walk, commit) : Optional.empty();
            return first.isPresent() ? on(walk, first.get(), last(walk), tips, turn) : Building.NONE;
        } catch (ClientLeft e) {
            throw e;
        } catch (IOException e) {
            if (!Damage.is(e)) {
                throw e;
            }
            // Of what the branch has left some may be pruned.
            return tips.isEmpty() ? Building.NONE : on(commit, List.of(), turn);
        }
    }

    /** Empty also when nobody knows. */
    private Optional<RevCommit> last(RevWalk walk) throws IOException {
        try {
            return tip.get().flatMap(id -> Commits.find(walk, id));
        } catch (DamagedRef e) {
            return Optional.empty();
        }
    }

    private static Building on(
            RevWalk walk, RevCommit first, Optional<RevCommit> last, Collection<CommitId> tips, Turn turn)
            throws IOException {
        walk.setRetainBody(false);
        walk.sort(RevSort.TOPO, true);
        walk.sort(RevSort.REVERSE, true);
        if (last.isPresent()) {
            walk.markStart(last.get());
        }
        for (CommitId id : tips) {
            Optional<RevCommit> tip = Commits.find(walk, id);
            if (tip.isPresent()) {
                walk.markStart(tip.get());
            }
        }
        walk.markUninteresting(first);
        List<CommitId> found = new ArrayList<>(List.of(new CommitId(first.name())));
        Set<RevCommit> building = new HashSet<>(Set.of(first));
        int walked = 0;
        for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
            if (++walked % CHECKED == 0) {
                turn.check();
            }
            if (Stream.of(commit.getParents()).anyMatch(building::contains)) {
                building.add(commit);
                found.add(new CommitId(commit.name()));
            }
        }
        return new Building(found, last.filter(building::contains).isPresent());
    }

    /** The commits whose ids begin so. */
    public List<CommitId> beginningWith(String digits) throws IOException {
        List<CommitId> found = new ArrayList<>();
        if (digits.length() <= LENGTH) {
            try (ObjectReader reader = repository.newObjectReader();
                    RevWalk walk = new RevWalk(reader)) {
                for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(digits))) {
                    Commits.find(walk, new CommitId(id.name()))
                            .ifPresent(commit -> found.add(new CommitId(commit.name())));
                }
            }
        }
        return found;
    }
}
