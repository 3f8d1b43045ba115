package org.broadsheet.standalone.cost;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.IngestRole;
import org.broadsheet.notify.NotifyRole;
import org.broadsheet.render.RenderRole;
import org.broadsheet.render.stage.RenderCounters;

/** All three roles as they run in {@code up}, around a log in memory, on a repository that they watch. */
final class RolesInMemory implements AutoCloseable {
    private final EventLog log = new MemoryEventLog();
    private final Parts running;

    /** @param seen what the roles see of the log */
    RolesInMemory(
            GitCommandLine author,
            Path folder,
            UnaryOperator<EventLog> seen,
            Storage site,
            ContentStore work,
            RenderCounters rendered)
            throws Exception {
        Configuration configuration = ConfigurationLoader.load(
                Map.of("content.source", author.folder().toString()), Map.of(), folder);
        EventLog watched = seen.apply(log);
        RoleContext context = new RoleContext(configuration, watched, site, work, Instant::now);
        // A release tells each second how far it is, in one more record. For render no time passes.
        Instant still = Instant.now();
        RoleContext timeless = new RoleContext(configuration, watched, site, work, () -> still);
        List<Part> parts = Stream.of(
                        IngestRole.build(context), RenderRole.build(timeless, rendered), NotifyRole.build(context))
                .flatMap(role -> role.parts().stream())
                .toList();
        running = new Parts(parts);
        running.start();
    }

    /** Until its feeds are out as well. */
    void awaitDone(CommitId commit) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Records.all(log, KafkaTopic.COMMITS, CommitStage.class).stream()
                        .anyMatch(stage -> stage.commit().equals(commit)
                                && stage.role() == Role.NOTIFY
                                && stage.state() == CommitStage.State.DONE));
    }

    @Override
    public void close() throws Exception {
        running.close();
        log.close();
    }
}
