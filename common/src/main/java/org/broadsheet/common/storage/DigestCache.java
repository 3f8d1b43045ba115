package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.lifecycle.Carriers;
import org.jspecify.annotations.Nullable;

/**
 * The digests of files, computed again only when a file's size, time or inode has changed. A digest is not kept while its file is
 * so young that another write could leave all three as they are. Bounded; safe for all threads.
 */
final class DigestCache {
    private static final int BUFFER = 64 << 10;
    /** Longer than the steps in which file systems count time. */
    private static final Duration YOUNG = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Map<Path, Known> known;

    DigestCache(int size, InstantSource clock) {
        this.clock = clock;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                return size() > size;
            }
        };
    }

    /** The digest of {@code file}, which is open as {@code bytes} and has {@code attributes}; rewinds {@code bytes}. */
    Digest of(Path file, BasicFileAttributes attributes, SeekableByteChannel bytes) throws IOException {
        Stamp stamp = new Stamp(attributes.size(), attributes.lastModifiedTime().toInstant(), attributes.fileKey());
        Known last;
        synchronized (known) {
            last = known.get(file);
        }
        if (last != null && last.stamp.equals(stamp)) {
            return last.digest;
        }
        Instant before = clock.instant();
        Digest digest = digest(bytes);
        if (stamp.modified.plus(YOUNG).isBefore(before)) {
            synchronized (known) {
                known.put(file, new Known(stamp, digest));
            }
        }
        return digest;
    }

    private static Digest digest(SeekableByteChannel bytes) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, bytes.size())));
        while (bytes.read(buffer) >= 0) {
            sha256.update(buffer.flip());
            buffer.clear();
            // A large file of the site is first asked for by a reader, on a thread that shares its processor with
            // others'.
            Carriers.giveWay();
        }
        bytes.position(0);
        return Digest.of(sha256);
    }

    private record Stamp(
            long size, Instant modified, @Nullable Object inode) {}

    private record Known(Stamp stamp, Digest digest) {}
}
