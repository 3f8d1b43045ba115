package org.broadsheet.notify.syndicate;

import java.io.IOException;
import java.time.InstantSource;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.Storage;

/**
 * After each release writes the site's feeds, then says that the commit is live in whole. Folds {@code readable} when it opens;
 * since the feeds follow from that alone, a step that was killed is made again with the same bytes. Of one site, whose partition alone it
 * opens.
 */
public final class FeedsStage implements Stage {
    private final SiteAddress address;
    private final int items;
    private final EventLog eventLog;
    private final Storage site;
    private final ContentStore work;
    private final InstantSource clock;
    private final Snapshots snapshots;

    /**
     * @param items how many of the newest posts a feed holds
     * @param site where the feeds go
     * @param work where the articles are
     */
    public FeedsStage(
            SiteAddress address,
            int items,
            EventLog eventLog,
            Storage site,
            ContentStore work,
            InstantSource clock,
            Snapshots snapshots) {
        this.address = address;
        this.items = items;
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
        return new FeedsWork(address, items, eventLog, new FeedFiles(site, work), clock, snapshots, assignment);
    }
}
