package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first line of a page whose own URL is its object's with {@code .html}: a comment, so that whoever reads the store alone knows
 * at which of the two the page is read, and from which it leads on. As with a {@link Redirect} a store of plain files has no other
 * place for it, as the file is named {@code .html} in either case.
 */
public final class HtmlName {
    private static final byte[] FIRST_LINE = "<!-- 200 .html -->\n".getBytes(StandardCharsets.US_ASCII);

    private HtmlName() {}

    /** @param html the page */
    public static byte[] body(byte[] html) {
        byte[] body = Arrays.copyOf(FIRST_LINE, FIRST_LINE.length + html.length);
        System.arraycopy(html, 0, body, FIRST_LINE.length, html.length);
        return body;
    }

    /** Whether a page's own URL ends so. It stays open. */
    public static boolean isOf(StoredObject page) throws IOException {
        InputStream in = page.open(0, FIRST_LINE.length);
        return Arrays.equals(in.readNBytes(FIRST_LINE.length), FIRST_LINE);
    }
}
