package org.broadsheet.ingest.facts;

import java.util.SortedMap;
import java.util.TreeMap;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.ingest.layout.Layout;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the history up to a commit says of an introduction or of the settings.
 *
 * @param blob what lies at the path, good or not
 * @param good the last version that parses; null if none ever did
 */
public record Text(ObjectId blob, @Nullable Revision good) {
    /** Those of a configuration of Hugo's that lie beside that of the root. */
    static SortedMap<ContentPath, Text> parts(PersistentMap<ContentPath, Text> texts) {
        SortedMap<ContentPath, Text> parts = new TreeMap<>();
        texts.forEach((path, text) -> {
            if (Layout.isPart(path.value())) {
                parts.put(path, text);
            }
        });
        return parts;
    }
}
