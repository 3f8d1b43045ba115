package org.broadsheet.common.log;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that cannot be read: each is counted, kept in {@code problems} under the path {@code <topic>/<key>}, and never stops its
 * partition. A readable record of the same key ends the problem. One per partition and thread; {@link #count} is safe for all.
 */
public final class UnreadableRecords {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

    /** Of a longer key that somebody wrote only its place is told. */
    private static final int LONGEST_KEY = 4_000;

    private final SiteId site;
    private final Role role;
    private final InstantSource clock;
    private final LongAdder count = new LongAdder();
    private final Set<ContentPath> open = new HashSet<>();

    public UnreadableRecords(SiteId site, Role role, InstantSource clock) {
        this.site = site;
        this.role = role;
        this.clock = clock;
    }

    /** How many were met. */
    public long count() {
        return count.sum();
    }

    /** What {@code reader} makes of the record; empty when it throws, which {@code outbox} is then told. */
    public <T> Optional<T> read(LogRecord record, Function<LogRecord, T> reader, Outbox outbox) {
        ContentPath path = path(record);
        try {
            T read = reader.apply(record);
            if (open.remove(path)) {
                outbox.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, role, path)));
            }
            return Optional.of(read);
        } catch (RuntimeException e) {
            count.increment();
            open.add(path);
            tell(LOG, record, e);
            Finding finding = Finding.problem(
                    "the record at offset " + record.offset() + " of partition " + record.partition()
                            + " cannot be read: " + e.getMessage(),
                    "was it written by another program, or a newer version of this one?");
            PathProblems problems =
                    new PathProblems(site, role, path, CommitId.NONE, clock.instant(), List.of(finding.in(path)));
            outbox.add(NewRecord.of(KafkaTopic.PROBLEMS, problems.key(), problems));
            return Optional.empty();
        }
    }

    /** Says of one in the log of {@code by}; what it was of is as if it had not come. */
    public static void tell(Logger by, LogRecord record, RuntimeException why) {
        by.atWarn()
                .addKeyValue("topic", record.topic().kafkaName())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("A record cannot be read and is passed over: {}", why.getMessage());
    }

    private static ContentPath path(LogRecord record) {
        ContentPath place =
                new ContentPath(record.topic().kafkaName() + "/" + record.partition() + "/" + record.offset());
        if (record.key().length() > LONGEST_KEY) {
            return place;
        }
        try {
            return new ContentPath(record.topic().kafkaName() + "/" + record.key());
        } catch (IllegalArgumentException e) {
            // The key may be as broken as the value.
            return place;
        }
    }
}
