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
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.render.site.BasePaths;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where readers find the site, out of the settings under which it was rendered last, kept up to date. Of the other records it looks
 * at the keys alone. Safe for all threads; who asks, as every request for a page does, waits for nobody.
 */
public final class SettingsView implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsView.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final EventLog log;
    private final SiteId site;
    private final SiteAddress address;
    private final String key;
    private long taken = -1;
    private volatile Optional<Readable.Settings> settings = Optional.empty();
    /** Before it is recorded that pages may name it; empty once they all do, and it is recorded. */
    private volatile Optional<String> nextPath = Optional.empty();

    private volatile Health health = new Health.Starting("reading the settings");
    private volatile boolean closed;
    private @Nullable AutoCloseable tail;

    public SettingsView(EventLog log, SiteId site, SiteAddress address) {
        this.log = log;
        this.site = site;
        this.address = address;
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
                    settings = Optional.of(now);
                    if (nextPath.equals(Optional.of(Readable.Settings.path(now.settings())))) {
                        nextPath = Optional.empty();
                    }
                }
            }
        } catch (Json.UnreadableRecord e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic().kafkaName())
                    .addKeyValue("offset", record.offset())
                    .log("The settings cannot be read and are passed over: {}", e.getMessage());
        }
    }

    /** Without a slash at its end. */
    public String baseUrl() {
        return baseUrl(settings);
    }

    private String baseUrl(Optional<Readable.Settings> rendered) {
        return address.baseUrl(rendered.flatMap(now -> now.settings().authoredBaseUrl()));
    }

    /** Pages may soon name this path of the base URL: from now on it counts among the {@link #paths}. */
    public void next(String path) {
        nextPath = Optional.of(path);
    }

    /** The paths below which pages are: those that they name, and the one that they will name where the site is elsewhere now. */
    public BasePaths paths() {
        // In this order: what is forgotten here stands in the record that comes after it.
        Optional<String> next = nextPath;
        Optional<Readable.Settings> now = settings;
        String baseUrl = baseUrl(now);
        return now.map(of -> BasePaths.of(of, baseUrl, next)).orElseGet(() -> BasePaths.of(baseUrl, next));
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
