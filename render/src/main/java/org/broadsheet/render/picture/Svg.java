package org.broadsheet.render.picture;

import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.broadsheet.common.record.PictureSize;
import org.jspecify.annotations.Nullable;

/** SVG 2, section 8: width and height of the root, else those of its view box. Nothing below the root is looked at. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final Pattern LENGTH =
            Pattern.compile("\\+?([0-9]{1,7}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})(px|pt|pc|mm|cm|in)?");
    private static final Pattern VIEW_BOX =
            Pattern.compile("[-+.0-9eE]{1,30}[\\s,]+[-+.0-9eE]{1,30}[\\s,]+([.0-9]{1,20})[\\s,]+([.0-9]{1,20})");

    private Svg() {}

    static boolean mayBe(Bytes file) {
        String bare = bare(file);
        return bare.startsWith("<svg")
                || bare.startsWith("<?xml")
                || bare.startsWith("<!--")
                || bare.startsWith("<!DOCTYPE svg");
    }

    private static String bare(Bytes file) {
        String begin = file.text().strip();
        return begin.startsWith("\ufeff") ? begin.substring(1).strip() : begin;
    }

    static Optional<PictureSize> size(Bytes file) {
        try {
            // Decoded here: of bytes that are none of its encoding the parser tells on standard error.
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(bare(file)));
            try {
                while (reader.hasNext()) {
                    if (reader.next() == XMLStreamReader.START_ELEMENT) {
                        return reader.getLocalName().equals("svg") && NAMESPACE.equals(reader.getNamespaceURI())
                                ? size(reader)
                                : Optional.empty();
                    }
                }
                return Optional.empty();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // Of some faults in a DTD the JDK's parser finds no words.
            return Optional.empty();
        }
    }

    private static Optional<PictureSize> size(XMLStreamReader root) {
        Optional<Double> width = length(root.getAttributeValue(null, "width"));
        Optional<Double> height = length(root.getAttributeValue(null, "height"));
        Matcher box = VIEW_BOX.matcher(Optional.ofNullable(root.getAttributeValue(null, "viewBox"))
                .orElse("")
                .strip());
        if (width.isPresent() && height.isPresent()) {
            return rounded(width.get(), height.get());
        }
        if (!box.matches()) {
            return Optional.empty();
        }
        Optional<Double> boxWidth = length(box.group(1));
        Optional<Double> boxHeight = length(box.group(2));
        if (boxWidth.isEmpty() || boxHeight.isEmpty() || boxWidth.get() <= 0 || boxHeight.get() <= 0) {
            return Optional.empty();
        }
        double ratio = boxHeight.get() / boxWidth.get();
        return width.isPresent()
                ? rounded(width.get(), width.get() * ratio)
                : height.isPresent()
                        ? rounded(height.get() / ratio, height.get())
                        : rounded(boxWidth.get(), boxHeight.get());
    }

    private static Optional<PictureSize> rounded(double width, double height) {
        return PictureFile.size(Math.round(width), Math.round(height));
    }

    /** In pixels; empty where it depends on the page, as a percentage does. */
    private static Optional<Double> length(@Nullable String written) {
        Matcher length = LENGTH.matcher(written == null ? "" : written.strip().toLowerCase(Locale.ROOT));
        if (!length.matches()) {
            return Optional.empty();
        }
        String unit = length.group(2);
        return Optional.of(Double.parseDouble(length.group(1))
                * (unit == null
                        ? 1
                        : switch (unit) {
                            case "pt" -> 96 / 72d;
                            case "pc" -> 16;
                            case "mm" -> 96 / 25.4;
                            case "cm" -> 96 / 2.54;
                            case "in" -> 96;
                            default -> 1;
                        }));
    }

    /** One that opens no file, no connection and no entity. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }
}
