package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.ContentPath;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.jspecify.annotations.Nullable;

/**
 * Files of trees, and what differs between two, in the order of Git. Subtrees that are the same are not read. No path is longer
 * than is allowed: of one that is, and of all below it, nothing but its beginning is ever read.
 */
public final class Trees {
    private final int longest;

    public Trees(Configuration.Limits limits) {
        longest = limits.path();
    }

    /** Is told of what differs. */
    public interface Visitor {
        void file(TreeChange change);

        /**
         * Another repository in the place of a file or folder.
         *
         * @param there whether it is in the later tree
         */
        default void submodule(ContentPath path, boolean there) {}

        /** A path that is too long, of a file or a folder. */
        default void tooLong(LongPath path) {}
    }

    /**
     * A path that is too long to be read.
     *
     * @param cut its beginning, with something behind it that no other path has
     * @param there whether it is in the later tree
     */
    public record LongPath(ContentPath cut, boolean there) {}

    /**
     * @param from a tree; null for one without files
     * @param firstSegments which names of the root to look at
     */
    public void differences(
            ObjectReader reader, @Nullable ObjectId from, ObjectId to, Predicate<String> firstSegments, Visitor each)
            throws IOException {
        boolean unused = differences(reader, from, to, firstSegments, Long.MAX_VALUE, each);
    }

    /**
     * @param most files and folders of {@code to} to look at
     * @return false when there are more, and not all was told
     */
    public boolean differences(
            ObjectReader reader,
            @Nullable ObjectId from,
            ObjectId to,
            Predicate<String> firstSegments,
            long most,
            Visitor each)
            throws IOException {
        return differences(new RecentTrees(reader), from, to, firstSegments, most, each);
    }

    /** @param trees with what was read last */
    boolean differences(
            RecentTrees trees,
            @Nullable ObjectId from,
            ObjectId to,
            Predicate<String> firstSegments,
            long most,
            Visitor each)
            throws IOException {
        TreeDifferences walk = new TreeDifferences(trees, from, to);
        long met = 0;
        while (walk.next()) {
            if (walk.isAfter() && ++met > most) {
                return false;
            }
            if (walk.pathLength() > longest) {
                tooLong(walk, firstSegments, each);
                continue;
            }
            if (walk.isAtRoot() && !firstSegments.test(GitPath.decode(walk.rawPath()))) {
                continue;
            }
            // One side may be a file where the other is a folder.
            file(walk, each);
            if (walk.isFolder()) {
                walk.enter();
            }
        }
        return true;
    }

    private static void tooLong(TreeDifferences walk, Predicate<String> firstSegments, Visitor each) {
        String cut = GitPath.cut(walk.pathBuffer(), walk.pathLength());
        int slash = cut.indexOf('/');
        if (slash < 0 || firstSegments.test(cut.substring(0, slash))) {
            GitPath.of(cut).ifPresent(known -> each.tooLong(new LongPath(known, walk.isAfter())));
        }
    }

    private static void file(TreeDifferences walk, Visitor each) {
        TreeChange.Entry before = walk.before();
        TreeChange.Entry after = walk.after();
        if (before != null || after != null) {
            GitPath.of(GitPath.decode(walk.rawPath()))
                    .ifPresent(path -> each.file(new TreeChange(path, before, after)));
        }
        if (walk.isSubmoduleBefore() || walk.isSubmoduleAfter()) {
            GitPath.of(GitPath.decode(walk.rawPath())).ifPresent(path -> each.submodule(path, walk.isSubmoduleAfter()));
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

    /** Every file below folders such as {@code _posts/first/}; not none. */
    public void below(ObjectReader reader, ObjectId tree, Collection<String> folders, Visitor each) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setFilter(PathFilterGroup.createFromStrings(folders));
            while (walk.next()) {
                if (walk.getPathLength() > longest) {
                    continue;
                }
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                } else {
                    TreeChange.Entry entry = TreeChange.Entry.of(walk.getFileMode(0), walk.getObjectId(0));
                    if (entry != null) {
                        GitPath.of(GitPath.decode(walk.getRawPath()))
                                .ifPresent(known -> each.file(new TreeChange(known, null, entry)));
                    }
                }
            }
        }
    }
}
