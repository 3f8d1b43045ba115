package org.broadsheet.ingest.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read, and may refuse them. One thread. */
public abstract class CountedInput extends FilterInputStream {
    protected CountedInput(InputStream in) {
        super(in);
    }

    /** @param bytes that were read now; 0 at the end */
    protected abstract void count(int bytes) throws IOException;

    @Override
    public final int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(Math.max(0, n));
        return n;
    }
}
