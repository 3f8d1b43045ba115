package org.broadsheet.render.api;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.site.BasePaths;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where readers find what, kept up to date: the site, out of the settings under which it was rendered last, and the author's own
 * {@code x.html}, which the site store has under the name that a page {@code x} would have. Of all records but the settings it looks at
 * the keys alone. Safe for all threads; who asks, as every request for a page does, waits for nobody.
 */
public final class Whereabouts implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final EventLog log;
    private final SiteId site;
    private final SiteAddress address;
    private final String key;
    private final String assets;
    private long taken = -1;
    private volatile Optional<Readable.Settings> settings = Optional.empty();
    /** Before it is recorded that pages may name it; empty once they all do, and it is recorded. */
    private volatile Optional<String> nextPath = Optional.empty();

    /** The author's files that are named as pages are, by their keys in {@code readable}. */
    private final Map<String, Known> files = new ConcurrentHashMap<>();
    /** Likewise, of those that the site store may hold already, before they are recorded. */
    private final Set<String> nextFiles = ConcurrentHashMap.newKeySet();

    private volatile Health health = new Health.Starting("reading the settings");
    private volatile boolean closed;
    private @Nullable AutoCloseable tail;

    public Whereabouts(EventLog log, SiteId site, SiteAddress address) {
        this.log = log;
        this.site = site;
        this.address = address;
        this.key = Content.settingsKey(site);
        this.assets = Content.key(site, Kind.ASSET, "");
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
        if (isNamedAsPage(record.key())) {
            take(record.key(), new Known(record.offset(), record.value().isPresent()));
        }
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

    private boolean isNamedAsPage(String key) {
        return key.endsWith(ObjectKey.PAGE) && key.startsWith(assets);
    }

    private void take(String file, Known now) {
        files.merge(file, now, (before, other) -> other.offset() > before.offset() ? other : before);
        if (now.there()) {
            nextFiles.remove(file);
        }
    }

    /** What a record says of a file; one that is there no longer is kept, for what said that it is may come later. */
    private record Known(long offset, boolean there) {}

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

    /** These files of the author's may soon stand in the site store. */
    public void nextFiles(Collection<UrlPath> urls) {
        urls.stream()
                .map(url -> Content.key(site, Kind.ASSET, url.key()))
                .filter(this::isNamedAsPage)
                .forEach(nextFiles::add);
    }

    /**
     * Whether what the site store has at a URL that ends in {@code .html} is the author's file of that name, and no page of ours. Until
     * all is read that is recorded it is taken for one: better that a page answers to a second name for a moment than a file to none.
     */
    public boolean isFile(UrlPath url) {
        String file = Content.key(site, Kind.ASSET, url.key());
        if (nextFiles.contains(file)) {
            return true;
        }
        Known known = files.get(file);
        return known == null ? !(health instanceof Health.Ready) : known.there();
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
