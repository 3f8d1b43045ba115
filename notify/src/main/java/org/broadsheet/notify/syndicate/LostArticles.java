package org.broadsheet.notify.syndicate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Signal;

/**
 * The articles that the feeds lack: in {@code problems} while they do, and asked for once by each owner of the partition, so that
 * their posts come once more and render makes them again. One thread.
 */
final class LostArticles {
    private static final String MESSAGE = "the feeds have its excerpt only: the work store has lost its article ";

    private final SiteId site;
    private final InstantSource clock;
    private final Set<ContentPath> open = new HashSet<>();
    private final Map<ContentPath, Digest> asked = new HashMap<>();

    /** Folds those that are open. */
    LostArticles(SiteId site, EventLog log, InstantSource clock) {
        this.site = site;
        this.clock = clock;
        StandingProblems.of(log, site, Role.NOTIFY).stream()
                .filter(problems -> problems.problems().stream().anyMatch(LostArticles::isOurs))
                .forEach(problems -> open.add(problems.path()));
    }

    private static boolean isOurs(Problem problem) {
        return problem.finding().message().startsWith(MESSAGE);
    }

    /** @param lost all that are as of now */
    void are(List<Readable.Document> lost, Outbox outbox) {
        Set<ContentPath> paths = new HashSet<>();
        List<ContentPath> toAsk = new ArrayList<>();
        for (Readable.Document post : lost) {
            paths.add(post.path());
            if (!post.article().equals(asked.put(post.path(), post.article()))) {
                toAsk.add(post.path());
                tell(post, outbox);
            }
        }
        Signal.ofLost(site, toAsk, clock.instant())
                .forEach(signal -> outbox.add(NewRecord.of(KafkaTopic.SIGNALS, site.value(), signal)));
        asked.keySet().retainAll(paths);
        for (ContentPath path : Set.copyOf(open)) {
            if (!paths.contains(path)) {
                open.remove(path);
                outbox.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, Role.NOTIFY, path)));
            }
        }
    }

    private void tell(Readable.Document post, Outbox outbox) {
        Finding finding = Finding.problem(
                MESSAGE + "(" + post.article() + ")",
                "it is made again; if this stays, is the work store shared with render?");
        PathProblems problems = new PathProblems(
                site, Role.NOTIFY, post.path(), post.commit(), clock.instant(), List.of(finding.in(post.path())));
        open.add(post.path());
        outbox.add(NewRecord.of(KafkaTopic.PROBLEMS, problems.key(), problems));
    }
}
