package org.broadsheet.common.log;

import java.time.Instant;
import java.util.List;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.Stage.Lost;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;

/**
 * That records were lost, told in {@code problems} under the path {@code <topic>/<partition>}. It stands there until the stage is
 * opened once more without a loss, so that whoever looks within the life of a process finds it.
 */
public final class LostRecords {
    private LostRecords() {}

    public static void tell(Lost lost, SiteId site, Role role, Instant now, Outbox outbox) {
        for (LogPartition partition : lost.told()) {
            if (!lost.partitions().contains(partition)) {
                outbox.add(NewRecord.tombstone(KafkaTopic.PROBLEMS, PathProblems.key(site, role, path(partition))));
            }
        }
        for (LogPartition partition : lost.partitions()) {
            Finding finding = Finding.warning(
                    "records that were written before " + lost.since() + " are not in the log any more: was the disk"
                            + " restored in part, or did the power fail?",
                    what(partition.topic()));
            ContentPath path = path(partition);
            PathProblems problems = new PathProblems(site, role, path, CommitId.NONE, now, List.of(finding.in(path)));
            outbox.add(NewRecord.of(KafkaTopic.PROBLEMS, problems.key(), problems));
        }
    }

    private static ContentPath path(LogPartition partition) {
        return new ContentPath(partition.topic().kafkaName() + "/" + partition.partition());
    }

    private static String what(KafkaTopic topic) {
        return switch (topic) {
            case SIGNALS, CONTENT, READABLE, PROBLEMS -> "nothing is to be done: they are made again";
            case COMMITS -> "how far commits were in that time is forgotten; what is live is not concerned";
            case EVENTS ->
                "endpoints are told of what happens from now on; what they were to be told before and was not"
                        + " delivered yet may be lost to them";
            case WEBHOOKS -> "compare GET webhooks with the endpoints that there should be, and add those that miss";
            case DELIVERIES -> "what was told in that time is told again, under the same webhook-id";
            case ATTEMPTS -> "what was attempted in that time is forgotten; deliveries are not concerned";
        };
    }
}
