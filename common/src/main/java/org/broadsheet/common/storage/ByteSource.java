package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.broadsheet.common.id.Digest;

/** Bytes that can be read more than once. */
public interface ByteSource {
    InputStream open() throws IOException;

    /** Their number. */
    long size() throws IOException;

    default Digest digest() throws IOException {
        return copyTo(OutputStream.nullOutputStream());
    }

    /** Writes all of them; the digest of what was written, whatever {@link #digest} has said. */
    default Digest copyTo(OutputStream out) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = open()) {
            in.transferTo(new DigestOutputStream(out, sha256));
        }
        return Digest.of(sha256);
    }

    /** @param bytes that do not change */
    static ByteSource of(byte[] bytes) {
        return new BytesInMemory(bytes);
    }
}
