package org.broadsheet.ingest.stage;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Follower;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.plan.Intake;
import org.broadsheet.ingest.plan.Kept;
import org.broadsheet.ingest.plan.Restoring;
import org.broadsheet.ingest.plan.SiteState;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ingest has written of a site, folded. One thread. */
final class Output {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);
    /** Raised when {@link Kept} changes. */
    private static final int VERSION = 8;
    /** So many commits are looked back at for those that somebody waits for and that were answered already. */
    private static final int COMMITS = 1_000;

    private final EventLog log;
    private final int partition;
    private final SiteState state;
    /** In the order of the answers. */
    private final Map<CommitId, Instant> answered;

    private Output(EventLog log, int partition, SiteState state, Map<CommitId, Instant> answered) {
        this.log = log;
        this.partition = partition;
        this.state = state;
        this.answered = answered;
    }

    static Output open(EventLog log, SiteId site, Follower<PathProblems> problems, Snapshots snapshots) {
        int partition = log.partitionOf(KafkaTopic.CONTENT, site.value());
        StateFold.Shape<Kept> shape =
                new StateFold.Shape<>(Kept.class, VERSION, r -> r.value().map(Kept::of), Kept.form());
        StateFold<Kept> content = StateFold.of(log, KafkaTopic.CONTENT, partition, shape, snapshots);
        SiteState state = new SiteState(site, content, problems.askAll(standing -> List.copyOf(standing.values())));
        return new Output(log, partition, state, answered(log, site));
    }

    private static Map<CommitId, Instant> answered(EventLog log, SiteId site) {
        Map<CommitId, Instant> answered = new LinkedHashMap<>();
        int partition = log.partitionOf(KafkaTopic.COMMITS, site.value());
        long from = Math.max(0, log.end(KafkaTopic.COMMITS, partition) - COMMITS);
        log.readAll(
                KafkaTopic.COMMITS,
                partition,
                from,
                record -> read(record, CommitStage.class)
                        .filter(c -> c.site().equals(site) && c.role() == Role.INGEST)
                        .filter(c -> c.state() != CommitStage.State.PROCESSING)
                        .ifPresent(c -> answered.put(c.commit(), at(c))));
        return answered;
    }

    private static <T> Optional<T> read(LogRecord record, Class<T> type) {
        try {
            return record.value().map(value -> Json.read(value, type));
        } catch (Json.UnreadableRecord e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic().kafkaName())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("A record cannot be read and counts as absent: {}", e.getMessage());
            return Optional.empty();
        }
    }

    SiteState state() {
        return state;
    }

    /** Of what stands there. */
    Restoring restoring(Intake.Tools tools, ObjectReader reader, ObjectId tree, Optional<History> history) {
        return new Restoring(tools, log, reader, tree, history);
    }

    /** Whether it was said since {@code when} what becomes of the commit. */
    boolean isAnswered(CommitId commit, Instant when) {
        Instant last = answered.get(commit);
        return last != null && !last.isBefore(when);
    }

    void answered(CommitStage stage) {
        answered.remove(stage.commit());
        answered.put(stage.commit(), at(stage));
        if (answered.size() > 2 * COMMITS) {
            answered.remove(answered.keySet().iterator().next());
        }
    }

    private static Instant at(CommitStage stage) {
        return stage.startedAt().plusMillis(stage.millis());
    }

    /** Between two transactions only: then what is in memory is what the log holds. */
    void saveAtEnd() {
        state.saveAtEnd(() -> log.end(KafkaTopic.CONTENT, partition));
    }

    /** Likewise, if much has changed since. */
    void saveIfDue() {
        state.saveIfDue(() -> log.end(KafkaTopic.CONTENT, partition));
    }
}
