package org.broadsheet.notify.syndicate;

import java.io.IOException;
import java.time.InstantSource;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.Storage;

/**
 * After each release writes the site's feeds, then says that the commit is live in whole. Folds {@code readable} when it opens;
 * since the feeds follow from that alone, a step that was killed is made again with the same bytes.
 */
public final class FeedsStage implements Stage {
    private final Configuration configuration;
    private final EventLog eventLog;
    private final Storage site;
    private final ContentStore work;
    private final InstantSource clock;
    private final Snapshots snapshots;

    /**
     * @param site where the feeds go
     * @param work where the articles are
     */
    public FeedsStage(
            Configuration configuration,
            EventLog eventLog,
            Storage site,
            ContentStore work,
            InstantSource clock,
            Snapshots snapshots) {
        this.configuration = configuration;
        this.eventLog = eventLog;
        this.site = site;
        this.work = work;
        this.clock = clock;
        this.snapshots = snapshots;
    }

    @Override
    public String name() {
        return "feeds";
    }

    @Override
    public KafkaTopic input() {
        return KafkaTopic.READABLE;
    }

    @Override
    public Work open(Assignment assignment) throws IOException {
        return new FeedsWork(configuration, eventLog, new FeedFiles(site, work), clock, snapshots, assignment);
    }
}
