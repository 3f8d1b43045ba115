package org.broadsheet.notify.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.broadsheet.common.id.PostId;

/**
 * What a feed tells, whatever its format. All URLs are whole.
 *
 * @param home the site's base URL without a slash at its end, such as {@code https://example.org/blog}
 * @param description may be empty
 * @param language a BCP 47 tag
 * @param updated when anything in it last changed significantly
 * @param items newest first
 */
public record Feed(String home, String title, String description, String language, Instant updated, List<Item> items) {
    public Feed {
        items = List.copyOf(items);
    }

    /** The same feed, with other contents of its items. */
    public Feed withContents(UnaryOperator<String> contents) {
        List<Item> others = items.stream()
                .map(item -> item.withContent(contents.apply(item.content())))
                .toList();
        return new Feed(home, title, description, language, updated, others);
    }

    /** Where the format's feed is: {@code https://example.org/blog/feed.xml}. */
    String self(FeedFormat format) {
        return home + "/" + format.file();
    }

    /** The URL of the home page. */
    String homePage() {
        return home + "/";
    }

    /**
     * A post.
     *
     * @param guid the author's own, unless another item of the feed has it
     * @param content sanitised HTML with whole URLs
     * @param updated the last significant change; not before {@code published}
     * @param language if it is not the feed's
     */
    public record Item(
            PostId id,
            Optional<String> guid,
            String url,
            String title,
            String excerpt,
            String content,
            List<Person> authors,
            List<String> topics,
            Instant published,
            Instant updated,
            Optional<String> language,
            Optional<String> image) {
        public Item {
            authors = List.copyOf(authors);
            topics = List.copyOf(topics);
        }

        private Item withContent(String other) {
            return new Item(id, guid, url, title, excerpt, other, authors, topics, published, updated, language, image);
        }

        /** As in RSS and JSON Feed, which take any string. */
        String anyId() {
            return guid.orElse(id.urn());
        }
    }

    public record Person(String name, Optional<String> url, Optional<String> picture) {}
}
