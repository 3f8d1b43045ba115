package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.source.Trees;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a commit. Git reads a folder from its beginning for every look into it: after some looks all names are
 * read once, unless somebody has {@linkplain #know read} them already. Safe for all threads.
 */
final class CommitFiles {
    private static final int LOOKS = 32;

    private final ObjectId tree;
    private final Trees trees;
    private int looks;
    private @Nullable NavigableMap<ContentPath, ObjectId> all;

    CommitFiles(ObjectId tree, Trees trees) {
        this.tree = tree;
        this.trees = trees;
    }

    /** @param files every one that may ever be asked for; not changed any more */
    synchronized void know(NavigableMap<ContentPath, ObjectId> files) {
        all = files;
    }

    boolean contains(ContentPath path, ObjectReader reader) throws IOException {
        return blob(path, reader).isPresent();
    }

    Optional<ObjectId> blob(ContentPath path, ObjectReader reader) throws IOException {
        Map<ContentPath, ObjectId> known = known(reader);
        return known == null ? Trees.blob(reader, tree, path.value()) : Optional.ofNullable(known.get(path));
    }

    /** The files below a folder such as {@code _posts/first/}. */
    SortedMap<ContentPath, ObjectId> below(String folder, ObjectReader reader) throws IOException {
        NavigableMap<ContentPath, ObjectId> known = known(reader);
        if (known != null) {
            // The next sign after the slash: no other path lies between.
            String end = folder.substring(0, folder.length() - 1) + (char) ('/' + 1);
            return known.subMap(new ContentPath(folder + "\u0001"), new ContentPath(end));
        }
        TreeMap<ContentPath, ObjectId> found = new TreeMap<>();
        trees.below(reader, tree, folder, change -> {
            if (change.blob() != null) {
                found.put(change.path(), change.blob());
            }
        });
        return found;
    }

    private synchronized @Nullable NavigableMap<ContentPath, ObjectId> known(ObjectReader reader) throws IOException {
        if (all == null && ++looks > LOOKS) {
            TreeMap<ContentPath, ObjectId> found = new TreeMap<>();
            trees.differences(reader, null, tree, Layout::matters, change -> {
                if (change.blob() != null) {
                    found.put(change.path(), change.blob());
                }
            });
            all = found;
        }
        return all;
    }
}
