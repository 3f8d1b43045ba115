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
    private int looks;
    private @Nullable Set<ContentPath> all;

    Neighbours(ObjectId tree) {
        this.tree = tree;
    }

    boolean contains(ContentPath path, ObjectReader reader) throws IOException {
        Set<ContentPath> known = known(reader);
        return known == null ? Trees.blob(reader, tree, path.value()).isPresent() : known.contains(path);
    }

    private synchronized @Nullable Set<ContentPath> known(ObjectReader reader) throws IOException {
        if (all == null && ++looks > LOOKS) {
            Set<ContentPath> found = new HashSet<>();
            Trees.differences(reader, null, tree, Layout::matters, change -> {
                if (change.blob() != null && !Layout.isText(change.path().value())) {
                    found.add(change.path());
                }
            });
            all = found;
        }
        return all;
    }
}
