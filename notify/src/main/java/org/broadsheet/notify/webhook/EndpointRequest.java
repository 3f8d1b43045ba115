package org.broadsheet.notify.webhook;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.notify.target.TargetRules;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /api/v1/webhooks} brings.
 *
 * @param events none: all
 * @param topics none: all
 * @param unknown must be empty: a misspelt {@code events} would else mean "all"
 */
record EndpointRequest(
        @Nullable String url,
        @Nullable List<String> events,
        @Nullable List<String> topics,
        @Nullable String description,
        @Nullable SiteId site,
        @JsonAnySetter @Nullable Map<String, JsonNode> unknown) {
    private static final int MAX_URL = 2_048;
    private static final int MAX_DESCRIPTION = 500;
    private static final int MAX_LIST = 50;
    private static final int MAX_TOPIC = 200;

    /** What was asked for, checked. */
    record Checked(SiteId site, URI url, List<String> events, List<String> topics, String description) {}

    /**
     * Fails with a {@link BadRequest} that says what is wrong and what would be right.
     *
     * @param sites those that there are; of one alone it need not be said
     */
    Checked checked(List<SiteId> sites, TargetRules targets, boolean privateTarget) {
        if (unknown != null && !unknown.isEmpty()) {
            throw bad("unknown: " + String.join(", ", unknown.keySet())
                    + "; an endpoint has url, events, topics, description, site");
        }
        String there = sites.stream().map(SiteId::value).collect(Collectors.joining(", "));
        if (site == null && sites.size() > 1) {
            throw bad("site: is missing; there are " + there);
        }
        if (site != null && !sites.contains(site)) {
            throw bad("site: there is no site " + site + " here, only " + there);
        }
        List<String> types = checkedList("events", events);
        for (String type : types) {
            Optional<String> problem = EventPattern.problem(type);
            if (problem.isPresent()) {
                throw bad("events: " + problem.get());
            }
        }
        String text = description == null ? "" : description;
        if (text.length() > MAX_DESCRIPTION) {
            throw bad("description: at most " + MAX_DESCRIPTION + " characters, not " + text.length());
        }
        URI target = checkedUrl();
        Optional<String> refusal = targets.refusalAtSight(target.getHost(), privateTarget);
        if (refusal.isPresent()) {
            throw new BadRequest(422, "url: " + refusal.get());
        }
        return new Checked(site == null ? sites.getFirst() : site, target, types, checkedList("topics", topics), text);
    }

    private static List<String> checkedList(String name, @Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MAX_LIST) {
            throw bad(name + ": at most " + MAX_LIST + ", not " + values.size());
        }
        for (@Nullable String value : values) {
            if (value == null || value.isBlank() || value.length() > MAX_TOPIC) {
                throw bad(name + ": \"" + value + "\" is not a name of 1 to " + MAX_TOPIC + " characters");
            }
        }
        return values.stream().distinct().toList();
    }

    private URI checkedUrl() {
        if (url == null || url.isBlank()) {
            throw bad("url: is missing; such as https://example.org/hooks");
        }
        if (url.length() > MAX_URL) {
            throw bad("url: at most " + MAX_URL + " characters, not " + url.length());
        }
        URI uri;
        try {
            uri = new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw bad("url: \"" + url + "\" is not a URL: " + e.getReason());
        }
        String scheme = uri.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw bad("url: \"" + url + "\" is not a whole http or https URL, such as https://example.org/hooks");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw bad("url: \"" + url + "\" names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw bad("url: a user name or password has no place in it; deliveries are signed instead");
        }
        if (uri.getRawFragment() != null) {
            throw bad("url: what stands behind # is never sent");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw bad("url: " + uri.getPort() + " is not a port");
        }
        return uri;
    }

    private static BadRequest bad(String message) {
        return new BadRequest(400, message);
    }
}
