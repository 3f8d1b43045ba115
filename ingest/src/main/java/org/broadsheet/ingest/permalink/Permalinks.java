package org.broadsheet.ingest.permalink;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Optional;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ObjectKey;

/** By what rules the files of one commit have their URLs, be it a generator's configuration or {@code site.yml}. A value. */
public sealed interface Permalinks permits JekyllUrls, HugoUrls, SiteUrls {
    /**
     * Where these rules put a post or page; empty where they say nothing of it, or what comes out can stand in no URL. An ending such
     * as {@code .html} stays, a slash at the end does not.
     */
    Optional<UrlPath> url(Source source);

    /** The same by a pattern that a file asks for itself, as Jekyll's {@code permalink:} may be one. */
    Optional<UrlPath> url(Permalink permalink, Source source);

    Dialect dialect();

    void write(BinaryWriter out) throws IOException;

    static Permalinks read(BinaryReader in) throws IOException {
        return switch (in.constant(Dialect.class)) {
            case JEKYLL -> JekyllUrls.read(in);
            case HUGO -> HugoUrls.read(in);
            case SITE -> SiteUrls.read(in);
        };
    }

    /** A folder of the repository as people write it: without {@code ./} before it and slashes at its ends; empty for the root. */
    static String folder(String written) {
        int from = 0;
        while (written.startsWith("/", from) || written.startsWith("./", from)) {
            from += written.charAt(from) == '/' ? 1 : 2;
        }
        int to = written.length();
        while (to > from && written.charAt(to - 1) == '/') {
            to--;
        }
        String folder = written.substring(from, to);
        return folder.equals(".") ? "" : folder;
    }

    /** Of a path as a generator writes it, decoded. */
    static Optional<UrlPath> path(String written) {
        String path = Normalizer.normalize("/" + written, Normalizer.Form.NFC)
                .replaceAll("/{2,}", "/")
                .replaceFirst("/index\\.html$", "/");
        String url = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Optional.of(url)
                .filter(UrlPath::isValid)
                .map(UrlPath::new)
                .filter(u -> ObjectKey.at(u).isPresent());
    }
}
