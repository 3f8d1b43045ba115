package org.broadsheet.ingest.source;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.yaml.YamlLimits;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The texts read last, so that what history was read from need be neither read nor parsed again for the records of the same commit.
 * Safe for all threads.
 */
public final class RecentTexts {
    /** Bytes, with what was made of them. */
    private static final long HELD = 16 << 20;

    /** What is made of a text takes about its size once more, and so much however short it is. */
    private static final int AROUND = 1 << 10;

    private final Map<ObjectId, RecentText> texts = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    /** A blob's bytes, and the file that they are once somebody has asked for it. */
    static final class RecentText {
        private final byte[] bytes;
        private volatile @Nullable SourceFile file;

        RecentText(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        SourceFile file(YamlLimits limits) {
            SourceFile known = file;
            if (known == null) {
                known = SourceFile.read(bytes, limits);
                file = known;
            }
            return known;
        }

        private long size() {
            return 2L * bytes.length + AROUND;
        }
    }

    synchronized Optional<RecentText> get(ObjectId blob) {
        return Optional.ofNullable(texts.get(blob));
    }

    synchronized void put(ObjectId blob, RecentText text) {
        if (text.size() > HELD / 2 || texts.putIfAbsent(blob.copy(), text) != null) {
            return;
        }
        size += text.size();
        Iterator<RecentText> eldest = texts.values().iterator();
        while (size > HELD) {
            size -= eldest.next().size();
            eldest.remove();
        }
    }
}
