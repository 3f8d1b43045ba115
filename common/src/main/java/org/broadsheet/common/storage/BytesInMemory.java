package org.broadsheet.common.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.broadsheet.common.id.Digest;
import org.jspecify.annotations.Nullable;

/** Bytes that do not change: their digest is computed once, however many ask and wherever they go. Safe for all threads. */
final class BytesInMemory implements ByteSource {
    private final byte[] bytes;
    private volatile @Nullable Digest digest;

    BytesInMemory(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = Digest.of(bytes);
            digest = known;
        }
        return known;
    }

    @Override
    public Digest copyTo(OutputStream out) throws IOException {
        out.write(bytes);
        return digest();
    }
}
