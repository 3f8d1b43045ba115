package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** An object opened for reading: it stays the same while it is open, whatever is put meanwhile. */
public record StoredObject(ObjectInfo info, SeekableByteChannel bytes) implements AutoCloseable {
    /** The bytes as a whole. */
    public byte[] readAll() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(info.size()));
        while (all.hasRemaining() && bytes.read(all) >= 0) {}
        return all.array();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
