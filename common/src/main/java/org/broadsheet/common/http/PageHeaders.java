package org.broadsheet.common.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tells of a request that a page has made a browser send, rather than a person or a program of theirs: all that is not an
 * address that somebody typed. Pure.
 */
final class PageHeaders {
    /** Sent only with what a page, its worker or a service worker asks for; a page cannot keep a browser from sending them. */
    private static final List<String> OF_PAGES = List.of(
            "origin",
            "referer",
            "ping-from",
            "ping-to",
            "service-worker",
            "service-worker-navigation-preload",
            "sec-purpose",
            "purpose",
            "x-moz",
            "access-control-request-method",
            "access-control-request-headers",
            "access-control-request-private-network",
            "sec-websocket-key",
            "last-event-id");

    private PageHeaders() {}

    /** The first header that says so. */
    static Optional<String> in(AccessRules.Facts request) {
        return OF_PAGES.stream()
                .filter(name -> !request.values(name).isEmpty())
                .findFirst()
                .or(() -> fetched(request));
    }

    /** By Fetch Metadata: {@code none} and a document are what an address typed by a person looks like. */
    private static Optional<String> fetched(AccessRules.Facts request) {
        if (request.values("sec-fetch-site").isEmpty()) {
            return browser(request);
        }
        return Stream.of(
                        List.of("sec-fetch-site", "none"),
                        List.of("sec-fetch-mode", "navigate"),
                        List.of("sec-fetch-dest", "document"))
                .filter(expected -> !request.values(expected.get(0)).stream().allMatch(expected.get(1)::equals))
                .map(expected -> expected.get(0))
                .findFirst();
    }

    /**
     * A browser that does not say where its request comes from: an older one, or one that says so over TLS only. A page that sends
     * no {@code Referer} could be behind it.
     */
    private static Optional<String> browser(AccessRules.Facts request) {
        if (request.values("user-agent").stream().anyMatch(agent -> agent.startsWith("Mozilla/"))) {
            return Optional.of("user-agent");
        }
        return request.names().stream().filter(name -> name.startsWith("sec-")).findFirst();
    }
}
