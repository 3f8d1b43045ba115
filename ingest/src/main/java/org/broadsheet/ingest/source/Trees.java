package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.broadsheet.common.id.ContentPath;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Files of trees, and what differs between two, in the order of Git. Subtrees that are the same are not read. One tree in many
 * places counts as often as it is met, so that a look is given up ({@link TooManyFiles}) rather than endless.
 */
public final class Trees {
    private Trees() {}

    /**
     * @param from a tree; null for one without files
     * @param firstSegments which names of the root to look at
     * @param most files and folders of {@code to} to look at
     */
    public static void differences(
            ObjectReader reader,
            @Nullable ObjectId from,
            ObjectId to,
            Predicate<String> firstSegments,
            int most,
            Consumer<TreeChange> each)
            throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            if (from == null) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(new CanonicalTreeParser(null, reader, from));
            }
            walk.addTree(new CanonicalTreeParser(null, reader, to));
            walk.setRecursive(false);
            walk.setFilter(TreeFilter.ANY_DIFF);
            int met = 0;
            while (walk.next()) {
                if (walk.getRawMode(1) != 0 && ++met > most) {
                    throw new TooManyFiles(most);
                }
                if (walk.getDepth() == 0 && !firstSegments.test(GitPath.decode(walk.getRawPath()))) {
                    continue;
                }
                if (walk.isSubtree()) {
                    // One side may be a file where the other is a folder.
                    file(walk, each);
                    walk.enterSubtree();
                } else {
                    file(walk, each);
                }
            }
        }
    }

    private static void file(TreeWalk walk, Consumer<TreeChange> each) throws CorruptObjectException {
        TreeChange.Entry before = TreeChange.Entry.of(walk.getFileMode(0), walk.getObjectId(0));
        TreeChange.Entry after = TreeChange.Entry.of(walk.getFileMode(1), walk.getObjectId(1));
        if (before != null || after != null) {
            GitPath.of(GitPath.decode(walk.getRawPath()))
                    .ifPresent(path -> each.accept(new TreeChange(path, before, after)));
        }
    }

    /** The regular file at {@code path}. */
    public static Optional<ObjectId> blob(ObjectReader reader, ObjectId tree, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
            if (walk == null) {
                return Optional.empty();
            }
            FileMode mode = walk.getFileMode(0);
            return mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE
                    ? Optional.of(walk.getObjectId(0))
                    : Optional.empty();
        }
    }

    /** Every regular file below a folder such as {@code _posts/first/}. */
    public static void below(ObjectReader reader, ObjectId tree, String folder, int most, Consumer<TreeChange> each)
            throws IOException {
        String path = folder.substring(0, folder.length() - 1);
        ObjectId subtree;
        try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
            if (walk == null || walk.getFileMode(0) != FileMode.TREE) {
                return;
            }
            subtree = walk.getObjectId(0);
        }
        differences(
                reader,
                null,
                subtree,
                name -> true,
                most,
                change -> each.accept(new TreeChange(
                        new ContentPath(folder + change.path().value()), change.before(), change.after())));
    }
}
