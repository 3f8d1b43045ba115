package org.broadsheet.common.record;

import java.io.IOException;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;

/**
 * A link or an image.
 *
 * @param destination with escapes and entities resolved, as a browser would get it: {@code a_b} for {@code a\_b}
 * @param line where the destination begins as it is written, without the {@code <} of {@code <destination>}, from 1; of a
 *     reference link this is in the definition
 * @param column from 1, in code points
 */
public record Link(String destination, boolean image, int line, int column) {
    public void write(BinaryWriter out) throws IOException {
        out.string(destination);
        out.bool(image);
        out.count(line);
        out.count(column);
    }

    public static Link read(BinaryReader in) {
        return new Link(in.string(), in.bool(), in.count(), in.count());
    }

    /** In the file of whose lines so many stand above the text. */
    public Link below(int lines) {
        return new Link(destination, image, line + lines, column);
    }
}
