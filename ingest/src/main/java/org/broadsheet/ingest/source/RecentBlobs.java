package org.broadsheet.ingest.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The texts read last, so that what history was read from need not be read again for the records of the same commit. Safe for all
 * threads.
 */
public final class RecentBlobs {
    private static final long HELD = 8 << 20;

    private final Map<ObjectId, byte[]> blobs = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    synchronized Optional<byte[]> get(ObjectId blob) {
        return Optional.ofNullable(blobs.get(blob));
    }

    synchronized void put(ObjectId blob, byte[] bytes) {
        if (bytes.length > HELD / 2 || blobs.putIfAbsent(blob.copy(), bytes) != null) {
            return;
        }
        size += bytes.length;
        var eldest = blobs.values().iterator();
        while (size > HELD) {
            size -= eldest.next().length;
            eldest.remove();
        }
    }
}
