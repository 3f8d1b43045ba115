package org.broadsheet.notify.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Webhook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints that there are, folded from {@code broadsheet.webhooks}. Safe for all threads. */
public final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final EventLog eventLog;
    private final Map<EndpointId, Webhook> byId = new LinkedHashMap<>();
    private final Map<Integer, Long> positions = new LinkedHashMap<>();
    private Map<EndpointId, Webhook> latest = Map.of();

    public Endpoints(EventLog eventLog) {
        this.eventLog = eventLog;
    }

    /**
     * All of them, with whatever was added or removed by a request that was answered before this call. Asks the log for its
     * end each time, and reads it if it has moved.
     */
    public synchronized Map<EndpointId, Webhook> now() {
        boolean changed = false;
        for (int partition = 0; partition < eventLog.partitions(KafkaTopic.WEBHOOKS); partition++) {
            long position = positions.getOrDefault(partition, 0L);
            if (eventLog.end(KafkaTopic.WEBHOOKS, partition) > position) {
                positions.put(partition, eventLog.read(KafkaTopic.WEBHOOKS, partition, position, this::fold));
                changed = true;
            }
        }
        if (changed) {
            latest = Map.copyOf(byId);
        }
        return latest;
    }

    private void fold(LogRecord entry) {
        try {
            EndpointId id = EndpointId.of(entry.key());
            if (entry.value().isPresent()) {
                byId.put(id, Json.read(entry.value().get(), Webhook.class));
            } else {
                byId.remove(id);
            }
        } catch (Json.UnreadableRecord | IllegalArgumentException e) {
            // The endpoints that can be read are told all the same.
            LOG.atError()
                    .addKeyValue("topic", entry.topic().kafkaName())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .log("An endpoint's record cannot be read: {}", e.getMessage());
        }
    }
}
