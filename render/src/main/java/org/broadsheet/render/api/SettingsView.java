package org.broadsheet.render.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings under which the site was rendered last, kept up to date. Of the other records it looks at the keys alone. Safe for
 * all threads; who asks, as every request for a page does, waits for nobody.
 */
public final class SettingsView implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsView.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final EventLog log;
    private final SiteId site;
    private final String key;
    private long taken = -1;
    private volatile Optional<Content.Settings> settings = Optional.empty();
    private volatile Health health = new Health.Starting("reading the settings");
    private volatile boolean closed;
    private @Nullable AutoCloseable tail;

    public SettingsView(EventLog log, SiteId site) {
        this.log = log;
        this.site = site;
        this.key = Content.settingsKey(site);
    }

    @Override
    public String name() {
        return "settings";
    }

    /** Returns at once; {@link #health} says when the settings as of the call are there. */
    @Override
    public synchronized void start() {
        if (tail != null) {
            return;
        }
        // Before the end is looked up, so that nothing falls between.
        tail = log.tail(KafkaTopic.READABLE, false, this::take);
        Thread reader = new Thread(this::catchUp, name());
        reader.setDaemon(true);
        reader.start();
    }

    private void catchUp() {
        int partition = log.partitionOf(KafkaTopic.READABLE, site.value());
        while (!closed) {
            try {
                long end = log.read(KafkaTopic.READABLE, partition, 0, this::take);
                LOG.atDebug().addKeyValue("site", site).log("Settings as of offset {}", end);
                health = new Health.Ready();
                return;
            } catch (RuntimeException e) {
                health = new Health.Failing(e);
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /** By two threads, so that a later one may come first. */
    private void take(LogRecord record) {
        if (!record.key().equals(key)) {
            return;
        }
        try {
            Optional<Readable> read = record.value().map(value -> Json.read(value, Readable.class));
            synchronized (this) {
                if (record.offset() > taken && read.orElse(null) instanceof Readable.Settings now) {
                    taken = record.offset();
                    settings = Optional.of(now.settings());
                }
            }
        } catch (Json.UnreadableRecord e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic().kafkaName())
                    .addKeyValue("offset", record.offset())
                    .log("The settings cannot be read and are passed over: {}", e.getMessage());
        }
    }

    /** Empty before the first release. */
    public Optional<Content.Settings> settings() {
        return settings;
    }

    @Override
    public Health health() {
        return health;
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
