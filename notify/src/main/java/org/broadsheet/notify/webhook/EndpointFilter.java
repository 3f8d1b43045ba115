package org.broadsheet.notify.webhook;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Webhook;

/** Whether an endpoint is to be told of an event. A function of both. */
public final class EndpointFilter {
    private EndpointFilter() {}

    /** @param entry where the event stands */
    public static boolean wants(Webhook webhook, Event event, LogRecord entry) {
        return webhook.site().equals(event.site())
                && isLater(webhook, entry)
                && !isBackfill(event)
                && (webhook.events().isEmpty()
                        || webhook.events().stream().anyMatch(text -> new EventPattern(text).matches(event.type())))
                && (webhook.topics().isEmpty() || isOfOne(webhook.topics(), event));
    }

    /** By the offset; but a log that lost records counts its offsets once more, and then the time decides. */
    private static boolean isLater(Webhook webhook, LogRecord entry) {
        return entry.offset() >= webhook.from().getOrDefault(entry.partition(), 0L)
                || entry.appendedAt().isAfter(webhook.createdAt());
    }

    private static boolean isBackfill(Event event) {
        return switch (event.data()) {
            case Event.DocumentData document -> document.backfill();
            case Event.ReleaseData release -> release.backfill();
        };
    }

    /** By the topics' URLs, so that {@code Team Leads} is {@code team-leads}. A post that leaves a topic is told of there too. */
    private static boolean isOfOne(List<String> topics, Event event) {
        return switch (event.data()) {
            case Event.ReleaseData release -> false;
            case Event.DocumentData document -> {
                Set<Slug> wanted = topics.stream().map(Slug::ofName).collect(Collectors.toSet());
                Stream<String> former = document.previous().flatMap(Event.Previous::topics).stream()
                        .flatMap(List::stream);
                yield Stream.concat(document.topics().stream(), former)
                        .map(Slug::ofName)
                        .anyMatch(wanted::contains);
            }
        };
    }
}
