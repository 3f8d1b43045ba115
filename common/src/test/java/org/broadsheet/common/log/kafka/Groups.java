package org.broadsheet.common.log.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.broadsheet.common.log.EventLog.Subscription;

/** Groups as their coordinator sees them. */
public final class Groups {
    private Groups() {}

    /** Ends the sessions of all members of the member's group: they are zombies until they notice. */
    public static void endSessions(String bootstrap, Subscription member) throws Exception {
        String group = ((KafkaSubscription) member).groupMetadata().groupId();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
    }
}
