package org.broadsheet.common.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;

/** Objects in memory, for tests and for trying things out. Gone with the process. */
public final class MemoryStorage implements Storage {
    private final ConcurrentMap<ObjectKey, Held> objects = new ConcurrentHashMap<>();

    @Override
    public Optional<StoredObject> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(OpenBytes::new);
    }

    @Override
    public Optional<ObjectInfo> info(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(Held::info);
    }

    @Override
    public Outcome put(ObjectKey key, ObjectType type, ByteSource bytes, Optional<Digest> believed) throws IOException {
        if (key.value().isEmpty() && !type.isPage()) {
            throw new IllegalArgumentException("the root is a page, not " + type);
        }
        byte[] all;
        try (InputStream in = bytes.open()) {
            all = in.readAllBytes();
        }
        Held put = new Held(new ObjectInfo(key, type, all.length, Digest.of(all)), all);
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        objects.compute(key, (k, present) -> {
            Optional<Digest> there =
                    Optional.ofNullable(present).map(held -> held.info().digest());
            if (present != null && present.info().equals(put.info())) {
                outcome.set(new Outcome.Unchanged());
                return present;
            }
            if (!there.equals(believed)) {
                outcome.set(new Outcome.Conflict(there));
                return present;
            }
            outcome.set(new Outcome.Written(put.info().digest()));
            return put;
        });
        return outcome.get();
    }

    @Override
    public Outcome delete(ObjectKey key, Digest believed) {
        AtomicReference<Outcome> outcome = new AtomicReference<>(new Outcome.Unchanged());
        objects.computeIfPresent(key, (k, present) -> {
            Digest there = present.info().digest();
            if (!there.equals(believed)) {
                outcome.set(new Outcome.Conflict(Optional.of(there)));
                return present;
            }
            outcome.set(new Outcome.Written(there));
            return null;
        });
        return outcome.get();
    }

    @Override
    public Stream<ObjectVersion> list(String prefix) {
        return objects.values().stream()
                .map(Held::info)
                .filter(info -> info.key().value().startsWith(prefix))
                .map(info -> new ObjectVersion(info.key(), info.digest()));
    }

    @Override
    public void recover() {}

    @Override
    public void close() {}

    @SuppressWarnings("ArrayRecordComponent") // Compared by their infos, which hold the digest.
    private record Held(ObjectInfo info, byte[] bytes) {}

    private record OpenBytes(Held held) implements StoredObject {
        @Override
        public ObjectInfo info() {
            return held.info();
        }

        @Override
        public InputStream open(long from, long length) {
            return new ByteArrayInputStream(
                    held.bytes(), (int) Math.min(from, held.bytes().length), (int) Math.min(length, Integer.MAX_VALUE));
        }

        @Override
        public void close() {}
    }
}
