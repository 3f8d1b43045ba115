package org.broadsheet.render.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Stage.Assignment;
import org.broadsheet.common.log.Stage.Lost;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;

/**
 * Takes {@code content} in as a whole, because records were lost: of {@code content}, so that an offset says nothing of what is
 * covered any more; or of {@code readable}, which knows less than the site store and the world. All of it is one release, which
 * begins from what is readable: what stayed the same is not written, and nobody is told of it.
 *
 * <p>Where {@code content} was cut it may be older than what is readable. Ingest finds out as well, and compares Git anew; so only
 * a commit's end that was written after the loss makes a release, and until it comes everything stays as it is.
 */
final class Anew {
    private static final int BATCH = 500;

    private final SiteId site;
    private final EventLog log;
    private final int partition;
    private final boolean contentWasCut;
    private final boolean rebuilt;
    private final Instant loss;
    private final Set<String> keys = new HashSet<>();
    private final List<Content.CommitIngested> ends = new ArrayList<>();
    /** By subject the last event that was told of what {@code readable} does not know any more. */
    private final Map<String, Heard> told = new HashMap<>();

    private final Set<UUID> toldIds = new HashSet<>();

    /** An event that stands in the log. */
    record Heard(Event event, Instant at) {}

    private long boundary;
    private boolean taken;

    /** Takes records that are the site's in. */
    interface Taker {
        void take(List<LogRecord> records) throws IOException;
    }

    private Anew(
            SiteId site,
            EventLog log,
            int partition,
            boolean contentWasCut,
            boolean rebuilt,
            Instant loss,
            long covered) {
        this.site = site;
        this.log = log;
        this.partition = partition;
        this.contentWasCut = contentWasCut;
        this.rebuilt = rebuilt;
        this.loss = loss;
        look(covered);
    }

    /**
     * Empty if nothing was lost that matters.
     *
     * @param release the last that is readable; what it covers of {@code content} has to be there
     * @param releasedAt when that was recorded
     */
    static Optional<Anew> of(
            SiteId site, EventLog log, Assignment assignment, Optional<Readable.Release> release, Instant releasedAt) {
        Lost lost = assignment.lost();
        int partition = assignment.partition();
        long covered = release.map(Readable.Release::contentOffset).orElse(-1L);
        boolean seen = lost.isOf(KafkaTopic.CONTENT);
        Witness covers = Witness.of(new LogPartition(KafkaTopic.CONTENT, partition), covered + 1, releasedAt);
        boolean recorded = !seen && release.isPresent() && !log.missing(covers).isEmpty();
        boolean readable = lost.isOf(KafkaTopic.READABLE);
        if (!seen && !recorded && !readable && !lost.isOf(KafkaTopic.PROBLEMS)) {
            return Optional.empty();
        }
        Instant loss = recorded ? releasedAt : lost.since();
        Anew anew = new Anew(site, log, partition, seen || recorded, readable && release.isEmpty(), loss, covered);
        if (readable) {
            anew.hear(releasedAt);
        }
        return Optional.of(anew);
    }

    /** Finds the ends of commits that may make a release, the place behind the last of them, and every key that there is. */
    private void look(long covered) {
        List<Long> last = new ArrayList<>();
        long end = log.readAll(KafkaTopic.CONTENT, partition, 0, record -> {
            if (!isOurs(record)) {
                return;
            }
            note(record);
            Optional<Content.CommitIngested> commit = end(record);
            if (commit.isPresent() && (!contentWasCut || record.appendedAt().isAfter(loss))) {
                if (record.offset() <= covered && !contentWasCut) {
                    ends.clear();
                }
                ends.add(commit.get());
                last.add(record.offset() + 1);
            }
        });
        boundary = last.isEmpty() ? end : last.getLast();
    }

    /** What the world was told since. */
    private void hear(Instant since) {
        log.readAll(KafkaTopic.EVENTS, partition, log.after(KafkaTopic.EVENTS, partition, since), record -> {
            try {
                Event event = EventCodec.read(record.headers(), record.value().orElse(new byte[0]));
                if (event.site().equals(site)) {
                    told.put(event.subject(), new Heard(event, record.appendedAt()));
                    toldIds.add(event.id());
                }
            } catch (Json.UnreadableRecord | IllegalArgumentException | DateTimeException e) {
                // Whoever it was for did not hear of it either.
            }
        });
    }

    private boolean isOurs(LogRecord record) {
        return KafkaTopic.partitionKey(record.key()).equals(site.value());
    }

    private Optional<Content.CommitIngested> end(LogRecord record) {
        if (!record.key().equals(Content.cursorKey(site))) {
            return Optional.empty();
        }
        try {
            return new Taken(record, record.value().map(value -> Json.read(value, Content.class))).end();
        } catch (Json.UnreadableRecord e) {
            return Optional.empty();
        }
    }

    /** Where to go on when all is taken. */
    long boundary() {
        return boundary;
    }

    /** Of a record that came, or stands there: what has none is no more. */
    void note(LogRecord record) {
        if (record.value().isPresent()) {
            keys.add(record.key());
        } else {
            keys.remove(record.key());
        }
    }

    /** Hands over all before the boundary, once; answers the ends of the commits that are to be released with it. */
    List<Content.CommitIngested> take(Taker taker) throws IOException {
        if (taken) {
            return List.of();
        }
        taken = true;
        List<LogRecord> batch = new ArrayList<>();
        try {
            log.readAll(KafkaTopic.CONTENT, partition, 0, record -> {
                if (record.offset() < boundary && isOurs(record)) {
                    batch.add(record);
                    if (batch.size() == BATCH) {
                        hand(batch, taker);
                    }
                }
            });
            hand(batch, taker);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ends;
    }

    private static void hand(List<LogRecord> batch, Taker taker) {
        try {
            taker.take(List.copyOf(batch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        batch.clear();
    }

    /** Those of {@code sources} that the source does not have. */
    Set<String> absent(Set<String> sources) {
        Set<String> absent = new LinkedHashSet<>(sources);
        absent.removeAll(keys);
        return absent;
    }

    /** Whether offsets in {@code readable} say nothing any more. */
    boolean contentWasCut() {
        return contentWasCut;
    }

    /** Whether nothing of {@code readable} is left: then what is made again is no news. */
    boolean isRebuilt() {
        return rebuilt;
    }

    /** Whether the world was not told already, by a release that {@code readable} does not know any more. */
    boolean isNews(Event event) {
        if (toldIds.contains(event.id())) {
            return false;
        }
        Heard last = told.get(event.subject());
        return last == null || !isSame(last.event(), event);
    }

    private static boolean isSame(Event last, Event next) {
        if (last.data() instanceof Event.DocumentData before && next.data() instanceof Event.DocumentData now) {
            return standing(last.type()) == standing(next.type())
                    && before.due().equals(now.due())
                    && before.commit().equals(now.commit())
                    && before.url().equals(now.url());
        }
        return last.data() instanceof Event.ReleaseData before
                && next.data() instanceof Event.ReleaseData now
                && before.commit().equals(now.commit());
    }

    /** The last event of each subject that {@code readable} may not know any more: the next one's id follows from it. */
    Collection<Heard> told() {
        return told.values();
    }

    /** What somebody who heard that knows of it. */
    private enum Standing {
        GONE,
        TO_COME,
        READABLE
    }

    private static Standing standing(Event.Type type) {
        return switch (type) {
            case POST_DELETED, PAGE_DELETED, POST_UNPUBLISHED, PAGE_UNPUBLISHED -> Standing.GONE;
            case POST_SCHEDULED, PAGE_SCHEDULED -> Standing.TO_COME;
            case POST_PUBLISHED, PAGE_PUBLISHED, POST_MOVED, PAGE_MOVED, POST_UPDATED, PAGE_UPDATED, SITE_RELEASED ->
                Standing.READABLE;
        };
    }
}
