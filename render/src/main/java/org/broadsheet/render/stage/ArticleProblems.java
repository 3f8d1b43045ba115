package org.broadsheet.render.stage;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.log.StandingProblems;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with files for render: in {@code problems} while it is. What the work store has lost of a file is asked for, once
 * by each owner of the partition: whoever has the repository stores it again, and the file's records come once more. One thread.
 */
final class ArticleProblems {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleProblems.class);

    private static final String LOST = "the work store has lost ";

    private final SiteId site;
    private final InstantSource clock;
    /** As it stands in the topic. */
    private final Map<ContentPath, List<Problem>> told = new HashMap<>();
    /** Whose loss an owner before has told of, and what was asked for since, by digest. */
    private final Map<ContentPath, Set<Digest>> asked = new HashMap<>();

    private final Set<ContentPath> toAsk = new TreeSet<>();

    /** Folds those that are open. */
    ArticleProblems(SiteId site, EventLog log, InstantSource clock) {
        this.site = site;
        this.clock = clock;
        StandingProblems.of(log, site, Role.RENDER).forEach(this::toldBefore);
    }

    private void toldBefore(PathProblems problems) {
        told.put(problems.path(), problems.problems());
        if (problems.problems().stream().anyMatch(one -> one.finding().message().startsWith(LOST))) {
            toAsk.add(problems.path());
        }
    }

    /** Sends what there is to ask. */
    void ask(Outbox outbox) {
        Signal.ofLost(site, toAsk, clock.instant())
                .forEach(signal -> outbox.add(NewRecord.of(KafkaTopic.SIGNALS, site.value(), signal)));
        toAsk.clear();
    }

    /**
     * The work store does not hold what belongs to a file, or something else in its place.
     *
     * @param what such as {@code its text}
     * @param stays the commit whose version stays live
     */
    Problem lost(
            ContentPath path, String what, Digest source, CommitId commit, Optional<CommitId> stays, Outbox outbox) {
        Problem problem = Finding.problem(
                        LOST + what + " (" + source + ")",
                        "it is made again from the repository; if this stays, restore the work store's folder")
                .in(path, stays);
        if (asked.computeIfAbsent(path, p -> new HashSet<>()).add(source)) {
            toAsk.add(path);
            warn(problem);
            tell(path, List.of(problem), commit, clock.instant(), outbox);
        }
        return problem;
    }

    /** Something is wrong with the newest version of a file, so that nothing can be made of it. */
    Problem found(Problem problem, CommitId commit, Outbox outbox) {
        asked.remove(problem.path());
        warn(problem);
        tell(problem.path(), List.of(problem), commit, clock.instant(), outbox);
        return problem;
    }

    private void warn(Problem problem) {
        LOG.atWarn()
                .addKeyValue("site", site)
                .addKeyValue("path", problem.path().printable())
                .log("Nothing could be made of a file: {}", problem.message());
    }

    /**
     * All that is wrong with a file.
     *
     * @param commit that brought it, made {@code at}
     * @return whether that is another than before
     */
    boolean tell(ContentPath path, List<Problem> problems, CommitId commit, Instant at, Outbox outbox) {
        if (told.getOrDefault(path, List.of()).equals(problems)) {
            return false;
        }
        PathProblems record = new PathProblems(site, Role.RENDER, path, commit, at, problems);
        if (problems.isEmpty()) {
            told.remove(path);
            outbox.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, record.key()));
        } else {
            told.put(path, problems);
            outbox.add(NewRecord.of(KafkaTopic.PROBLEMS, record.key(), record));
        }
        return true;
    }

    /** Whether something kept the newest version of a file back; from now on nothing does. */
    boolean mended(ContentPath path) {
        asked.remove(path);
        toAsk.remove(path);
        return isKeptBack(path);
    }

    /** Whether something keeps the newest version of a file back. */
    boolean isKeptBack(ContentPath path) {
        return told.getOrDefault(path, List.of()).stream()
                .anyMatch(problem -> problem.finding().isProblem());
    }

    /** Nothing is wrong any more at a path. */
    void solved(ContentPath path, Outbox outbox) {
        mended(path);
        tell(path, List.of(), CommitId.NONE, Instant.EPOCH, outbox);
    }
}
