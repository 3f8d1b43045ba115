package org.broadsheet.ingest.commits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.CommitStage;

/** What was said of a site's commits since it began, in order. One reader; to be closed. */
public final class Following implements AutoCloseable {
    private final BlockingQueue<CommitStage> said = new LinkedBlockingQueue<>();
    private final SiteId site;
    private final Consumer<Following> end;

    Following(SiteId site, Consumer<Following> end) {
        this.site = site;
        this.end = end;
    }

    void take(CommitStage stage) {
        if (stage.site().equals(site)) {
            said.add(stage);
        }
    }

    /** The next that was not read yet, waiting for it if need be. */
    public Optional<CommitStage> poll(Duration wait) throws InterruptedException {
        return Optional.ofNullable(said.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        end.accept(this);
    }
}
