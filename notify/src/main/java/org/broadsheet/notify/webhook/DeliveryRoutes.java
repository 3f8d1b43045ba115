package org.broadsheet.notify.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.id.EndpointId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Attempt;
import org.broadsheet.common.record.Delivery;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;

/**
 * {@code /api/v1/deliveries}, those that wait, and {@code /api/v1/attempts}, newest first. What
 * one request reads into memory is bounded: a page may hold fewer than there are, or none, and still name a next one. Safe for all
 * threads.
 */
public final class DeliveryRoutes {
    private static final int KEYS_AT_ONCE = 10_000;
    private static final int CHUNK = 500;
    private static final int CHUNKS_AT_ONCE = 20;

    private final EventLog eventLog;

    public DeliveryRoutes(EventLog eventLog) {
        this.eventLog = eventLog;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/deliveries", Route.Access.PRIVATE, this::deliveries),
                new Route("GET", "/api/v1/attempts", Route.Access.PRIVATE, this::attempts));
    }

    private void deliveries(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        Optional<EndpointId> endpoint = endpoint(exchange);
        exchange.json(200, turn -> deliveries(paging, endpoint, turn));
    }

    private Paging.Page<Delivery> deliveries(Paging paging, Optional<EndpointId> endpoint, Turns.Turn turn)
            throws ClientLeft {
        String prefix = endpoint.map(id -> id + "/").orElse("");
        FirstKeys keys = new FirstKeys(KEYS_AT_ONCE);
        for (int partition : partitions(KafkaTopic.DELIVERIES, endpoint)) {
            turn.check();
            eventLog.read(KafkaTopic.DELIVERIES, partition, 0, entry -> {
                if (turn.isCancelled()) {
                    throw new UncheckedIOException(new ClientLeft());
                }
                if (paging.isBehind(entry.key()) && entry.key().startsWith(prefix)) {
                    keys.fold(entry);
                }
            });
        }
        List<Delivery> items = keys.latest().stream()
                .flatMap(entry -> read(entry, Delivery.class).stream())
                .filter(delivery -> paging.isFor(delivery.site()))
                .limit(paging.limit() + 1L)
                .toList();
        Paging.Page<Delivery> page = Paging.Page.of(items, paging.limit(), Delivery::key);
        return new Paging.Page<>(page.items(), page.next().or(keys::more));
    }

    private void attempts(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        Optional<EndpointId> endpoint = endpoint(exchange);
        Map<Integer, Long> before = paging.after().map(DeliveryRoutes::cursor).orElse(Map.of());
        exchange.json(200, turn -> attempts(paging, endpoint, before, turn));
    }

    private Paging.Page<Attempt> attempts(
            Paging paging, Optional<EndpointId> endpoint, Map<Integer, Long> before, Turns.Turn turn)
            throws ClientLeft {
        Predicate<Attempt> wanted = a ->
                paging.isFor(a.site()) && (endpoint.isEmpty() || endpoint.get().equals(a.endpoint()));
        AtomicInteger chunks = new AtomicInteger(CHUNKS_AT_ONCE);
        List<Backwards> partitions = new ArrayList<>();
        for (int partition : partitions(KafkaTopic.ATTEMPTS, endpoint)) {
            long end = before.getOrDefault(partition, eventLog.end(KafkaTopic.ATTEMPTS, partition));
            partitions.add(new Backwards(partition, end, wanted, chunks));
        }
        List<Attempt> items = new ArrayList<>();
        Optional<Backwards> newest = newest(partitions);
        while (newest.isPresent() && items.size() < paging.limit()) {
            turn.check();
            items.add(newest.get().take());
            newest = newest(partitions);
        }
        boolean ended = partitions.stream().allMatch(Backwards::isAtEnd);
        return new Paging.Page<>(items, ended ? Optional.empty() : Optional.of(cursor(partitions)));
    }

    /** Empty at the end, or when it cannot be said without reading more than one request may. */
    private static Optional<Backwards> newest(List<Backwards> partitions) {
        partitions.forEach(Backwards::readOn);
        return partitions.stream().anyMatch(Backwards::isUnknown)
                ? Optional.empty()
                : partitions.stream()
                        .filter(Backwards::hasNext)
                        .max(Comparator.comparing((Backwards b) -> b.peek().at())
                                .thenComparing(b -> -b.partition));
    }

    /** One partition's attempts from its end, read in chunks, as long as there are any left for the request. */
    private final class Backwards {
        private final int partition;
        private final Predicate<Attempt> wanted;
        private final Deque<At> read = new ArrayDeque<>();
        private final AtomicInteger chunks;
        private long unread;

        Backwards(int partition, long end, Predicate<Attempt> wanted, AtomicInteger chunks) {
            this.partition = partition;
            this.unread = end;
            this.wanted = wanted;
            this.chunks = chunks;
        }

        void readOn() {
            while (read.isEmpty() && unread > 0 && chunks.getAndDecrement() > 0) {
                long from = Math.max(0, unread - CHUNK);
                List<LogRecord> chunk =
                        eventLog.page(KafkaTopic.ATTEMPTS, partition, from, Math.toIntExact(unread - from));
                for (LogRecord entry : chunk) {
                    if (entry.offset() < unread) {
                        read(entry, Attempt.class)
                                .filter(wanted)
                                .ifPresent(attempt -> read.addFirst(new At(entry.offset(), attempt)));
                    }
                }
                // Where retention has eaten the beginning there is nothing further back.
                boolean ended = !chunk.isEmpty() && chunk.get(0).offset() >= unread;
                unread = ended ? 0 : from;
            }
        }

        boolean hasNext() {
            return !read.isEmpty();
        }

        boolean isUnknown() {
            return read.isEmpty() && unread > 0;
        }

        boolean isAtEnd() {
            return read.isEmpty() && unread == 0;
        }

        /** Behind all that a next page is to hold. */
        long position() {
            return read.isEmpty() ? unread : read.getFirst().offset() + 1;
        }

        Attempt peek() {
            return read.getFirst().attempt();
        }

        Attempt take() {
            return read.removeFirst().attempt();
        }
    }

    private record At(long offset, Attempt attempt) {}

    /** Where each partition's next page ends: {@code 0-120.1-98}. */
    private static String cursor(List<Backwards> partitions) {
        return String.join(
                ".",
                partitions.stream().map(b -> b.partition + "-" + b.position()).toList());
    }

    private static Map<Integer, Long> cursor(String text) {
        Map<Integer, Long> before = new TreeMap<>();
        try {
            for (String part : text.split("\\.")) {
                int dash = part.indexOf('-');
                before.put(
                        Integer.parseInt(part.substring(0, Math.max(0, dash))),
                        Long.parseLong(part.substring(dash + 1)));
            }
            return before;
        } catch (NumberFormatException e) {
            throw new BadRequest(400, "after: \"" + text + "\" is not what a page gave as next");
        }
    }

    private List<Integer> partitions(KafkaTopic topic, Optional<EndpointId> endpoint) {
        if (endpoint.isPresent()) {
            return List.of(eventLog.partitionOf(topic, endpoint.get().toString()));
        }
        List<Integer> all = new ArrayList<>();
        for (int partition = 0; partition < eventLog.partitions(topic); partition++) {
            all.add(partition);
        }
        return all;
    }

    private static Optional<EndpointId> endpoint(Exchange exchange) {
        return exchange.query("endpoint").map(text -> {
            try {
                return EndpointId.of(text);
            } catch (IllegalArgumentException e) {
                throw new BadRequest(400, "endpoint: \"" + text + "\" is not an endpoint's id");
            }
        });
    }

    private static <T> Optional<T> read(LogRecord entry, Class<T> type) {
        try {
            return entry.value().map(value -> Json.read(value, type));
        } catch (Json.UnreadableRecord e) {
            // Its stage reports it; a list shows the others.
            return Optional.empty();
        }
    }
}
