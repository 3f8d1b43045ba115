package org.broadsheet.ingest.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.ingest.commits.CommitState;
import org.jspecify.annotations.Nullable;

/** Prints a {@link CommitLine} for each commit that comes to its end while it runs. */
public final class CommitLines implements Part {
    /** Commits at a time of which the beginning is remembered. */
    private static final int KEPT = 200;

    private final EventLog events;
    private final boolean naming;
    private final Consumer<String> print;
    private final Map<Key, CommitState> states = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CommitState> eldest) {
            return size() > KEPT;
        }
    };
    private @Nullable AutoCloseable tail;
    private volatile Health health = new Health.Starting("reading broadsheet.commits");

    /**
     * @param naming whether each line says of which site it is
     * @param print takes each line, on a thread of its own
     */
    public CommitLines(EventLog events, boolean naming, Consumer<String> print) {
        this.events = events;
        this.naming = naming;
        this.print = print;
    }

    @Override
    public String name() {
        return "commit-lines";
    }

    @Override
    public synchronized void start() {
        tail = events.tail(KafkaTopic.COMMITS, false, this::take);
        health = new Health.Ready();
    }

    private void take(LogRecord record) {
        CommitStage stage;
        try {
            stage = Json.read(record.value().orElseGet(() -> new byte[0]), CommitStage.class);
        } catch (Json.UnreadableRecord e) {
            // One line less; who needs the record itself says so.
            return;
        }
        Key key = new Key(stage.site(), stage.commit());
        CommitState before = states.get(key);
        CommitState now = before == null ? CommitState.of(stage) : before.with(stage);
        states.put(key, now);
        if (before == null || before.progress() != now.progress()) {
            CommitLine.of(now)
                    .map(line -> naming ? stage.site() + " " + line : line)
                    .ifPresent(print);
        }
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
