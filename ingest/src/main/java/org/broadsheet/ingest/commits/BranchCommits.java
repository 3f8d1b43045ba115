package org.broadsheet.ingest.commits;

import java.io.IOException;
import java.util.ArrayList;
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
     * The commit and all of the branch that build on it, in an order in which parents come first; none if it is not in the branch, or
     * nobody knows where that stands.
     */
    public List<CommitId> from(CommitId commit, Turn turn) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            Optional<CommitId> last = tip.get();
            Optional<RevCommit> first =
                    commit.value().length() == LENGTH ? Commits.find(walk, commit) : Optional.empty();
            return last.isPresent() && first.isPresent()
                    ? from(walk, first.get(), ObjectId.fromString(last.get().value()), turn)
                    : List.of();
        } catch (ClientLeft e) {
            throw e;
        } catch (IOException e) {
            if (e instanceof DamagedRef || Damage.is(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<CommitId> from(RevWalk walk, RevCommit first, ObjectId last, Turn turn) throws IOException {
        List<CommitId> found = new ArrayList<>(List.of(new CommitId(first.name())));
        if (first.equals(last)) {
            return found;
        }
        walk.setRetainBody(false);
        walk.sort(RevSort.TOPO, true);
        walk.sort(RevSort.REVERSE, true);
        walk.markStart(walk.parseCommit(last));
        walk.markUninteresting(first);
        Set<RevCommit> building = new HashSet<>(Set.of(first));
        int walked = 0;
        for (RevCommit commit : walk) {
            if (++walked % CHECKED == 0) {
                turn.check();
            }
            if (Stream.of(commit.getParents()).anyMatch(building::contains)) {
                building.add(commit);
                found.add(new CommitId(commit.name()));
            }
        }
        return building.stream().anyMatch(last::equals) ? found : List.of();
    }

    /** The commits of the branch whose ids begin so. */
    public List<CommitId> beginningWith(String digits, Turn turn) throws IOException {
        List<CommitId> found = new ArrayList<>();
        if (digits.length() <= LENGTH) {
            try (ObjectReader reader = repository.newObjectReader()) {
                for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(digits))) {
                    CommitId commit = new CommitId(id.name());
                    if (!from(commit, turn).isEmpty()) {
                        found.add(commit);
                    }
                }
            }
        }
        return found;
    }
}
