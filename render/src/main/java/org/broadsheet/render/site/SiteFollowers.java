package org.broadsheet.render.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/** One tail of {@code readable} for the followers of all sites. */
public final class SiteFollowers implements Part {
    private static final long AGAIN = 1_000_000_000L;

    private final EventLog log;
    private final Map<String, SiteFollower> sites = new LinkedHashMap<>();
    private volatile boolean closed;
    private @Nullable AutoCloseable tail;

    public SiteFollowers(EventLog log, Map<SiteId, SiteFollower> sites) {
        this.log = log;
        sites.forEach((site, follower) -> this.sites.put(site.value(), follower));
    }

    @Override
    public String name() {
        return "readable";
    }

    /** Returns at once; {@link #health} says when all is there that was recorded before the call. */
    @Override
    public synchronized void start() {
        if (tail != null) {
            return;
        }
        // Before the end is looked up, so that nothing falls between.
        tail = log.tail(KafkaTopic.READABLE, false, this::take);
        Thread reader = new Thread(this::fold, name());
        reader.setDaemon(true);
        reader.start();
    }

    private void take(LogRecord record) {
        SiteFollower site = sites.get(KafkaTopic.partitionKey(record.key()));
        if (site != null) {
            site.take(record);
        }
    }

    private void fold() {
        for (SiteFollower site : sites.values()) {
            while (!closed && !site.isRead()) {
                LockSupport.parkNanos(AGAIN);
            }
        }
    }

    /** That of the first site that is not ready. */
    @Override
    public Health health() {
        return sites.values().stream()
                .map(SiteFollower::health)
                .filter(health -> !(health instanceof Health.Ready))
                .findFirst()
                .orElseGet(Health.Ready::new);
    }

    @Override
    public void close() throws Exception {
        closed = true;
        AutoCloseable open;
        synchronized (this) {
            open = tail;
        }
        if (open != null) {
            open.close();
        }
    }
}
