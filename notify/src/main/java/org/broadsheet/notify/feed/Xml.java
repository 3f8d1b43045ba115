package org.broadsheet.notify.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A feed's XML being written, one element a line. What XML 1.0 cannot hold is left out of every text. */
final class Xml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter out;

    /** Writes inside the document's root. */
    interface Content {
        void write(Xml xml) throws XMLStreamException;
    }

    private Xml() throws XMLStreamException {
        synchronized (FACTORY) {
            out = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
        }
    }

    static byte[] document(Content content) {
        try {
            Xml xml = new Xml();
            xml.out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.out.writeCharacters("\n");
            content.write(xml);
            xml.out.writeEndDocument();
            xml.out.writeCharacters("\n");
            xml.out.close();
            return xml.bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    /** @param attributes names and values in turn */
    Xml open(String name, String... attributes) throws XMLStreamException {
        out.writeStartElement(name);
        attributes(attributes);
        out.writeCharacters("\n");
        return this;
    }

    Xml close() throws XMLStreamException {
        out.writeEndElement();
        out.writeCharacters("\n");
        return this;
    }

    Xml empty(String name, String... attributes) throws XMLStreamException {
        out.writeEmptyElement(name);
        attributes(attributes);
        out.writeCharacters("\n");
        return this;
    }

    Xml text(String name, String text, String... attributes) throws XMLStreamException {
        out.writeStartElement(name);
        attributes(attributes);
        out.writeCharacters(clean(text));
        return close();
    }

    /**
     * A title of RSS, of which no specification says whether it is text or HTML: {@code &} and {@code <} as hexadecimal
     * references are read rightly by most (RSS Advisory Board, Best Practices Profile, "Title").
     */
    Xml title(String name, String title) throws XMLStreamException {
        out.writeStartElement(name);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < title.length(); i++) {
            char c = title.charAt(i);
            if (c == '&' || c == '<') {
                out.writeCharacters(clean(plain.toString()));
                plain.setLength(0);
                out.writeEntityRef(c == '&' ? "#x26" : "#x3C");
            } else {
                plain.append(c);
            }
        }
        out.writeCharacters(clean(plain.toString()));
        return close();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            out.writeAttribute(attributes[i], clean(attributes[i + 1]).replace('\n', ' '));
        }
    }

    /** Without the code points that XML 1.0, section 2.2, production 2, does not allow; line ends as {@code \n}. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c == '\r' || !isAllowed(c)) {
                return cleaned(text, i);
            }
            i += Character.charCount(c) - 1;
        }
        return text;
    }

    /** Long texts are, but for the rare one, clean, so that this may be slow. */
    private static String cleaned(String text, int from) {
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, from);
        text.substring(from)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .codePoints()
                .filter(Xml::isAllowed)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
