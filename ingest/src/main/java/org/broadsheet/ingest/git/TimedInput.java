package org.broadsheet.ingest.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;

/** Knows when the last bytes came. One thread. */
final class TimedInput extends FilterInputStream {
    private final InstantSource clock;
    private Instant lastRead;

    TimedInput(InputStream in, InstantSource clock) {
        super(in);
        this.clock = clock;
        this.lastRead = clock.instant();
    }

    Instant lastRead() {
        return lastRead;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            lastRead = clock.instant();
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            lastRead = clock.instant();
        }
        return count;
    }
}
