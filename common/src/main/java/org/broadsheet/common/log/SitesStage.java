package org.broadsheet.common.log;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;

/**
 * A stage whose records are of many sites: each site has work of its own, on a thread of its own, so that an import of one holds up no
 * push to another. What a work puts into its outbox comes to the loop as whole batches, and the loop alone writes: one transaction holds
 * one site's batch. The position is the least that any site needs; each passes over what its own output covers.
 *
 * <p>A site whose work fails begins again from what is committed of it, and no other site does. Of a site that is not configured it is
 * kept in {@code problems} from where on its records were passed over: whoever has it configured begins there.
 */
public final class SitesStage implements Stage {
    private final EventLog log;
    private final Role role;
    private final Map<SiteId, Stage> stages;
    private final CollectingOutbox.Limits limits;
    private final InstantSource clock;
    private final ExecutorService threads;

    /** @param stages of each site, all of the same name and input; each opens the partition of its site alone */
    public SitesStage(
            EventLog log,
            Role role,
            Map<SiteId, ? extends Stage> stages,
            Configuration.Kafka settings,
            InstantSource clock) {
        this.log = log;
        this.role = role;
        this.stages = new LinkedHashMap<>(stages);
        this.limits = CollectingOutbox.Limits.of(settings);
        this.clock = clock;
        // As many as there are sites that have something to do.
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String name() {
        return stages.values().iterator().next().name();
    }

    @Override
    public KafkaTopic input() {
        return stages.values().iterator().next().input();
    }

    @Override
    public Work open(Assignment assignment) {
        Map<SiteId, Stage> ours = new LinkedHashMap<>();
        stages.forEach((site, stage) -> {
            if (log.partitionOf(input(), site.value()) == assignment.partition()) {
                ours.put(site, stage);
            }
        });
        return new SitesWork(this, ours, assignment, new PassedOver(log, role, input(), assignment.partition(), clock));
    }

    EventLog log() {
        return log;
    }

    ExecutorService threads() {
        return threads;
    }

    /** As much waits in memory for a site. */
    CollectingOutbox.Limits limits() {
        return limits;
    }
}
