package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * How many files and folders a commit's tree holds: the one place that decides whether it is too many, for pushes and for the
 * intake alike. One tree in many places counts as often as it stands there, but is read once, and what did not change since the
 * last count is not read again. Safe for all threads.
 */
public final class TreeSizes {
    /** Trees whose sizes are remembered. */
    private static final int REMEMBERED = 100_000;

    private final int most;
    private final Map<ObjectId, Long> sizes = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long read;

    /** @param most files and folders of a commit */
    public TreeSizes(int most) {
        this.most = most;
    }

    /** Why a commit with this tree is not taken in; empty if it is. */
    public Optional<TooMany> refusal(ObjectReader reader, ObjectId tree) throws IOException {
        return of(reader, tree) > most ? Optional.of(new TooMany(most)) : Optional.empty();
    }

    /** A few kilobytes of Git can name more files than there are atoms. */
    public record TooMany(int most) {
        public String why() {
            return "more than " + most + " files and folders";
        }

        public String hint() {
            return "take some away, or raise limits.files";
        }

        /** Both on one line. */
        public String line() {
            return why() + ": " + hint();
        }
    }

    /** Files and folders below the tree; at most {@link Long#MAX_VALUE}. */
    synchronized long of(ObjectReader reader, ObjectId tree) throws IOException {
        Map<ObjectId, Long> known = new HashMap<>();
        Deque<Open> line = new ArrayDeque<>();
        // A stack of our own: folders may be nested deeper than a thread's.
        line.push(read(reader, tree));
        while (true) {
            Open top = line.element();
            ObjectId next = top.next(known, sizes);
            if (next != null) {
                line.push(read(reader, next));
                continue;
            }
            line.pop();
            known.put(top.id, top.size);
            sizes.put(top.id, top.size);
            if (line.isEmpty()) {
                return top.size;
            }
        }
    }

    /** How many trees were read so far. */
    synchronized long read() {
        return read;
    }

    private Open read(ObjectReader reader, ObjectId tree) throws IOException {
        read++;
        Open open = new Open(tree.copy());
        CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, tree);
        for (; !entries.eof(); entries.next()) {
            if (entries.getEntryRawMode() == FileMode.TYPE_TREE) {
                ObjectId id = entries.getEntryObjectId();
                open.folders.merge(id, 1L, Long::sum);
                open.left.add(id);
            }
            open.size++;
        }
        return open;
    }

    private static final class Open {
        private final ObjectId id;
        private final Map<ObjectId, Long> folders = new HashMap<>();
        private final Set<ObjectId> left = new HashSet<>();
        private long size;

        Open(ObjectId id) {
            this.id = id;
        }

        /** The next folder whose size is not known; null when all are, and counted. */
        private @Nullable ObjectId next(Map<ObjectId, Long> known, Map<ObjectId, Long> remembered) {
            while (!left.isEmpty()) {
                ObjectId folder = left.iterator().next();
                Long there = known.get(folder);
                Long inside = there == null ? remembered.get(folder) : there;
                if (inside == null) {
                    return folder;
                }
                left.remove(folder);
                size = sum(size, product(inside, folders.getOrDefault(folder, 1L)));
            }
            return null;
        }

        private static long sum(long a, long b) {
            return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
        }

        private static long product(long a, long b) {
            return a == 0 || b <= Long.MAX_VALUE / a ? a * b : Long.MAX_VALUE;
        }
    }
}
