package org.broadsheet.render.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.broadsheet.common.article.LookupStore;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.release.Packed;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.site.SiteFollower;

/** Records what can be read, and tells the rest of the role when that is committed. One thread. */
final class Recorder {
    private static final long NONE = -1;

    private final SiteId id;
    /** As it will be when all that is put is recorded. */
    private final Supplier<Site> site;

    private final SiteFollower readable;
    private final LogPartition partition;
    private final LookupStore lookups;
    /** The latest of each key. */
    private final Map<String, Optional<Packed>> uncommitted = new LinkedHashMap<>();
    /** Of the last release that has ended. */
    private long covered;
    /** Of the release that is recorded to have begun. */
    private long begun;

    /**
     * @param site that what is put will make
     * @param lookups takes those for which records have no room
     * @param covered of the last release that has ended
     * @param begun the release that a former owner has begun and not ended
     */
    Recorder(
            SiteId id,
            Supplier<Site> site,
            SiteFollower readable,
            LogPartition partition,
            LookupStore lookups,
            long covered,
            Optional<Readable.Begun> begun) {
        this.id = id;
        this.site = site;
        this.readable = readable;
        this.partition = partition;
        this.lookups = lookups;
        this.covered = covered;
        this.begun = begun.map(Readable.Begun::contentOffset).orElse(NONE);
    }

    /** The latest of a key, what is not committed yet included. */
    Optional<Packed> latest(String key) {
        Optional<Packed> put = uncommitted.get(key);
        return put != null ? put : readable.known(key);
    }

    void put(Readable record, Outbox outbox) {
        Readable fitting = fitting(record);
        outbox.add(NewRecord.of(KafkaTopic.READABLE, fitting.key(), fitting));
        uncommitted.put(fitting.key(), Optional.of(Packed.of(fitting).in(site.get())));
    }

    void remove(String key, Outbox outbox) {
        outbox.add(NewRecord.tombstone(KafkaTopic.READABLE, key));
        uncommitted.put(key, Optional.empty());
    }

    private Readable fitting(Readable record) {
        if (!(record instanceof Readable.Text text)) {
            return record;
        }
        try {
            Lookups inRecord = lookups.inRecord(text.lookups());
            return inRecord.stored().isPresent() ? text.with(inRecord) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * In the first of a release's transactions, should it take several: if it does not end, whoever has to end it knows. Nothing of what
     * was released already, which is mended or made anew.
     */
    void begin(long contentOffset, Outbox outbox) {
        if (contentOffset > Math.max(begun, covered)) {
            put(new Readable.Begun(id, contentOffset), outbox);
            begun = contentOffset;
        }
    }

    /** A release's last record. */
    void end(Readable.Release release, Outbox outbox) {
        if (begun != NONE) {
            remove(Readable.begunKey(id), outbox);
            begun = NONE;
        }
        put(release, outbox);
        covered = release.contentOffset();
    }

    /**
     * What was put is committed.
     *
     * @param as the site that all of it makes; empty in the midst of a release
     */
    void committed(Witness written, Optional<Site> as) {
        Long end = written.ends().get(partition);
        if (!uncommitted.isEmpty() && end != null) {
            readable.committed(uncommitted, end, as);
            uncommitted.clear();
        }
    }
}
