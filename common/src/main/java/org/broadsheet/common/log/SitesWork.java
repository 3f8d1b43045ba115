package org.broadsheet.common.log;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog.LogFailure;
import org.broadsheet.common.log.SiteWork.Batch;
import org.broadsheet.common.record.KafkaTopic;
import org.jspecify.annotations.Nullable;

/** A partition of a {@link SitesStage}: hands records to its sites, and commits what comes back of them. The loop's thread. */
final class SitesWork implements Stage.Work {
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** How often it is looked whether a site is at its end. */
    private static final Duration LOOK = Duration.ofMillis(5);
    /** How long the threads of sites are waited for that were told to stop. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(2);

    private final Map<SiteId, Stage> configured;
    private final Map<String, SiteWork> sites = new LinkedHashMap<>();
    private final PassedOver others;
    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private final long start;
    private long came;
    /** Whose records lie in the loop's outbox. */
    private @Nullable Batch pending;

    /** Returns when all sites are open, or have failed to open for the first time. */
    SitesWork(SitesStage of, Map<SiteId, Stage> configured, Stage.Assignment assignment, PassedOver others) {
        this.configured = configured;
        this.others = others;
        configured.forEach((site, stage) -> sites.put(
                site.value(),
                new SiteWork(of, site, stage, from(others.since(site).orElse(Long.MAX_VALUE), assignment), batches)));
        try {
            sites.values().forEach(SiteWork::begin);
            for (SiteWork site : sites.values()) {
                while (!site.awaitPause(System.nanoTime() + IDLE.toNanos())) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw interrupted();
                    }
                }
            }
            logFailure();
        } catch (RuntimeException e) {
            end(false);
            throw e;
        }
        this.start = sites.values().stream().mapToLong(SiteWork::from).min().orElse(assignment.committed());
        this.came = start;
    }

    private static Stage.Assignment from(long offset, Stage.Assignment of) {
        return new Stage.Assignment(
                of.partition(), Math.min(of.committed(), offset), of.clean(), of.wakeup(), of.lost());
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public void take(List<LogRecord> records, Stage.Outbox outbox) {
        for (LogRecord record : records) {
            SiteWork site = sites.get(KafkaTopic.partitionKey(record.key()));
            if (site != null) {
                site.offer(record);
            } else {
                others.tell(record, outbox);
            }
            came = record.offset() + 1;
        }
    }

    @Override
    public Duration tick(Stage.Outbox outbox) {
        others.taken(configured.keySet(), outbox);
        for (Batch batch = batches.poll(); batch != null; batch = batches.poll()) {
            put(batch, outbox);
        }
        logFailure();
        Duration wish = IDLE;
        for (SiteWork site : sites.values()) {
            Duration due = site.goOn();
            wish = due.compareTo(wish) < 0 ? due : wish;
        }
        return wish;
    }

    /** One transaction holds one site's batch; that of the last one is the loop's, with the position. */
    private void put(Batch batch, Stage.Outbox outbox) {
        if (pending != null) {
            outbox.flush();
        }
        batch.records().forEach(outbox::add);
        batch.isGoingOut();
        pending = batch;
    }

    private void logFailure() {
        for (SiteWork site : sites.values()) {
            Optional<RuntimeException> failure = site.logFailure();
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    @Override
    public void committed(Witness written) {
        Batch committed = pending;
        pending = null;
        if (committed != null) {
            committed.commit(written);
        }
    }

    @Override
    public long position() {
        return sites.values().stream().mapToLong(SiteWork::needed).reduce(came, Math::min);
    }

    @Override
    public boolean isRestored() {
        return sites.values().stream().allMatch(SiteWork::isRestored);
    }

    @Override
    public Witness seen() {
        return sites.values().stream().map(SiteWork::seen).reduce(Witness.NONE, Witness::and);
    }

    @Override
    public Optional<Throwable> trouble() {
        return sites.values().stream().flatMap(site -> site.trouble().stream()).findFirst();
    }

    @Override
    public void drain(Stage.Outbox outbox, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        sites.values().forEach(site -> site.finish(end));
        while (System.nanoTime() < end && sites.values().stream().anyMatch(SiteWork::isBusy)) {
            Batch batch = next();
            if (batch != null) {
                put(batch, outbox);
                outbox.flush();
            }
        }
    }

    private @Nullable Batch next() {
        try {
            return batches.poll(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static LogFailure interrupted() {
        Thread.currentThread().interrupt();
        return new LogFailure("interrupted while waiting for the work of sites", null);
    }

    @Override
    public void close(boolean clean) throws IOException {
        Optional<IOException> notClean = end(clean);
        if (notClean.isPresent()) {
            throw notClean.get();
        }
    }

    /** @return why the hand-over is not in order although it was to be */
    private Optional<IOException> end(boolean clean) {
        Collection<SiteWork> all = sites.values();
        all.forEach(SiteWork::stop);
        long deadline = System.nanoTime() + LAST_BREATH.toNanos();
        // Those that are told to stop all at once have this time all together.
        return all.stream()
                .map(site -> site.end(clean, deadline))
                .flatMap(Optional::stream)
                .reduce((first, other) -> {
                    first.addSuppressed(other);
                    return first;
                });
    }
}
