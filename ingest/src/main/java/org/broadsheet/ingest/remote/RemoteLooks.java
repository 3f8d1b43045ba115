package org.broadsheet.ingest.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.stage.Upstream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a remote when that is due, each time on another thread. */
final class RemoteLooks implements Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLooks.class);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final RemoteRepository remote;
    private final SiteId site;
    private final Turns turns;
    private final Configuration.Remotes settings;
    private final Runnable wakeup;
    private final LookSchedule schedule;
    private final AtomicReference<Optional<Look>> ended = new AtomicReference<>(Optional.empty());
    private Turns.@Nullable Turn underWay;
    private long began;
    private volatile boolean closed;

    RemoteLooks(
            RemoteRepository remote,
            LookSchedule schedule,
            SiteId site,
            Turns turns,
            Configuration.Remotes settings,
            Runnable wakeup) {
        this.remote = remote;
        this.site = site;
        this.turns = turns;
        this.settings = settings;
        this.wakeup = wakeup;
        this.schedule = schedule;
    }

    @Override
    public void ask() {
        schedule.ask();
    }

    @Override
    public Optional<Look> look() {
        long now = System.nanoTime();
        Optional<Look> look = ended.getAndSet(Optional.empty());
        if (look.isPresent()) {
            underWay = null;
            switch (look.get()) {
                case Look.Done done -> schedule.succeeded(now);
                case Look.Failed failed -> schedule.failed(now);
            }
        }
        if (underWay == null) {
            if (schedule.rest(now).isZero()) {
                begin(now);
            }
        } else if (!underWay.isCancelled() && left(now).isZero()) {
            underWay.cancel();
        }
        return look;
    }

    private void begin(long now) {
        schedule.begin(now);
        began = now;
        try {
            underWay = turns.take(site, this::run, failure -> end(failure.orElse(null)));
        } catch (Turns.TooBusy e) {
            schedule.failed(now);
        }
    }

    private void run(Turns.Turn turn) {
        try {
            remote.look(turn);
            came(new Look.Done());
        } catch (RemoteFailure e) {
            LOG.atDebug().addKeyValue("site", site).setCause(e).log("A look at the remote failed");
            came(turn.isCancelled() ? tooLong() : new Look.Failed(e.why(), e.hint(), e.refused()));
        }
    }

    private void came(Look look) {
        ended.set(Optional.of(look));
    }

    private void end(@Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (failure instanceof ClientLeft) {
            came(tooLong());
        } else if (failure != null) {
            LOG.atWarn().addKeyValue("site", site).setCause(failure).log("A look at the remote was given up");
            came(new Look.Failed("the remote could not be looked at: " + failure, "tell us of it", Optional.empty()));
        }
        wakeup.run();
    }

    private Look tooLong() {
        return new Look.Failed(
                "a look at the remote took longer than " + settings.longest().toSeconds() + " s, and was given up",
                "it is tried again by itself; remotes.longest allows more",
                Optional.empty());
    }

    @Override
    public Duration rest() {
        long now = System.nanoTime();
        Duration rest = underWay == null ? schedule.rest(now) : underWay.isCancelled() ? IDLE : left(now);
        return rest.compareTo(IDLE) < 0 ? rest : IDLE;
    }

    private Duration left(long now) {
        long left = began + settings.longest().toNanos() - now;
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    @Override
    public void distrust() {
        remote.distrust();
        schedule.ask();
    }

    /** What waits for its remote ends with the next byte, or with its patience; it moves no branch. */
    @Override
    public void close() {
        closed = true;
        if (underWay != null) {
            underWay.cancel();
        }
    }
}
