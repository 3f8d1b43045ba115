package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The trees read last, as Git writes them down: who goes through history reads each tree twice, once as what a commit left and once as
 * what the next one found. One thread.
 */
final class RecentTrees {
    private static final long HELD = 8 << 20;

    private final ObjectReader reader;
    private final Map<ObjectId, byte[]> trees = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    RecentTrees(ObjectReader reader) {
        this.reader = reader;
    }

    /** Not to be changed. */
    byte[] read(ObjectId tree) throws IOException {
        byte[] known = trees.get(tree);
        if (known != null) {
            return known;
        }
        byte[] raw = reader.open(tree, Constants.OBJ_TREE).getCachedBytes();
        if (raw.length <= HELD / 2) {
            trees.put(tree.copy(), raw);
            size += raw.length;
            Iterator<byte[]> eldest = trees.values().iterator();
            while (size > HELD) {
                size -= eldest.next().length;
                eldest.remove();
            }
        }
        return raw;
    }
}
