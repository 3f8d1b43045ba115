package org.broadsheet.ingest.plan;

import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.layout.Place;

/** Documents that are folders: an {@code index.md} and the files beside it. */
final class Bundles {
    private Bundles() {}

    /** The nearest index file in the file's folder or above. */
    static Optional<ContentPath> around(ContentPath file, History history) {
        String folder = file.folder();
        while (!folder.isEmpty()) {
            for (String name : new String[] {"index.md", "index.markdown", "index.html"}) {
                ContentPath index = new ContentPath(folder + name);
                if (history.track(index).isPresent() && isBundle(index, history)) {
                    return Optional.of(index);
                }
            }
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
        return Optional.empty();
    }

    /** Not the page at {@code /}: what lies beside that belongs to nobody. */
    static boolean isBundle(ContentPath path, History history) {
        return history.rules().place(path) instanceof Place.Document document
                && document.bundle()
                && !document.name().isEmpty();
    }

    /** Whose the files of a bundle are. */
    static Optional<PostId> owner(ContentPath index, History history) {
        return history.track(index).map(Track::id);
    }

    /** Whether files in the bundle's folder may be another's. */
    static boolean differs(ContentPath index, History before, History now) {
        return !owner(index, before).equals(owner(index, now));
    }
}
