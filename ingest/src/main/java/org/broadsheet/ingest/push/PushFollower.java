package org.broadsheet.ingest.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Signal;
import org.broadsheet.ingest.commits.CommitLog;
import org.broadsheet.ingest.commits.Following;
import org.broadsheet.ingest.watch.Signals;

/** Signals that a commit was pushed, and tells its author what becomes of it. Safe for all threads. */
public final class PushFollower {
    private final SiteId site;
    private final Configuration.Push limits;
    private final CommitLog commits;
    private final Signals signals;
    private final InstantSource clock;
    private final Supplier<Optional<String>> standstill;

    /** @param standstill why nothing new can be taken in for now; empty when it can */
    public PushFollower(
            SiteId site,
            Configuration.Push limits,
            CommitLog commits,
            Signals signals,
            InstantSource clock,
            Supplier<Optional<String>> standstill) {
        this.site = site;
        this.limits = limits;
        this.commits = commits;
        this.signals = signals;
        this.clock = clock;
        this.standstill = standstill;
    }

    /** Why no push is taken for now, for its author; empty when it is. */
    public Optional<String> refusal() {
        return standstill.get().map(reason -> "nothing was taken: " + reason + ", then push again");
    }

    /** Before the branch moves: from then on somebody may see the commit, and what is said of it must not be missed. */
    public Wait begin() {
        return new Wait(commits.follow(site), clock.instant());
    }

    /** A push that waits. One thread; to be closed. */
    public final class Wait implements AutoCloseable {
        private final Following following;
        private final Instant since;

        private Wait(Following following, Instant since) {
            this.following = following;
            this.since = since;
        }

        /**
         * Signals that the published branch is at {@code pushed} now, and blocks until there is nothing more to tell.
         *
         * @param received when the pack was complete
         * @param commitsUrl see {@link PushReport}
         * @param print takes each line as soon as it is true
         */
        public void untilLive(CommitId pushed, Instant received, String commitsUrl, Consumer<String> print)
                throws InterruptedException {
            signals.send(Signal.Reason.PUSH, pushed, since);
            PushReport report = new PushReport(pushed, limits, commitsUrl);
            while (!report.isFinished()) {
                Duration left = limits.timeout().minus(since(received));
                Optional<CommitStage> stage = left.isPositive() ? following.poll(left) : Optional.empty();
                List<String> lines =
                        stage.isPresent() ? report.take(stage.get(), since(received)) : report.tick(since(received));
                if (!left.isPositive()) {
                    standstill.get().ifPresent(reason -> print.accept("warning: " + reason));
                }
                lines.forEach(print);
            }
        }

        private Duration since(Instant received) {
            return Duration.between(received, clock.instant());
        }

        @Override
        public void close() {
            following.close();
        }
    }
}
