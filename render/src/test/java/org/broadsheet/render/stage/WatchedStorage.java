package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.ObjectVersion;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;

/** A storage with somebody who looks on, and may step in, before and after every change. */
final class WatchedStorage implements Storage {
    private final Storage storage;
    Watcher before = n -> {};
    Watcher after = n -> {};
    Watcher beforeList = n -> {};
    private int changes;

    /** Is told how many changes there were before this one. */
    interface Watcher {
        void change(int number) throws IOException;
    }

    WatchedStorage(Storage storage) {
        this.storage = storage;
    }

    int changes() {
        return changes;
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
        before.change(changes);
        Outcome outcome = storage.put(key, type, bytes, believed);
        after.change(changes++);
        return outcome;
    }

    @Override
    public Outcome delete(ObjectKey key, Digest believed) throws IOException {
        before.change(changes);
        Outcome outcome = storage.delete(key, believed);
        after.change(changes++);
        return outcome;
    }

    @Override
    public Stream<ObjectVersion> list(String prefix) throws IOException {
        beforeList.change(changes);
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
