package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.source.Trees;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Which files lie beside the posts and pages of a commit. Git reads a folder from its beginning for every look into it: after
 * some looks all names are read once. Safe for all threads.
 */
final class Neighbours {
    private static final int LOOKS = 32;

    private final ObjectId tree;
    private final int most;
    private int looks;
    private @Nullable Set<ContentPath> all;

    /** @param most files and folders to look at */
    Neighbours(ObjectId tree, int most) {
        this.tree = tree;
        this.most = most;
    }

    boolean contains(ContentPath path, ObjectReader reader) throws IOException {
        Set<ContentPath> known = known(reader);
        return known == null ? Trees.blob(reader, tree, path.value()).isPresent() : known.contains(path);
    }

    private synchronized @Nullable Set<ContentPath> known(ObjectReader reader) throws IOException {
        if (all == null && ++looks > LOOKS) {
            Set<ContentPath> found = new HashSet<>();
            Trees.differences(reader, null, tree, Layout::matters, most, change -> {
                if (change.blob() != null && !Layout.isText(change.path().value())) {
                    found.add(change.path());
                }
            });
            all = found;
        }
        return all;
    }
}
