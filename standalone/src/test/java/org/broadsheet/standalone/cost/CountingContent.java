package org.broadsheet.standalone.cost;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;

/** Likewise of the work store. */
record CountingContent(ContentStore store, LongAdder read, LongAdder written) implements ContentStore {
    @Override
    public boolean put(ContentName name, ByteSource bytes) throws IOException {
        written.increment();
        return store.put(name, bytes);
    }

    @Override
    public void replace(ContentName name, ByteSource bytes) throws IOException {
        written.increment();
        store.replace(name, bytes);
    }

    @Override
    public boolean touch(ContentName name) throws IOException {
        read.increment();
        return store.touch(name);
    }

    @Override
    public InputStream open(ContentName name) throws IOException {
        read.increment();
        return store.open(name);
    }

    @Override
    public int collect(Predicate<ContentName> named, Instant before) throws IOException {
        return store.collect(named, before);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
