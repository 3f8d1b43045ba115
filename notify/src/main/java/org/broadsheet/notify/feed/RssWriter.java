package org.broadsheet.notify.feed;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/**
 * RSS 2.0 by the Best Practices Profile of the RSS Advisory Board: full content in {@code content:encoded}, authors in
 * {@code dc:creator} (RSS's own {@code author} must be a mail address), the feed's own address in {@code atom:link}.
 */
final class RssWriter {
    /** RFC 822 with a year of four digits. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RssWriter() {}

    static byte[] write(Feed feed) {
        return Xml.document(xml -> {
            xml.open(
                    "rss",
                    "version",
                    "2.0",
                    "xmlns:atom",
                    "http://www.w3.org/2005/Atom",
                    "xmlns:content",
                    "http://purl.org/rss/1.0/modules/content/",
                    "xmlns:dc",
                    "http://purl.org/dc/elements/1.1/");
            xml.open("channel");
            xml.title("title", feed.title());
            xml.text("link", feed.homePage());
            xml.text("description", feed.description().isBlank() ? feed.title() : feed.description());
            xml.text("language", feed.language());
            xml.text("lastBuildDate", date(feed.updated()));
            xml.text("generator", "Broadsheet");
            xml.empty(
                    "atom:link", "href", feed.self(FeedFormat.RSS), "rel", "self", "type", FeedFormat.RSS.mediaType());
            for (Feed.Item item : feed.items()) {
                item(xml, item);
            }
            xml.close().close();
        });
    }

    private static void item(Xml xml, Feed.Item item) throws XMLStreamException {
        xml.open("item");
        xml.title("title", item.title());
        xml.text("link", item.url());
        xml.text("guid", item.anyId(), "isPermaLink", "false");
        xml.text("pubDate", date(item.published()));
        for (Feed.Person author : item.authors()) {
            xml.text("dc:creator", author.name());
        }
        for (String topic : item.topics()) {
            xml.text("category", topic);
        }
        // Board's profile, "content:encoded": a description has to come before it.
        xml.text("description", escaped(item.excerpt().isBlank() ? item.title() : item.excerpt()));
        xml.text("content:encoded", item.content());
        xml.close();
    }

    private static String date(Instant instant) {
        return DATE.format(instant);
    }

    /** An item's description is HTML, unlike the channel's: plain text has to be escaped once more. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
