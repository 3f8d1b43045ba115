package org.broadsheet.notify.syndicate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LastRecord;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.LostRecords;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.role.SiteAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds of a site, whose site store is its alone. */
final class FeedsWork implements Stage.Work {
    private static final Logger LOG = LoggerFactory.getLogger(FeedsWork.class);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final SiteId site;
    private final EventLog eventLog;
    private final FeedFiles files;
    private final InstantSource clock;
    private final int partition;
    private final UnreadableRecords unreadable;
    private final SiteFold fold;
    private final LostArticles lost;

    /** Releases whose commits are not said to be done yet, in order. */
    private final List<Taken> releases = new ArrayList<>();

    /** Whether the feeds may not be what they should be: a former owner may have been stopped, or had other settings. */
    private boolean stale;

    /** Whether {@code readable} is not what it was, and render has not made it again. */
    private boolean waiting;

    private final Stage.Lost loss;
    private boolean lossTold;

    private final long start;
    private long position;

    private record Taken(Readable.Release release, Instant at) {}

    FeedsWork(
            SiteAddress address,
            int items,
            EventLog eventLog,
            FeedFiles files,
            InstantSource clock,
            Snapshots snapshots,
            Stage.Assignment assignment)
            throws IOException {
        this.site = address.site().id();
        this.eventLog = eventLog;
        this.files = files;
        this.clock = clock;
        this.partition = assignment.partition();
        // What comes behind the committed position is told of.
        this.fold = new SiteFold(eventLog, site, partition, assignment.committed(), address, items, snapshots);
        this.lost = new LostArticles(site, eventLog, clock);
        this.unreadable = new UnreadableRecords(site, Role.NOTIFY, clock);
        // Up to the end, not to the committed position: what stands there can be read already, and a feed never goes
        // back.
        this.loss = assignment.lost();
        this.waiting = loss.isOf(KafkaTopic.READABLE);
        this.start = eventLog.readAll(KafkaTopic.READABLE, partition, fold.offset(), entry -> {
            if (fold.concerns(entry.key())) {
                fold(entry);
            }
        });
        this.stale = !waiting;
        this.position = start;
        if (stale && fold.isElsewhere()) {
            // Whoever is told that the process is ready finds no former address in them; all else is the first step's.
            write();
        }
    }

    private void fold(LogRecord entry) {
        try {
            fold.take(entry)
                    .filter(release -> !waiting || entry.appendedAt().isAfter(loss.since()))
                    .ifPresent(release -> {
                        waiting = false;
                        releases.add(new Taken(release, clock.instant()));
                    });
        } catch (Json.UnreadableRecord | IllegalArgumentException e) {
            // Told of when it came in; the feed is made of those that can be read.
            UnreadableRecords.tell(LOG, entry, e);
        }
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void take(List<LogRecord> records, Stage.Outbox outbox) {
        Instant now = clock.instant();
        for (LogRecord entry : records) {
            position = entry.offset() + 1;
            if (!fold.concerns(entry.key())) {
                continue;
            }
            Optional<Readable.Release> released =
                    unreadable.read(entry, fold::take, outbox).flatMap(release -> release);
            if (released.isPresent()) {
                releases.add(new Taken(released.get(), now));
                stale = true;
                waiting = false;
            }
        }
    }

    @Override
    public boolean isRestored() {
        return !waiting;
    }

    @Override
    public Duration tick(Stage.Outbox outbox) throws IOException {
        if (!lossTold) {
            LostRecords.tell(loss, site, Role.NOTIFY, clock.instant(), outbox);
            lossTold = true;
        }
        if (stale) {
            lost.are(write(), outbox);
            stale = false;
        }
        for (Taken taken : releases) {
            outbox.add(done(taken));
        }
        releases.clear();
        return IDLE;
    }

    /** @return the posts whose articles are lost */
    private List<Readable.Document> write() throws IOException {
        supply(fold.posts());
        Optional<Content.Settings> settings = fold.settings();
        Optional<Readable.Release> release = fold.release();
        return settings.isPresent() && release.isPresent()
                ? files.write(settings.get(), fold.posts(), release.get(), !releases.isEmpty())
                : List.of();
    }

    /** Looks for documents that were let go. */
    private void supply(NewestPosts posts) {
        for (NewestPosts.Place post : posts.missing()) {
            String key = fold.key(post);
            eventLog.page(KafkaTopic.READABLE, partition, post.post().offset(), 1).stream()
                    .filter(record -> record.offset() == post.post().offset()
                            && record.key().equals(key))
                    .findFirst()
                    // Compacted: a younger one has come, which is not taken in yet.
                    .or(() -> LastRecord.of(eventLog, KafkaTopic.READABLE, key).found())
                    .flatMap(LogRecord::value)
                    .ifPresent(record -> posts.supply(post.id(), record));
        }
    }

    private NewRecord done(Taken taken) {
        Readable.Release release = taken.release();
        CommitStage stage = new CommitStage(
                release.site(),
                release.commit(),
                Role.NOTIFY,
                CommitStage.State.DONE,
                taken.at(),
                Math.max(0, Duration.between(taken.at(), clock.instant()).toMillis()),
                CommitStage.Counts.NONE,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return NewRecord.of(KafkaTopic.COMMITS, release.site().value(), stage);
    }

    @Override
    public void committed(Witness written) {
        fold.saveIfDue(position);
    }

    @Override
    public void close(boolean clean) {
        if (clean) {
            fold.saveAtEnd(position);
        }
    }
}
