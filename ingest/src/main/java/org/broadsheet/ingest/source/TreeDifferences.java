package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries at which two trees differ, as a {@code TreeWalk} of both does that leaves out what is the same. What
 * both begin with, and go on with, is passed over as bytes: the commits of a folder of ten thousand files each change one. One
 * thread.
 */
final class TreeDifferences {
    private final RecentTrees trees;
    /** The folder that is open, below those that it lies in. A stack of our own: folders may be nested deeper than a thread's. */
    private final Deque<Folder> open = new ArrayDeque<>();

    private byte[] path = new byte[256];
    private int length;

    /** @param from null for a tree without entries */
    TreeDifferences(RecentTrees trees, @Nullable ObjectId from, ObjectId to) throws IOException {
        this.trees = trees;
        open.push(new Folder(entries(from), entries(to), 0));
    }

    private Entries entries(@Nullable ObjectId tree) throws IOException {
        return tree == null ? new Entries("nothing", new byte[0]) : new Entries(tree.name(), trees.read(tree));
    }

    /** The two versions of a folder, either of which may be empty. */
    private record Folder(Entries before, Entries after, int path) {}

    /** Moves to the next entry; false when there is none. */
    boolean next() throws CorruptObjectException {
        while (!open.isEmpty()) {
            Folder folder = open.element();
            folder.before.advance();
            folder.after.advance();
            if (passOverSame(folder.before, folder.after)) {
                open.pop();
            } else if (meet(folder.before, folder.after)) {
                Entries there = folder.after.met ? folder.after : folder.before;
                int name = there.nameEnd - there.name;
                length = folder.path + name;
                if (path.length <= length) {
                    path = Arrays.copyOf(path, 2 * length);
                }
                System.arraycopy(there.raw, there.name, path, folder.path, name);
                return true;
            }
        }
        return false;
    }

    /** Whether nothing else is left. */
    private static boolean passOverSame(Entries before, Entries after) throws CorruptObjectException {
        int same = Arrays.mismatch(before.raw, before.at, before.raw.length, after.raw, after.at, after.raw.length);
        if (same < 0) {
            return true;
        }
        // The byte that differs may be anywhere in its entry.
        int until = before.at + same;
        while (before.at < until) {
            int next = before.end();
            if (next > until) {
                break;
            }
            after.at += next - before.at;
            before.at = next;
        }
        return false;
    }

    /** Takes what comes first in the order of Git, of both if it is in both; false if that is the same. */
    private static boolean meet(Entries before, Entries after) throws CorruptObjectException {
        int order;
        if (before.isAtEnd() || after.isAtEnd()) {
            order = before.isAtEnd() ? 1 : -1;
        } else {
            before.parse();
            after.parse();
            order = Paths.compare(
                    before.raw,
                    before.name,
                    before.nameEnd,
                    before.mode,
                    after.raw,
                    after.name,
                    after.nameEnd,
                    after.mode);
        }
        if (order <= 0) {
            before.meet();
        }
        if (order >= 0) {
            after.meet();
        }
        return order != 0 || before.mode != after.mode || !before.id().equals(after.id());
    }

    private Folder folder() {
        return open.element();
    }

    /** Whether it is a folder on each side on which it is. */
    boolean isFolder() {
        Folder folder = folder();
        return FileMode.TREE.equals(folder.after.met ? folder.after.mode : folder.before.mode);
    }

    /** What is in the folder comes next. */
    void enter() throws IOException {
        Folder folder = folder();
        Entries before = entries(folder.before.met ? folder.before.id() : null);
        Entries after = entries(folder.after.met ? folder.after.id() : null);
        path[length] = '/';
        open.push(new Folder(before, after, length + 1));
    }

    boolean isAtRoot() {
        return folder().path == 0;
    }

    boolean isAfter() {
        return folder().after.met;
    }

    TreeChange.@Nullable Entry before() {
        return folder().before.file();
    }

    TreeChange.@Nullable Entry after() {
        return folder().after.file();
    }

    boolean isSubmoduleBefore() {
        return folder().before.isSubmodule();
    }

    boolean isSubmoduleAfter() {
        return folder().after.isSubmodule();
    }

    /** The first {@link #pathLength} bytes are the entry's. */
    byte[] pathBuffer() {
        return path;
    }

    int pathLength() {
        return length;
    }

    byte[] rawPath() {
        return Arrays.copyOf(path, length);
    }

    /** A tree as Git writes it down: of each entry the mode, a blank, the name, a zero and the 20 bytes of the id. */
    private static final class Entries {
        private final String tree;
        private final byte[] raw;
        /** Where the entry begins. */
        private int at;

        private boolean parsed;
        /** Whether it is the one that the walk is at. */
        private boolean met;

        private int mode;
        private int name;
        private int nameEnd;

        Entries(String tree, byte[] raw) {
            this.tree = tree;
            this.raw = raw;
        }

        boolean isAtEnd() {
            return at == raw.length;
        }

        void advance() {
            if (met) {
                at = nameEnd + 1 + Constants.OBJECT_ID_LENGTH;
                met = false;
            }
            parsed = false;
        }

        void meet() throws CorruptObjectException {
            parse();
            met = true;
        }

        void parse() throws CorruptObjectException {
            if (!parsed) {
                int end = end();
                nameEnd = end - 1 - Constants.OBJECT_ID_LENGTH;
                int number = 0;
                int digit = at;
                for (; raw[digit] != ' '; digit++) {
                    number = (number << 3) + raw[digit] - '0';
                }
                mode = number;
                name = digit + 1;
                parsed = true;
            }
        }

        /** Where the next entry begins. */
        int end() throws CorruptObjectException {
            int i = at;
            while (i < raw.length && raw[i] != ' ') {
                i++;
            }
            while (i < raw.length && raw[i] != 0) {
                i++;
            }
            if (i >= raw.length - Constants.OBJECT_ID_LENGTH) {
                throw new CorruptObjectException("Tree " + tree + " is cut off, or is none");
            }
            return i + 1 + Constants.OBJECT_ID_LENGTH;
        }

        ObjectId id() {
            return ObjectId.fromRaw(raw, nameEnd + 1);
        }

        boolean isSubmodule() {
            return met && FileMode.GITLINK.equals(mode);
        }

        TreeChange.@Nullable Entry file() {
            return met ? TreeChange.Entry.of(FileMode.fromBits(mode), id()) : null;
        }
    }
}
