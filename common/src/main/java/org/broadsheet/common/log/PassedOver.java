package org.broadsheet.common.log;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
 * The sites whose records were passed over in a partition, for whoever had it had them not configured. Each stands in {@code problems}
 * under the path {@code <topic>/<partition>/<offset>} of the first such record. One thread.
 */
final class PassedOver {
    private static final Logger LOG = LoggerFactory.getLogger(PassedOver.class);

    private final Role role;
    private final KafkaTopic input;
    private final int partition;
    private final InstantSource clock;
    /** By site, from which offset. */
    private final Map<SiteId, Long> since = new HashMap<>();

    /** Reads what stands in {@code problems}. */
    PassedOver(EventLog log, Role role, KafkaTopic input, int partition, InstantSource clock) {
        this.role = role;
        this.input = input;
        this.partition = partition;
        this.clock = clock;
        // Both topics are partitioned by site.
        int problems = log.partitions(KafkaTopic.PROBLEMS) == log.partitions(input) ? partition : -1;
        for (int at = 0; at < log.partitions(KafkaTopic.PROBLEMS); at++) {
            if (problems < 0 || problems == at) {
                log.readAll(KafkaTopic.PROBLEMS, at, 0, this::take);
            }
        }
    }

    private void take(LogRecord record) {
        String marker = "/" + role + "/" + place();
        int at = record.key().indexOf(marker);
        String offset = at < 0 ? "" : record.key().substring(at + marker.length());
        if (at > 0 && offset.matches("[0-9]{1,18}")) {
            site(record.key()).ifPresent(site -> {
                if (record.value().isPresent()) {
                    since.merge(site, Long.valueOf(offset), Math::min);
                } else {
                    since.remove(site, Long.valueOf(offset));
                }
            });
        }
    }

    private String place() {
        return input.kafkaName() + "/" + partition + "/";
    }

    private ContentPath path(long offset) {
        return new ContentPath(place() + offset);
    }

    private static Optional<SiteId> site(String key) {
        try {
            return Optional.of(new SiteId(KafkaTopic.partitionKey(key)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** From where on the records of a site, which is configured now, were passed over. */
    OptionalLong since(SiteId site) {
        Long offset = since.get(site);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** They are taken in, or will be: the position that is committed with this is before them. */
    void taken(Set<SiteId> configured, Outbox outbox) {
        for (SiteId site : configured) {
            Long offset = since.remove(site);
            if (offset != null) {
                outbox.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, role, path(offset))));
            }
        }
    }

    /** Says so once of each site. */
    void tell(LogRecord record, Outbox outbox) {
        Optional<SiteId> site = site(record.key());
        if (site.isEmpty() || since.putIfAbsent(site.get(), record.offset()) != null) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("site", site.get())
                .addKeyValue("topic", input.kafkaName())
                .log("Records of a site that is not configured here are passed over; they are taken in once it is");
        Finding finding = Finding.problem(
                "the site " + site.get() + " is not configured for " + role + ": what was said of it from offset "
                        + record.offset() + " on is not taken in",
                "add it to sites: in the broadsheet.yml of every role, and start them again");
        ContentPath path = path(record.offset());
        PathProblems problems =
                new PathProblems(site.get(), role, path, CommitId.NONE, clock.instant(), List.of(finding.in(path)));
        outbox.add(NewRecord.of(KafkaTopic.PROBLEMS, problems.key(), problems));
    }
}
