package org.broadsheet.notify.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.Json;

/** JSON Feed 1.1. */
final class JsonFeedWriter {
    private JsonFeedWriter() {}

    static byte[] write(Feed feed) {
        return Json.write(new Document(
                "https://jsonfeed.org/version/1.1",
                feed.title(),
                feed.homePage(),
                feed.self(FeedFormat.JSON),
                feed.description(),
                feed.language(),
                feed.items().stream().map(JsonFeedWriter::item).toList()));
    }

    private static Item item(Feed.Item item) {
        return new Item(
                item.anyId(),
                item.url(),
                item.title(),
                Xml.clean(item.content()),
                item.excerpt(),
                item.image(),
                item.published(),
                item.updated(),
                item.authors().stream()
                        .map(author -> new Author(author.name(), author.url(), author.picture()))
                        .toList(),
                item.topics(),
                item.language());
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonPropertyOrder({"version", "title", "home_page_url", "feed_url", "description", "language", "items"})
    private record Document(
            String version,
            String title,
            @JsonProperty("home_page_url") String homePage,
            @JsonProperty("feed_url") String feed,
            String description,
            String language,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Item> items) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonPropertyOrder({
        "id",
        "url",
        "title",
        "content_html",
        "summary",
        "image",
        "date_published",
        "date_modified",
        "authors",
        "tags",
        "language"
    })
    private record Item(
            String id,
            String url,
            String title,
            // Required, even of a post that holds nothing.
            @JsonProperty("content_html") @JsonInclude(JsonInclude.Include.ALWAYS)
            String content,

            String summary,
            Optional<String> image,
            @JsonProperty("date_published") Instant published,
            @JsonProperty("date_modified") Instant modified,
            List<Author> authors,
            List<String> tags,
            Optional<String> language) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Author(String name, Optional<String> url, Optional<String> avatar) {}
}
