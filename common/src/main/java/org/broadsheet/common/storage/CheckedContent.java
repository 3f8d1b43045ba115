package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import org.broadsheet.common.id.Digest;

/** An object's bytes, whose end is reached only if they have their digest. One thread. */
final class CheckedContent extends DigestInputStream {
    private final ContentName name;
    private final Digest expected;
    private boolean checked;

    CheckedContent(ContentName name, Digest expected, InputStream bytes) {
        super(bytes, Digest.sha256());
        this.name = name;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        check(read);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        check(read);
        return read;
    }

    private void check(int read) throws IOException {
        if (read < 0 && !checked) {
            if (!Digest.of(digest).equals(expected)) {
                throw ContentStore.Lost.damaged(name);
            }
            checked = true;
        }
    }
}
