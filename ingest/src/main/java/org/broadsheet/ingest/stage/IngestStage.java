package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Follower;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.ingest.facts.HistoryFile;
import org.broadsheet.ingest.plan.Intake;

/**
 * Looks at the published branch when a signal asks for it, and once when it begins, and writes what differs from what it has
 * written before. Of one site, whose partition alone it opens.
 */
public final class IngestStage implements Stage {
    private final EventLog log;
    private final Source source;
    private final Intake.Tools tools;
    private final Follower<PathProblems> problems;
    private final Snapshots snapshots;
    private final Path facts;
    private final Path marker;
    private final InstantSource clock;

    /**
     * @param problems those of the site
     * @param facts a file for what history says of the commit taken in last: a cache
     * @param marker a file that says that the hosted repository was taken in once, whatever Kafka remembers
     */
    public IngestStage(
            EventLog log,
            Source source,
            Intake.Tools tools,
            Follower<PathProblems> problems,
            Snapshots snapshots,
            Path facts,
            Path marker,
            InstantSource clock) {
        this.log = log;
        this.source = source;
        this.tools = tools;
        this.problems = problems;
        this.snapshots = snapshots;
        this.facts = facts;
        this.marker = marker;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public KafkaTopic input() {
        return KafkaTopic.SIGNALS;
    }

    @Override
    public Work open(Assignment assignment) throws IOException {
        SiteId site = tools.site();
        if (assignment.lost().isOf(KafkaTopic.PROBLEMS)) {
            problems.forget();
        }
        Output output = Output.open(log, site, problems, snapshots);
        HistoryFile snapshot = new HistoryFile(facts, site);
        return new IngestWork(
                source, tools, output, snapshot, new FirstTime(marker, source.isHosted()), clock, assignment);
    }
}
