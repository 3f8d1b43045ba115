package org.broadsheet.notify.feed;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Atom (RFC 4287). */
final class AtomWriter {
    private AtomWriter() {}

    static byte[] write(Feed feed) {
        return Xml.document(xml -> {
            xml.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", feed.language());
            xml.text("title", feed.title());
            if (!feed.description().isBlank()) {
                xml.text("subtitle", feed.description());
            }
            xml.text("id", feed.homePage());
            xml.text("updated", feed.updated().toString());
            xml.empty("link", "rel", "self", "type", FeedFormat.ATOM.mediaType(), "href", feed.self(FeedFormat.ATOM));
            xml.empty("link", "rel", "alternate", "type", "text/html", "href", feed.homePage());
            // Section 4.1.1: for the entries that name no author.
            xml.open("author")
                    .text("name", feed.title())
                    .text("uri", feed.homePage())
                    .close();
            xml.text("generator", "Broadsheet");
            for (Feed.Item item : feed.items()) {
                entry(xml, item);
            }
            xml.close();
        });
    }

    private static void entry(Xml xml, Feed.Item item) throws XMLStreamException {
        Optional<String> language = item.language();
        if (language.isPresent()) {
            xml.open("entry", "xml:lang", language.get());
        } else {
            xml.open("entry");
        }
        xml.text("title", item.title());
        xml.text("id", item.guid().filter(AtomWriter::isIri).orElse(item.id().urn()));
        xml.text("published", item.published().toString());
        xml.text("updated", item.updated().toString());
        xml.empty("link", "rel", "alternate", "type", "text/html", "href", item.url());
        for (Feed.Person author : item.authors()) {
            xml.open("author").text("name", author.name());
            if (author.url().isPresent()) {
                xml.text("uri", author.url().get());
            }
            xml.close();
        }
        for (String topic : item.topics()) {
            xml.empty("category", "term", topic);
        }
        if (!item.excerpt().isBlank()) {
            xml.text("summary", item.excerpt());
        }
        xml.text("content", item.content(), "type", "html");
        xml.close();
    }

    /** Section 4.2.6: an id is an absolute IRI; what an author brought from elsewhere may be anything. */
    private static boolean isIri(String guid) {
        try {
            return new URI(guid).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
