package org.broadsheet.ingest.commits;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest commits and how far they are, followed in {@code broadsheet.commits} as it grows; the older ones are looked up in
 * the log when asked for. The first question for one that is not among the latest reads through it once, for where each commit
 * stands; no other does. Safe for all threads.
 */
public final class CommitLog implements Part {
    private static final Logger log = LoggerFactory.getLogger(CommitLog.class);
    /** Of one record at the most 100 documents and 50 problems, so that this is a few megabytes. */
    private static final int KEPT = 200;

    private final EventLog events;
    private final Map<Key, CommitState> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CommitState> eldest) {
            return size() > KEPT;
        }
    };
    private final List<Following> followers = new CopyOnWriteArrayList<>();
    /** By partition, from the first question on that needs them. */
    private final Map<Integer, CommitOffsets> offsets = new ConcurrentHashMap<>();

    private final Set<Integer> complete = ConcurrentHashMap.newKeySet();
    /** No monitor: requests have virtual threads, which older JDKs pin to their carriers while they wait in one. */
    private final ReentrantLock reading = new ReentrantLock();

    private @Nullable AutoCloseable tail;
    private volatile Health health = new Health.Starting("reading broadsheet.commits");

    public CommitLog(EventLog events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "commits";
    }

    @Override
    public synchronized void start() {
        tail = events.tail(KafkaTopic.COMMITS, false, this::take);
        health = new Health.Ready();
    }

    private void take(LogRecord record) {
        CommitOffsets known = offsets.get(record.partition());
        if (known != null) {
            known.take(record);
        }
        read(record).ifPresent(stage -> {
            Key key = new Key(stage.site(), stage.commit());
            synchronized (kept) {
                // A commit is kept from its beginning or not at all.
                CommitState before = kept.get(key);
                if (before != null) {
                    kept.put(key, before.with(stage));
                } else if (stage.role() == Role.INGEST) {
                    kept.put(key, CommitState.of(stage));
                }
            }
            for (Following following : followers) {
                following.take(stage);
            }
        });
    }

    private static Optional<CommitStage> read(LogRecord record) {
        try {
            return record.value().map(value -> Json.read(value, CommitStage.class));
        } catch (Json.UnreadableRecord e) {
            // Of another version of the program: whoever waits for it runs into its time limit, no worse.
            UnreadableRecords.tell(log, record, e);
            return Optional.empty();
        }
    }

    /** Gathers what is said of the site's commits from now on; to be closed. */
    public Following follow(SiteId site) {
        Following following = new Following(site, followers::remove);
        followers.add(following);
        return following;
    }

    /**
     * How far a commit is; empty if nothing was said of it.
     *
     * @param wait how long to wait until it is live, superseded or failed
     */
    public Optional<CommitState> find(SiteId site, CommitId commit, Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        try (Following following = follow(site)) {
            Optional<CommitState> state = find(site, commit);
            long left = until - System.nanoTime();
            while (left > 0 && state.filter(CommitState::isEnded).isEmpty()) {
                Optional<CommitStage> next = following
                        .poll(Duration.ofNanos(left))
                        .filter(stage -> stage.commit().equals(commit));
                if (next.isPresent()) {
                    CommitStage stage = next.get();
                    state = Optional.of(state.map(s -> s.with(stage)).orElseGet(() -> CommitState.of(stage)));
                }
                left = until - System.nanoTime();
            }
            return state;
        }
    }

    /** How far a commit is by now; empty if nothing was said of it. */
    public Optional<CommitState> find(SiteId site, CommitId commit) {
        synchronized (kept) {
            CommitState state = kept.get(new Key(site, commit));
            if (state != null) {
                return Optional.of(state);
            }
        }
        return offsets(site).records(site, commit).stream()
                .flatMap(record -> read(record).stream())
                .reduce(
                        Optional.empty(),
                        (Optional<CommitState> before, CommitStage stage) ->
                                Optional.of(before.map(b -> b.with(stage)).orElseGet(() -> CommitState.of(stage))),
                        (one, other) -> other);
    }

    /** The commits of the site whose ids begin so. */
    public List<CommitId> beginningWith(SiteId site, String digits) {
        return offsets(site).beginningWith(site, digits);
    }

    private CommitOffsets offsets(SiteId site) {
        int partition = events.partitionOf(KafkaTopic.COMMITS, site.value());
        // There before the log is read, so that what comes meanwhile is not missed.
        CommitOffsets known = offsets.computeIfAbsent(partition, p -> new CommitOffsets(events, p));
        if (!complete.contains(partition)) {
            reading.lock();
            try {
                if (!complete.contains(partition)) {
                    known.read();
                    complete.add(partition);
                }
            } finally {
                reading.unlock();
            }
        }
        return known;
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public synchronized void close() throws Exception {
        if (tail != null) {
            tail.close();
            tail = null;
        }
    }

    private record Key(SiteId site, CommitId commit) {}
}
