package org.broadsheet.render.api;

import java.util.ArrayList;
import java.util.Comparator;
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

/** The posts that can be read and the settings, kept up to date in memory. Safe for all threads. */
public final class ReadableView implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(ReadableView.class);

    /** Newest first. */
    private static final Comparator<Readable.Document> ORDER = Comparator.comparing(Readable.Document::publishedAt)
            .thenComparing(post -> post.id().toString())
            .reversed();

    private final EventLog log;
    private final SiteId site;
    private final String postKeys;
    private final Map<String, Readable.Document> posts = new HashMap<>();
    private final NavigableMap<Readable.Document, String> ordered = new TreeMap<>(ORDER);
    private final Map<String, Readable.Former> formers = new HashMap<>();
    private final List<LogRecord> early = new ArrayList<>();
    private Optional<Content.Settings> settings = Optional.empty();
    private boolean caughtUp;
    private @Nullable RuntimeException failure;
    private @Nullable AutoCloseable tail;

    public ReadableView(EventLog log, SiteId site) {
        this.log = log;
        this.site = site;
        this.postKeys = Content.key(site, Kind.POST, "");
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
            long end = log.read(KafkaTopic.READABLE, partition, 0, this::read);
            caughtUp(end);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private synchronized void read(LogRecord record) {
        apply(record);
    }

    /** The tail began before the end was looked up: what it brought meanwhile and was not read stands behind that. */
    private synchronized void caughtUp(long end) {
        early.stream().filter(record -> record.offset() >= end).forEach(this::apply);
        early.clear();
        caughtUp = true;
    }

    private synchronized void failed(RuntimeException e) {
        failure = e;
    }

    private synchronized void tailed(LogRecord record) {
        if (!KafkaTopic.partitionKey(record.key()).equals(site.value())) {
            return;
        }
        if (caughtUp) {
            apply(record);
        } else {
            early.add(record);
        }
    }

    private void apply(LogRecord record) {
        boolean ofPost = record.key().startsWith(postKeys);
        if (!ofPost && !record.key().equals(Content.key(site, Kind.SETTINGS, "site"))) {
            return;
        }
        if (ofPost) {
            formers.remove(record.key());
            Readable.Document before = posts.remove(record.key());
            if (before != null) {
                ordered.remove(before);
            }
        }
        if (record.value().isEmpty()) {
            return;
        }
        try {
            switch (Json.read(record.value().get(), Readable.class)) {
                case Readable.Document post -> {
                    posts.put(record.key(), post);
                    ordered.put(post, record.key());
                }
                case Readable.Former former -> formers.put(record.key(), former);
                case Readable.Settings now -> settings = Optional.of(now.settings());
                default -> {}
            }
        } catch (Json.UnreadableRecord e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic().kafkaName())
                    .addKeyValue("offset", record.offset())
                    .log("A record cannot be read and is passed over: {}", e.getMessage());
        }
    }

    /** The settings under which the site was rendered last. */
    public synchronized Optional<Content.Settings> settings() {
        return settings;
    }

    /**
     * The newest posts, at most {@code limit}.
     *
     * @param behind the last post of the page before; it need not be there any more
     */
    synchronized List<Readable.Document> posts(Optional<Position> behind, int limit) {
        return ordered.keySet().stream()
                .dropWhile(post ->
                        behind.filter(position -> !position.isBefore(post)).isPresent())
                .limit(limit)
                .toList();
    }

    synchronized Optional<Readable> post(PostId id) {
        String key = postKeys + id;
        return Optional.<Readable>ofNullable(posts.get(key)).or(() -> Optional.ofNullable(formers.get(key)));
    }

    @Override
    public synchronized Health health() {
        if (failure != null) {
            return new Health.Failing(failure);
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
