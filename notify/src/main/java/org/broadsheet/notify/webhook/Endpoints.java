package org.broadsheet.notify.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.GoneEndpoint;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Webhook;

/**
 * The endpoints that there are, folded from {@code broadsheet.webhooks}. One whose record cannot be read is there too, and a
 * problem; it is told nothing, and loses nothing that waits for it. Safe for all threads.
 */
public final class Endpoints {
    private final EventLog eventLog;
    private final UnreadableRecords unreadableRecords;
    private final Map<EndpointId, Webhook> readable = new LinkedHashMap<>();
    private final Set<EndpointId> unreadable = new HashSet<>();
    private final Map<EndpointId, Instant> goneAt = new LinkedHashMap<>();
    private final Map<Integer, Long> positions = new LinkedHashMap<>();
    private Known latest = Known.NONE;
    private Witness seen = Witness.NONE;

    public Endpoints(EventLog eventLog, SiteId site, InstantSource clock) {
        this.eventLog = eventLog;
        this.unreadableRecords = new UnreadableRecords(site, Role.NOTIFY, clock);
    }

    /**
     * @param unreadable those whose settings are there and cannot be read
     * @param goneAt since when those want no more that have said so
     */
    public record Known(
            Map<EndpointId, Webhook> readable, Set<EndpointId> unreadable, Map<EndpointId, Instant> goneAt) {
        public static final Known NONE = new Known(Map.of(), Set.of(), Map.of());

        public Known {
            readable = Map.copyOf(readable);
            unreadable = Set.copyOf(unreadable);
            goneAt = Map.copyOf(goneAt);
        }

        public boolean contains(EndpointId id) {
            return readable.containsKey(id) || unreadable.contains(id);
        }

        /** Whether deliveries may wait for it. */
        public boolean isToldOfMore(EndpointId id) {
            return contains(id) && !goneAt.containsKey(id);
        }

        /** Its settings, if attempts may be made. */
        public Optional<Webhook> live(EndpointId id) {
            return Optional.ofNullable(readable.get(id)).filter(webhook -> !goneAt.containsKey(id));
        }

        /** All that are to be told of what happens. */
        public List<Webhook> live() {
            return readable.values().stream()
                    .filter(webhook -> !goneAt.containsKey(webhook.id()))
                    .toList();
        }
    }

    /**
     * All of them, with whatever was added or removed by a request that was answered before this call. Asks the log for its
     * end each time, and reads it if it has moved; what was added behind an open transaction counts too.
     */
    public synchronized Known now() {
        boolean changed = false;
        for (int partition = 0; partition < eventLog.partitions(KafkaTopic.WEBHOOKS); partition++) {
            long position = positions.getOrDefault(partition, 0L);
            if (eventLog.written(KafkaTopic.WEBHOOKS, partition) > position) {
                positions.put(partition, eventLog.readAll(KafkaTopic.WEBHOOKS, partition, position, this::fold));
                changed = true;
            }
        }
        if (changed) {
            latest = new Known(readable, unreadable, goneAt);
        }
        return latest;
    }

    /** How far the log was read. */
    public synchronized Witness seen() {
        return seen;
    }

    private void fold(LogRecord entry) {
        seen = seen.and(
                Witness.of(new LogPartition(entry.topic(), entry.partition()), entry.offset() + 1, entry.appendedAt()));
        if (GoneEndpoint.isKey(entry.key())) {
            unreadableRecords
                    .read(entry, Endpoints::gone, new Problems())
                    .flatMap(gone -> gone)
                    .ifPresent(gone -> goneAt.put(gone.id(), gone.goneAt()));
        } else {
            foldSettings(entry);
        }
    }

    private void foldSettings(LogRecord entry) {
        Optional<Optional<Webhook>> read = unreadableRecords.read(entry, Endpoints::webhook, new Problems());
        id(entry).ifPresent(id -> {
            readable.remove(id);
            unreadable.remove(id);
            if (entry.value().isEmpty()) {
                goneAt.remove(id);
            }
            read.ifPresentOrElse(
                    settings -> settings.ifPresent(webhook -> readable.put(id, webhook)), () -> unreadable.add(id));
        });
    }

    /** Empty for a tombstone. */
    private static Optional<Webhook> webhook(LogRecord entry) {
        return entry.value().map(value -> Json.read(value, Webhook.class));
    }

    private static Optional<GoneEndpoint> gone(LogRecord entry) {
        return entry.value().map(value -> Json.read(value, GoneEndpoint.class));
    }

    private static Optional<EndpointId> id(LogRecord entry) {
        try {
            return Optional.of(EndpointId.of(entry.key()));
        } catch (IllegalArgumentException e) {
            // Nothing can wait for it.
            return Optional.empty();
        }
    }

    /** There is no transaction here that they could go with. */
    private final class Problems implements Stage.Outbox {
        @Override
        public void add(NewRecord problem) {
            var unused = eventLog.append(problem);
        }

        @Override
        public boolean isFull(int moreRecords, long moreBytes) {
            return false;
        }

        @Override
        public void flush() {}
    }
}
