package org.broadsheet.standalone.cost;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.ObjectVersion;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;

/** Remembers the keys of all that is asked of it to be put or taken away, whether it changes anything or not. */
record WrittenStorage(Storage storage, ConcurrentSkipListSet<String> keys) implements Storage {
    WrittenStorage(Storage storage) {
        this(storage, new ConcurrentSkipListSet<>());
    }

    /** Those since the last call. */
    SortedSet<String> take() {
        SortedSet<String> taken = new TreeSet<>(keys);
        keys.removeAll(taken);
        return taken;
    }

    @Override
    public Optional<StoredObject> get(ObjectKey key) throws IOException {
        return storage.get(key);
    }

    @Override
    public Optional<ObjectInfo> info(ObjectKey key) throws IOException {
        return storage.info(key);
    }

    @Override
    public Outcome put(ObjectKey key, ObjectType type, ByteSource bytes, Optional<Digest> believed) throws IOException {
        keys.add("/" + key.value());
        return storage.put(key, type, bytes, believed);
    }

    @Override
    public Outcome delete(ObjectKey key, Digest believed) throws IOException {
        keys.add("/" + key.value());
        return storage.delete(key, believed);
    }

    @Override
    public Stream<ObjectVersion> list(String prefix) throws IOException {
        return storage.list(prefix);
    }

    @Override
    public void recover() throws IOException {
        storage.recover();
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
