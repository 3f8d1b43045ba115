package org.broadsheet.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

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

    /** What lies in a folder, by name, a slash behind that of another folder; nothing if there is no such folder. */
    List<String> names(ObjectId tree, String folder) throws IOException {
        ObjectId in = tree;
        for (String name : folder.split("/")) {
            CanonicalTreeParser entries = entries(in);
            while (!entries.eof() && !(isFolder(entries) && name(entries).equals(name))) {
                entries.next();
            }
            if (entries.eof()) {
                return List.of();
            }
            in = entries.getEntryObjectId();
        }
        List<String> names = new ArrayList<>();
        for (CanonicalTreeParser entries = entries(in); !entries.eof(); entries.next()) {
            names.add(name(entries) + (isFolder(entries) ? "/" : ""));
        }
        return names;
    }

    private CanonicalTreeParser entries(ObjectId tree) throws IOException {
        CanonicalTreeParser entries = new CanonicalTreeParser();
        entries.reset(read(tree));
        return entries;
    }

    private static boolean isFolder(CanonicalTreeParser entries) {
        return FileMode.TREE.equals(entries.getEntryRawMode());
    }

    private static String name(CanonicalTreeParser entries) {
        byte[] name = new byte[entries.getNameLength()];
        entries.getName(name, 0);
        return GitPath.decode(name);
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
