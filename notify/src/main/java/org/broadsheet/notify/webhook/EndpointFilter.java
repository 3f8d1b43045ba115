package org.broadsheet.notify.webhook;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Webhook;

/** Whether an endpoint is to be told of an event. A function of both. */
public final class EndpointFilter {
    private EndpointFilter() {}

    /** The event stands at {@code offset} of {@code partition}. */
    public static boolean wants(Webhook webhook, Event event, int partition, long offset) {
        return webhook.site().equals(event.site())
                && offset >= webhook.from().getOrDefault(partition, 0L)
                && !isBackfill(event)
                && (webhook.events().isEmpty()
                        || webhook.events().stream().anyMatch(text -> new EventPattern(text).matches(event.type())))
                && (webhook.topics().isEmpty() || isOfOne(webhook.topics(), event));
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
