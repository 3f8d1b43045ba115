package org.broadsheet.standalone.cost;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.ObjectVersion;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;

/** Counts the objects that are read from a store and written to it. */
record CountingStorage(Storage storage, LongAdder read, LongAdder written) implements Storage {
    @Override
    public Optional<StoredObject> get(ObjectKey key) throws IOException {
        read.increment();
        return storage.get(key);
    }

    @Override
    public Optional<ObjectInfo> info(ObjectKey key) throws IOException {
        read.increment();
        return storage.info(key);
    }

    @Override
    public Outcome put(ObjectKey key, ObjectType type, ByteSource bytes, Optional<Digest> believed) throws IOException {
        written.increment();
        return storage.put(key, type, bytes, believed);
    }

    @Override
    public Outcome delete(ObjectKey key, Digest believed) throws IOException {
        written.increment();
        return storage.delete(key, believed);
    }

    @Override
    public Stream<ObjectVersion> list(String prefix) throws IOException {
        return storage.list(prefix).peek(info -> read.increment());
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
