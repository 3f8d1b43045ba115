package org.broadsheet.render.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The posts that can be read and the settings, kept up to date in memory. Safe for all threads; who asks for the settings, as
 * every request for a page does, or for health waits for nobody.
 */
public final class ReadableView implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(ReadableView.class);

    private final EventLog log;
    private final SiteId site;
    private final String postKeys;
    private final String settingsKey;
    private final Map<String, Readable.Document> posts = new HashMap<>();
    private final NavigableMap<Position, Readable.Document> ordered = new TreeMap<>(Position.NEWEST_FIRST);
    private final Map<String, Readable.Former> formers = new HashMap<>();
    private final List<LogRecord> early = new ArrayList<>();
    private volatile Optional<Content.Settings> settings = Optional.empty();
    private volatile boolean caughtUp;
    private volatile @Nullable RuntimeException failure;
    private @Nullable AutoCloseable tail;

    public ReadableView(EventLog log, SiteId site) {
        this.log = log;
        this.site = site;
        this.postKeys = Content.key(site, Kind.POST, "");
        this.settingsKey = Content.key(site, Kind.SETTINGS, "site");
    }

    @Override
    public String name() {
        return "render-view";
    }

    /** Returns at once; {@link #health} says when it holds all that was readable at the call. */
    @Override
    public synchronized void start() {
        if (tail != null) {
            return;
        }
        tail = log.tail(KafkaTopic.READABLE, false, this::tailed);
        Thread reader = new Thread(this::catchUp, name());
        reader.setDaemon(true);
        reader.start();
    }

    private void catchUp() {
        try {
            int partition = log.partitionOf(KafkaTopic.READABLE, site.value());
            caughtUp(log.read(KafkaTopic.READABLE, partition, 0, this::take));
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** The tail began before the end was looked up: what it brought meanwhile and was not read stands behind that. */
    private synchronized void caughtUp(long end) {
        early.stream().filter(record -> record.offset() >= end).forEach(this::take);
        early.clear();
        caughtUp = true;
    }

    private void tailed(LogRecord record) {
        if (!caughtUp) {
            synchronized (this) {
                if (!caughtUp) {
                    early.add(record);
                    return;
                }
            }
        }
        take(record);
    }

    private void take(LogRecord record) {
        read(record).ifPresent(this::apply);
    }

    /** @param value empty: there is none any more */
    private record Change(String key, Optional<Readable> value) {}

    /** Empty for what is no concern of ours, and for what cannot be read. */
    private Optional<Change> read(LogRecord record) {
        if (!record.key().startsWith(postKeys) && !record.key().equals(settingsKey)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Change(record.key(), record.value().map(value -> Json.read(value, Readable.class))));
        } catch (Json.UnreadableRecord e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic().kafkaName())
                    .addKeyValue("offset", record.offset())
                    .log("A record cannot be read and is passed over: {}", e.getMessage());
            return Optional.of(new Change(record.key(), Optional.empty()));
        }
    }

    private synchronized void apply(Change change) {
        formers.remove(change.key());
        Readable.Document before = posts.remove(change.key());
        if (before != null) {
            ordered.remove(Position.of(before));
        }
        change.value().ifPresent(value -> apply(change.key(), value));
    }

    private void apply(String key, Readable value) {
        switch (value) {
            case Readable.Document post -> {
                posts.put(key, post);
                ordered.put(Position.of(post), post);
            }
            case Readable.Former former -> formers.put(key, former);
            case Readable.Settings now -> settings = Optional.of(now.settings());
            default -> {}
        }
    }

    /** The settings under which the site was rendered last. */
    public Optional<Content.Settings> settings() {
        return settings;
    }

    /**
     * The newest posts, at most {@code limit}.
     *
     * @param behind the last post of the page before; it need not be there any more
     */
    synchronized List<Readable.Document> posts(Optional<Position> behind, int limit) {
        return behind.map(position -> ordered.tailMap(position, false)).orElse(ordered).values().stream()
                .limit(limit)
                .toList();
    }

    synchronized Optional<Readable> post(PostId id) {
        String key = postKeys + id;
        return Optional.<Readable>ofNullable(posts.get(key)).or(() -> Optional.ofNullable(formers.get(key)));
    }

    @Override
    public Health health() {
        RuntimeException failed = failure;
        if (failed != null) {
            return new Health.Failing(failed);
        }
        return caughtUp ? new Health.Ready() : new Health.Starting("reading what is readable");
    }

    @Override
    public void close() throws Exception {
        AutoCloseable open;
        synchronized (this) {
            open = tail;
        }
        if (open != null) {
            open.close();
        }
    }
}
