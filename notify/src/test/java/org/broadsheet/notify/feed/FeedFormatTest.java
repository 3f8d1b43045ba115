package org.broadsheet.notify.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rometools.rome.feed.atom.Content;
import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.WireFeedInput;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class FeedFormatTest {
    private static final Instant PUBLISHED = Instant.parse("2026-02-03T04:05:06Z");
    private static final Instant UPDATED = Instant.parse("2026-11-23T10:00:00Z");
    private static final PostId ID = new PostId(UUID.fromString("0c3fe8ab-9a0a-5b3e-9f3e-0d3a3c6f2b11"));
    private static final String CONTENT =
            "<p>Fish &amp; chips ]]> <a href=\"https://example.org/x?a=1&amp;b=2\">x</a></p>";

    private final Feed feed = new Feed(
            "https://example.org/blog",
            "Salt & <Pepper>",
            "About food & <drink>",
            "en-GB",
            UPDATED,
            List.of(
                    new Feed.Item(
                            ID,
                            Optional.empty(),
                            "https://example.org/blog/posts/fish",
                            "Fish & <Chips>\u0002",
                            "Fish < chips & peas",
                            CONTENT,
                            List.of(
                                    new Feed.Person(
                                            "Ada",
                                            Optional.of("https://ada.example/"),
                                            Optional.of("https://example.org/blog/ada.png")),
                                    new Feed.Person("Grace", Optional.empty(), Optional.empty())),
                            List.of("Food", "Life & Death"),
                            PUBLISHED,
                            UPDATED,
                            Optional.of("de"),
                            Optional.of("https://example.org/blog/cover.png")),
                    new Feed.Item(
                            new PostId(new UUID(1, 5L << 60)),
                            Optional.of("old blog:17"),
                            "https://example.org/blog/posts/older",
                            "<b>&amp; ]]></b>",
                            "",
                            "",
                            List.of(),
                            List.of(),
                            PUBLISHED.minusSeconds(86_400),
                            PUBLISHED,
                            Optional.empty(),
                            Optional.empty())));

    @Test
    void rssIsReadByAnotherProgram() throws Exception {
        SyndFeed read = new SyndFeedInput().build(new StringReader(text(FeedFormat.RSS)));

        assertThat(read.getFeedType()).isEqualTo("rss_2.0");
        assertThat(read.getTitle()).isEqualTo("Salt & <Pepper>");
        assertThat(read.getDescription()).isEqualTo("About food & <drink>");
        assertThat(read.getLink()).isEqualTo("https://example.org/blog/");
        assertThat(read.getLanguage()).isEqualTo("en-GB");
        assertThat(read.getEntries()).hasSize(2);
        SyndEntry first = read.getEntries().get(0);
        assertThat(first.getTitle()).isEqualTo("Fish & <Chips>");
        assertThat(first.getLink()).isEqualTo("https://example.org/blog/posts/fish");
        assertThat(first.getUri()).isEqualTo(ID.urn());
        assertThat(first.getPublishedDate()).isEqualTo(Date.from(PUBLISHED));
        assertThat(first.getDescription().getValue()).isEqualTo("Fish &lt; chips &amp; peas");
        assertThat(first.getCategories()).extracting("name").containsExactly("Food", "Life & Death");
        assertThat(first.getContents()).extracting("value").containsExactly(CONTENT);
        assertThat(read.getEntries().get(1).getUri()).isEqualTo("old blog:17");
        assertThat(read.getEntries().get(1).getTitle()).isEqualTo("<b>&amp; ]]></b>");
    }

    @Test
    void rssKeepsTheBoardsProfile() throws Exception {
        Document document = parse(FeedFormat.RSS);

        Element channel = first(document, "channel");
        assertThat(first(document, "atom:link").getAttribute("href")).isEqualTo("https://example.org/blog/feed.xml");
        assertThat(first(document, "atom:link").getAttribute("rel")).isEqualTo("self");
        assertThat(first(document, "pubDate").getTextContent()).isEqualTo("Tue, 03 Feb 2026 04:05:06 GMT");
        assertThat(first(document, "lastBuildDate").getTextContent()).isEqualTo("Mon, 23 Nov 2026 10:00:00 GMT");
        assertThat(first(document, "guid").getAttribute("isPermaLink")).isEqualTo("false");
        assertThat(document.getElementsByTagName("dc:creator").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("author").getLength())
                .as("would have to be a mail address")
                .isZero();
        assertThat(channel.getElementsByTagName("item").getLength()).isEqualTo(2);
        Element older = (Element) document.getElementsByTagName("item").item(1);
        assertThat(older.getElementsByTagName("description").item(0).getTextContent())
                .as("before content:encoded, though it has no excerpt")
                .isEqualTo("&lt;b&gt;&amp;amp; ]]&gt;&lt;/b&gt;");
        assertThat(text(FeedFormat.RSS)).contains("<title>Salt &#x26; &#x3C;Pepper");
    }

    @Test
    void atomIsReadByAnotherProgram() throws Exception {
        com.rometools.rome.feed.atom.Feed read =
                (com.rometools.rome.feed.atom.Feed) new WireFeedInput().build(new StringReader(text(FeedFormat.ATOM)));

        assertThat(read.getFeedType()).isEqualTo("atom_1.0");
        assertThat(read.getId()).isEqualTo("https://example.org/blog/");
        assertThat(read.getUpdated()).isEqualTo(Date.from(UPDATED));
        assertThat(read.getAuthors()).extracting("name").containsExactly("Salt & <Pepper>");
        assertThat(read.getOtherLinks()).extracting("href").contains("https://example.org/blog/atom.xml");
        Entry entry = read.getEntries().get(0);
        assertThat(entry.getId()).isEqualTo(ID.urn());
        assertThat(entry.getTitle()).isEqualTo("Fish & <Chips>");
        assertThat(entry.getPublished()).isEqualTo(Date.from(PUBLISHED));
        assertThat(entry.getUpdated()).isEqualTo(Date.from(UPDATED));
        assertThat(entry.getAuthors()).extracting("name").containsExactly("Ada", "Grace");
        assertThat(entry.getCategories()).extracting("term").containsExactly("Food", "Life & Death");
        assertThat(entry.getSummary().getValue()).isEqualTo("Fish < chips & peas");
        assertThat(entry.getContents())
                .extracting(Content::getType, Content::getValue)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("html", CONTENT));
        assertThat(read.getEntries().get(1).getId()).as("an id is an IRI").startsWith("urn:uuid:");
    }

    @Test
    void jsonFeedHoldsWhatItsVersionWants() throws Exception {
        JsonNode read = Json.MAPPER.readTree(FeedFormat.JSON.write(feed));

        assertThat(read.path("version").asText()).isEqualTo("https://jsonfeed.org/version/1.1");
        assertThat(read.path("title").asText()).isEqualTo("Salt & <Pepper>");
        assertThat(read.path("home_page_url").asText()).isEqualTo("https://example.org/blog/");
        assertThat(read.path("feed_url").asText()).isEqualTo("https://example.org/blog/feed.json");
        JsonNode item = read.path("items").get(0);
        assertThat(item.path("id").asText()).isEqualTo(ID.urn());
        assertThat(item.path("content_html").asText()).isEqualTo(CONTENT);
        assertThat(item.path("date_published").asText()).isEqualTo("2026-02-03T04:05:06Z");
        assertThat(item.path("date_modified").asText()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(item.path("authors").get(0).path("avatar").asText()).isEqualTo("https://example.org/blog/ada.png");
        assertThat(item.path("tags")).hasSize(2);
        assertThat(item.path("image").asText()).isEqualTo("https://example.org/blog/cover.png");
        JsonNode empty = read.path("items").get(1);
        assertThat(empty.has("content_html")).as("required").isTrue();
        assertThat(empty.has("image")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(FeedFormat.class)
    void writesAFeedOfNothing(FeedFormat format) throws Exception {
        Feed empty = new Feed("http://localhost:8080", "New", "", "en", UPDATED, List.of());

        byte[] bytes = format.write(empty);

        if (format == FeedFormat.JSON) {
            assertThat(Json.MAPPER.readTree(bytes).path("items").isArray()).isTrue();
        } else {
            SyndFeed read = new SyndFeedInput().build(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
            assertThat(read.getEntries()).isEmpty();
        }
    }

    private String text(FeedFormat format) {
        return new String(format.write(feed), StandardCharsets.UTF_8);
    }

    private Document parse(FeedFormat format) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(format.write(feed)));
    }

    private static Element first(Document document, String name) {
        return (Element) document.getElementsByTagName(name).item(0);
    }
}
