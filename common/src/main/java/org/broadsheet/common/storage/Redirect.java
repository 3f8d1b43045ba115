package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.id.UrlPath;

/**
 * The body of an object of type {@link ObjectType#REDIRECT}: a page for whoever reads the store as plain files, with the target in a
 * comment that is its first line. A store of plain files has no other place for it.
 */
public final class Redirect {
    private static final Pattern FIRST_LINE = Pattern.compile("<!-- 308 (/[^\\s>]*) -->");

    private Redirect() {}

    /** @param html the page */
    public static byte[] body(UrlPath target, byte[] html) {
        byte[] line = ("<!-- 308 " + target.encoded() + " -->\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[line.length + html.length];
        System.arraycopy(line, 0, body, 0, line.length);
        System.arraycopy(html, 0, body, line.length, html.length);
        return body;
    }

    /**
     * Where it leads, encoded and below the base URL's path.
     *
     * @return empty of what is damaged, or none
     */
    public static Optional<String> target(StoredObject object) throws IOException {
        Matcher line = FIRST_LINE.matcher(new String(object.readAll(), StandardCharsets.UTF_8));
        return line.lookingAt() ? Optional.of(line.group(1)) : Optional.empty();
    }
}
