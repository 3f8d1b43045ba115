package org.broadsheet.render.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The posts that can be read and those that could: folded when first asked for, brought up to date at every question. A process
 * that nobody asks pays nothing. Safe for all threads.
 */
public final class PostView {
    private static final Logger LOG = LoggerFactory.getLogger(PostView.class);

    private final EventLog log;
    private final String keys;
    private final int partition;
    private final Map<String, Readable> posts = new HashMap<>();
    private final NavigableMap<Position, Readable.Document> ordered = new TreeMap<>(Position.NEWEST_FIRST);
    private long offset;

    public PostView(EventLog log, SiteId site) {
        this.log = log;
        this.keys = Content.key(site, Kind.POST, "");
        this.partition = log.partitionOf(KafkaTopic.READABLE, keys);
    }

    /**
     * The newest posts, at most {@code limit}.
     *
     * @param behind the last post of the page before; it need not be there any more
     */
    synchronized List<Readable.Document> posts(Optional<Position> behind, int limit) {
        catchUp();
        return behind.map(position -> ordered.tailMap(position, false)).orElse(ordered).values().stream()
                .limit(limit)
                .toList();
    }

    /** A {@link Readable.Document} or a {@link Readable.Former}. */
    synchronized Optional<Readable> post(PostId id) {
        catchUp();
        return Optional.ofNullable(posts.get(keys + id));
    }

    private void catchUp() {
        offset = log.read(KafkaTopic.READABLE, partition, offset, record -> {
            if (record.key().startsWith(keys)) {
                take(record);
            }
        });
    }

    private void take(LogRecord record) {
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

    /** Empty for a tombstone, and for what cannot be read. */
    private static Optional<Readable> read(LogRecord record) {
        try {
            return record.value().map(value -> Json.read(value, Readable.class));
        } catch (Json.UnreadableRecord e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic().kafkaName())
                    .addKeyValue("offset", record.offset())
                    .log("A record cannot be read and is passed over: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
