package org.broadsheet.common.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.broadsheet.common.id.Digest;

/** Objects in memory, which can be lost and damaged. */
public class MemoryContentStore implements ContentStore {
    private final Map<ContentName, Held> objects = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public MemoryContentStore() {
        this(InstantSource.system());
    }

    public MemoryContentStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean put(ContentName name, ByteSource bytes) throws IOException {
        Held there = objects.get(name);
        if (there != null && there.bytes.length == bytes.size() && touch(name)) {
            return false;
        }
        replace(name, bytes);
        return true;
    }

    @Override
    public void replace(ContentName name, ByteSource bytes) throws IOException {
        byte[] all;
        try (InputStream in = bytes.open()) {
            all = in.readAllBytes();
        }
        Digest digest = Digest.of(all);
        if (name.kind() == ContentName.Kind.SOURCE && !digest.equals(name.digest())) {
            throw new IOException("what is to be kept as " + name + " is " + digest);
        }
        objects.put(name, new Held(all, digest, clock.instant()));
    }

    @Override
    public boolean touch(ContentName name) {
        return objects.computeIfPresent(name, (n, held) -> new Held(held.bytes, held.digest, clock.instant())) != null;
    }

    @Override
    public InputStream open(ContentName name) throws IOException {
        Held held = objects.get(name);
        if (held == null) {
            throw Lost.absent(name);
        }
        return new CheckedContent(name, held.digest, new ByteArrayInputStream(held.bytes));
    }

    @Override
    public int collect(Predicate<ContentName> named, Instant before) {
        int removed = 0;
        for (ContentName name : names()) {
            if (!named.test(name)
                    && objects.computeIfPresent(name, (n, held) -> held.at.isBefore(before) ? null : held) == null) {
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void close() {}

    /** Of all objects, damaged or not. */
    public Set<ContentName> names() {
        return Set.copyOf(objects.keySet());
    }

    /** The bytes of all sources, by their names. */
    public Map<String, byte[]> sources() {
        Map<String, byte[]> sources = new TreeMap<>();
        objects.forEach((name, held) -> {
            if (name.kind() == ContentName.Kind.SOURCE) {
                sources.put(name.toString(), held.bytes);
            }
        });
        return sources;
    }

    /** As a disk does that is restored in part. */
    public void lose(ContentName name) {
        if (objects.remove(name) == null) {
            throw new IllegalArgumentException(name + " is not there");
        }
    }

    /** As a power failure does. */
    public void damage(ContentName name, byte[] bytes) {
        objects.computeIfPresent(name, (n, held) -> new Held(bytes, held.digest, held.at));
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Held(byte[] bytes, Digest digest, Instant at) {}
}
