package org.broadsheet.common.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the author wrote above a post, under our names for the keys; nothing in it is derived.
 *
 * @param title such as {@code First post}
 * @param excerpt plain text
 * @param topics the names as written, in order, without repeats
 * @param date an instant: what was written, in the site's zone where it named none
 * @param updated likewise
 * @param cover the cover image: a destination as written, or an http(s) URL
 * @param coverAlt what it shows, for who does not see it
 * @param language a BCP 47 tag
 * @param canonical the URL that search engines are to prefer
 * @param guid the item's id in feeds, where the author brought one from elsewhere
 * @param extra the unknown keys, as they were
 */
public record FrontMatter(
        Optional<String> title,
        Optional<String> excerpt,
        List<String> topics,
        Optional<Instant> date,
        Optional<Instant> updated,
        List<Author> authors,
        Optional<String> cover,
        Optional<String> coverAlt,
        Optional<String> language,
        Optional<String> canonical,
        Optional<String> guid,
        Map<String, JsonNode> extra) {
    public static final FrontMatter NONE = new FrontMatter(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public FrontMatter {
        topics = List.copyOf(topics);
        authors = List.copyOf(authors);
        extra = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(extra));
    }

    /** Whether the author wants a table of contents above the text, or none: {@code toc: true}; empty: nothing is said. */
    public Optional<Boolean> contents() {
        for (Map.Entry<String, JsonNode> key : extra.entrySet()) {
            if (key.getKey().equalsIgnoreCase("toc") && key.getValue().isBoolean()) {
                return Optional.of(key.getValue().booleanValue());
            }
        }
        return Optional.empty();
    }

    /**
     * @param name such as {@code SVO}
     * @param picture a destination as written, or an http(s) URL
     */
    public record Author(String name, Optional<String> picture) {}
}
