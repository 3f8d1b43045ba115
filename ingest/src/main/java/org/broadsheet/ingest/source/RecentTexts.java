package org.broadsheet.ingest.source;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The texts read last, so that what history was read from need be neither read nor parsed again for the records of the same commit.
 * Safe for all threads.
 */
public final class RecentTexts {
    /** Bytes, with what was made of them. */
    private static final long HELD = 16 << 20;

    /** Between two commits. */
    private static final long RESTING = 1 << 20;

    /** So much is held of a text, however short it is. */
    private static final int AROUND = 1 << 10;

    /** Bytes that a byte of front matter may take once it is read: each value is an object, or several. */
    private static final int PER_FRONT_MATTER = 40;

    private final Map<ObjectId, RecentText> texts = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    /** A blob's bytes, and what was read of them. */
    static final class RecentText {
        private final byte[] bytes;
        private final Optional<SourceFile> file;
        private final long size;

        /** Of which nobody has asked for the file. */
        RecentText(byte[] bytes) {
            this(bytes, Optional.empty());
        }

        RecentText(byte[] bytes, Optional<SourceFile> file) {
            this.bytes = bytes;
            this.file = file;
            size = AROUND + bytes.length + file.map(this::size).orElse(0L);
        }

        byte[] bytes() {
            return bytes;
        }

        Optional<SourceFile> file() {
            return file;
        }

        /** At most what it takes in the heap: of text that is not Latin a character takes two bytes. */
        private long size(SourceFile of) {
            return switch (of) {
                case SourceFile.Readable readable ->
                    2L * readable.body().length() + (long) PER_FRONT_MATTER * frontMatter(readable.body());
                case SourceFile.Broken broken -> (long) PER_FRONT_MATTER * bytes.length;
            };
        }

        private int frontMatter(String body) {
            // Without encoding it: a character takes up to three bytes, and each of a pair two.
            int encoded = body.length();
            for (int i = 0; i < body.length(); i++) {
                char c = body.charAt(i);
                encoded += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
            return bytes.length - encoded;
        }
    }

    synchronized Optional<RecentText> get(ObjectId blob) {
        return Optional.ofNullable(texts.get(blob));
    }

    synchronized void put(ObjectId blob, RecentText text) {
        if (text.size > HELD / 2) {
            return;
        }
        RecentText before = texts.put(blob.copy(), text);
        size += text.size - (before == null ? 0 : before.size);
        shrink(HELD);
    }

    /** The records of a commit are written: the next one has other texts, but for a few. */
    public synchronized void commitTaken() {
        shrink(RESTING);
    }

    private void shrink(long most) {
        Iterator<RecentText> eldest = texts.values().iterator();
        while (size > most) {
            size -= eldest.next().size;
            eldest.remove();
        }
    }
}
