package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An object opened for reading: it stays the same while it is open, whatever is put meanwhile. One thread. */
public interface StoredObject extends AutoCloseable {
    ObjectInfo info();

    /** At most {@code length} bytes, the first of them at {@code from}; closing the stream closes the object. */
    InputStream open(long from, long length) throws IOException;

    /** The bytes as a whole; closes the object. */
    default byte[] readAll() throws IOException {
        try (InputStream in = open(0, info().size())) {
            return in.readAllBytes();
        }
    }

    /**
     * The same as gzip, as it was packed when it was put: its size is that of the packed bytes, its digest still that of what is packed.
     * Empty where nothing was to be gained, or it is not there any more. To be closed as well.
     */
    default Optional<StoredObject> gzip() throws IOException {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
