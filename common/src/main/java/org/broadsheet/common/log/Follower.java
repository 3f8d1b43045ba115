package org.broadsheet.common.log;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state topic's partition as a role knows it: folded once however many parts of the role ask, when the first one does, from a snapshot on
 * disk if there is one. It is brought up to date by who asks, by a tail, and by the stage that writes the topic itself. Safe for all
 * threads; who asks waits for the log.
 *
 * @param <V> what is kept of a record
 */
public final class Follower<V> {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final EventLog log;
    private final KafkaTopic topic;
    private final int partition;
    private final StateFold.Shape<V> shape;
    private final Snapshots snapshots;
    private final Watcher<V> watcher;
    private final String prefix;
    /** No monitor: requests have virtual threads, which older JDKs pin to their carriers while they wait in one. */
    private final ReentrantLock lock = new ReentrantLock();

    private final AtomicBoolean saving = new AtomicBoolean();
    private @Nullable StateFold<V> fold;

    /** What is derived from the records and kept up to date with them. Called by one thread at a time. */
    public interface Watcher<V> {
        /** All is folded, for the first time or anew: the latest of each key. */
        default void folded(Map<String, V> values) {}

        /** @param now empty: it is no more */
        default void changed(String key, Optional<V> now) {}
    }

    private Follower(
            EventLog log,
            KafkaTopic topic,
            int partition,
            StateFold.Shape<V> shape,
            Snapshots snapshots,
            Watcher<V> watcher,
            String prefix) {
        this.log = log;
        this.topic = topic;
        this.partition = partition;
        this.shape = shape;
        this.snapshots = snapshots;
        this.watcher = watcher;
        this.prefix = prefix;
    }

    /** Of the records of one site, from which nothing else is derived. */
    public static <V> Follower<V> ofSite(
            EventLog log, SiteId site, KafkaTopic topic, StateFold.Shape<V> shape, Snapshots snapshots) {
        return ofSite(log, site, topic, shape, snapshots, new Watcher<>() {});
    }

    /**
     * Of the records of one site, of a partition that other sites may share.
     *
     * @param snapshots takes what is folded, so that a restart need not read it all again
     */
    public static <V> Follower<V> ofSite(
            EventLog log,
            SiteId site,
            KafkaTopic topic,
            StateFold.Shape<V> shape,
            Snapshots snapshots,
            Watcher<V> watcher) {
        String prefix = site + "/";
        StateFold.Shape<V> ours = new StateFold.Shape<>(
                shape.type(),
                shape.version(),
                record -> record.key().startsWith(prefix) ? shape.keep().apply(record) : Optional.empty(),
                shape.form());
        return new Follower<>(log, topic, log.partitionOf(topic, prefix), ours, snapshots, watcher, prefix);
    }

    /**
     * Asks for what is committed as of the call; while the log is away, for what was known before.
     *
     * @param question is handed the latest of each key, which is not to be kept
     */
    public <R> R ask(Function<Map<String, V>, R> question) {
        return ask(false, question);
    }

    /** Likewise for whoever has to see everything: waits until open transactions have ended, and fails while the log is away. */
    public <R> R askAll(Function<Map<String, V>, R> question) {
        return ask(true, question);
    }

    private <R> R ask(boolean all, Function<Map<String, V>, R> question) {
        lock.lock();
        try {
            StateFold<V> known = fold;
            try {
                return question.apply(upToDate(all).values());
            } catch (EventLog.LogFailure e) {
                if (known == null || all) {
                    throw e;
                }
                LOG.atDebug().log("{} as of offset {}: {}", topic.kafkaName(), known.offset(), e.getMessage());
                return question.apply(known.values());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The latest of a key, as of who asked last, or {@link #committed} last. */
    public Optional<V> known(String key) {
        lock.lock();
        try {
            StateFold<V> known = fold;
            return Optional.ofNullable((known == null ? fold() : known).values().get(key));
        } finally {
            lock.unlock();
        }
    }

    private StateFold<V> upToDate(boolean all) {
        StateFold<V> known = fold;
        boolean isKnown = known != null && !known.isTooOld() && known.catchUp(all, key -> changed(known, key));
        StateFold<V> now = known != null && isKnown ? known : fold();
        saveIfDue(now);
        return now;
    }

    private StateFold<V> fold() {
        StateFold<V> now = StateFold.of(log, topic, partition, shape, snapshots);
        fold = now;
        watcher.folded(now.values());
        return now;
    }

    /** What is known is known no more, for the log has lost records: it is folded anew, from its beginning. */
    public void forget() {
        lock.lock();
        try {
            fold = null;
            snapshots.forget(topic, partition);
        } finally {
            lock.unlock();
        }
    }

    private void changed(StateFold<V> in, String key) {
        // What is another site's is kept no more than a tombstone, and is no change.
        if (key.startsWith(prefix)) {
            watcher.changed(key, Optional.ofNullable(in.values().get(key)));
        }
    }

    /** Takes in what a tail of the topic hands over, once all before it is folded. */
    public void take(LogRecord record) {
        lock.lock();
        try {
            StateFold<V> now = fold;
            if (record.partition() == partition && now != null && now.take(record)) {
                changed(now, record.key());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in what the role itself has just committed, which nobody needs to read then. Only the stage that owns the partition may
     * say so, after it has asked for all.
     *
     * @param records by key, in their order; empty: a tombstone
     * @param end where they end
     * @param then is done at once, if nothing else has come since
     */
    public void committed(Map<String, Optional<V>> records, long end, Runnable then) {
        lock.lock();
        try {
            StateFold<V> now = fold;
            if (now == null || now.offset() > end) {
                return;
            }
            records.forEach((key, record) -> {
                record.ifPresentOrElse(value -> now.put(key, value), () -> now.remove(key));
                changed(now, key);
            });
            now.reached(end);
            then.run();
            saveIfDue(now);
        } finally {
            lock.unlock();
        }
    }

    /** If nobody else is at it, does something that no {@link Watcher} is called beside. Waits for nothing. */
    public void ifFree(Runnable something) {
        if (lock.tryLock()) {
            try {
                something.run();
            } finally {
                lock.unlock();
            }
        }
    }

    /** At the end of whoever writes the topic: a snapshot, unless so little has changed that whoever comes next reads it sooner. */
    public void saveAtEnd() {
        lock.lock();
        try {
            StateFold<V> now = fold;
            if (now != null && saving.compareAndSet(false, true)) {
                try {
                    now.saveAtEnd(now::offset);
                } finally {
                    saving.set(false);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** On a thread of its own: a large one takes long. */
    private void saveIfDue(StateFold<V> now) {
        if (saving.compareAndSet(false, true)) {
            Optional<Runnable> save = now.dueSnapshot();
            if (save.isEmpty()) {
                saving.set(false);
                return;
            }
            Thread writer = new Thread(() -> {
                try {
                    save.get().run();
                } finally {
                    saving.set(false);
                }
            });
            writer.setName("snapshot-" + topic.kafkaName());
            writer.setDaemon(true);
            writer.start();
        }
    }
}
