package org.broadsheet.render.stage;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.markdown.Outcome;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What render could not make an article of: in {@code problems} until it can. One thread. */
final class ArticleProblems {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleProblems.class);

    private final SiteId site;
    private final InstantSource clock;
    private final Set<String> open = new HashSet<>();

    /** Folds those that are open. */
    ArticleProblems(SiteId site, EventLog log, InstantSource clock) {
        this.site = site;
        this.clock = clock;
        String prefix = site + "/" + Role.RENDER + "/";
        log.read(KafkaTopic.PROBLEMS, log.partitionOf(KafkaTopic.PROBLEMS, site.value()), 0, record -> {
            if (record.key().startsWith(prefix)) {
                if (record.value().isPresent()) {
                    open.add(record.key());
                } else {
                    open.remove(record.key());
                }
            }
        });
    }

    /** @param linesAbove of the file, above what was to be made an article */
    Problem found(ContentPath path, int linesAbove, CommitId commit, Outcome.TooHard<?> hard, Outbox outbox) {
        Problem problem = new Problem(
                Problem.Severity.PROBLEM,
                path,
                hard.line() + linesAbove,
                hard.column(),
                hard.message(),
                Optional.of(hard.hint()),
                Optional.empty());
        PathProblems problems = new PathProblems(site, Role.RENDER, path, commit, clock.instant(), List.of(problem));
        open.add(problems.key());
        outbox.add(NewRecord.of(KafkaTopic.PROBLEMS, problems.key(), problems));
        LOG.atWarn()
                .addKeyValue("site", site)
                .addKeyValue("path", path.printable())
                .log("An article could not be made: {}", hard.message());
        return problem;
    }

    void solved(ContentPath path, Outbox outbox) {
        String key = PathProblems.key(site, Role.RENDER, path);
        if (open.remove(key)) {
            outbox.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, key));
        }
    }
}
