package org.broadsheet.render.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The posts that can be read and those that could: folded when first asked for, brought up to date at every question. A process
 * that nobody asks pays nothing. While the log is away it answers what it knows. Safe for all threads.
 */
public final class ReadablePosts {
    private static final Logger LOG = LoggerFactory.getLogger(ReadablePosts.class);

    private final EventLog log;
    private final SiteAddress address;
    private final String postKeys;
    private final String settingsKey;
    private final int partition;
    /** No monitor: requests have virtual threads, which older JDKs pin to their carriers while they wait in one. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Readable> posts = new HashMap<>();
    private final NavigableMap<Position, Readable.Document> ordered = new TreeMap<>(Position.NEWEST_FIRST);
    private Optional<Content.Settings> settings = Optional.empty();
    private long offset;
    private long readAt;

    public ReadablePosts(EventLog log, SiteId site, SiteAddress address) {
        this.log = log;
        this.address = address;
        this.postKeys = Content.key(site, Kind.POST, "");
        this.settingsKey = Content.settingsKey(site);
        this.partition = log.partitionOf(KafkaTopic.READABLE, postKeys);
    }

    /**
     * Posts and the settings under which they were rendered, at the site's present address.
     *
     * @param settings empty before the first release
     */
    record Answer<T>(T posts, Optional<Content.Settings> settings) {}

    /**
     * The newest posts, at most {@code limit}.
     *
     * @param behind the last post of the page before; it need not be there any more
     */
    Answer<List<Readable.Document>> posts(Optional<Position> behind, int limit) {
        return upToDate(() -> behind.map(position -> ordered.tailMap(position, false)).orElse(ordered).values().stream()
                .limit(limit)
                .toList());
    }

    /** A {@link Readable.Document} or a {@link Readable.Former}. */
    Answer<Optional<Readable>> post(PostId id) {
        return upToDate(() -> Optional.ofNullable(posts.get(postKeys + id)));
    }

    private <T> Answer<T> upToDate(Supplier<T> question) {
        lock.lock();
        try {
            catchUp();
            return new Answer<>(question.get(), settings);
        } finally {
            lock.unlock();
        }
    }

    private void catchUp() {
        long now = System.nanoTime();
        if (now - readAt > Snapshots.USABLE.toNanos()) {
            // Tombstones may have come and gone since.
            posts.clear();
            ordered.clear();
            offset = 0;
        }
        try {
            offset = log.read(KafkaTopic.READABLE, partition, offset, this::take);
            readAt = now;
        } catch (EventLog.LogFailure e) {
            if (offset == 0) {
                throw e;
            }
            LOG.atDebug().log("Posts as of offset {}: {}", offset, e.getMessage());
        }
    }

    private void take(LogRecord record) {
        if (record.key().equals(settingsKey)) {
            read(record).ifPresent(now -> {
                if (now instanceof Readable.Settings rendered) {
                    settings = Optional.of(address.here(rendered.settings()));
                }
            });
        } else if (record.key().startsWith(postKeys)) {
            if (posts.remove(record.key()) instanceof Readable.Document before) {
                ordered.remove(Position.of(before));
            }
            read(record).ifPresent(post -> {
                posts.put(record.key(), post);
                if (post instanceof Readable.Document document) {
                    ordered.put(Position.of(document), document);
                }
            });
        }
    }

    /** Empty for a tombstone, and for what cannot be read. */
    private static Optional<Readable> read(LogRecord record) {
        try {
            return record.value().map(value -> Json.read(value, Readable.class));
        } catch (Json.UnreadableRecord e) {
            UnreadableRecords.tell(LOG, record, e);
            return Optional.empty();
        }
    }
}
