package org.broadsheet.ingest.plan;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.function.Predicate;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.layout.ReservedPaths;

/** Documents that are folders: an {@code index.md} and the files beside it. */
final class Bundles {
    private static final Layout LAYOUT = Layout.PLAIN;
    private static final int MAX_SEGMENT_BYTES = 200;

    private Bundles() {}

    /** The nearest {@code index.md} in the file's folder or above. */
    static Optional<ContentPath> around(ContentPath file, History history) {
        return around(file, index -> history.track(index).isPresent());
    }

    /** @param isThere which documents there are */
    static Optional<ContentPath> around(ContentPath file, Predicate<ContentPath> isThere) {
        String folder = file.folder();
        while (!folder.isEmpty()) {
            for (String name : new String[] {"index.md", "index.markdown"}) {
                ContentPath index = new ContentPath(folder + name);
                if (isThere.test(index) && isBundle(index)) {
                    return Optional.of(index);
                }
            }
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
        return Optional.empty();
    }

    /** Not the page at {@code /}: what lies beside that belongs to nobody. */
    static boolean isBundle(ContentPath path) {
        return LAYOUT.place(path.value()) instanceof Place.Document document
                && document.bundle()
                && !document.name().isEmpty();
    }

    /** The URL of a file of a document's own; empty when it can have none. */
    static Optional<UrlPath> url(UrlPath document, String below) {
        String path = (document.equals(UrlPath.ROOT) ? "/" : document + "/")
                + Normalizer.normalize(below, Normalizer.Form.NFC);
        for (String segment : path.split("/")) {
            if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                return Optional.empty();
            }
        }
        return UrlPath.isValid(path)
                ? Optional.of(new UrlPath(path))
                        .filter(url -> ReservedPaths.ofAsset(url).isEmpty())
                : Optional.empty();
    }
}
