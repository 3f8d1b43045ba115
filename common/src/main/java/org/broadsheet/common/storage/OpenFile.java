package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/** An object that is an open file. */
record OpenFile(ObjectInfo info, SeekableByteChannel bytes) implements StoredObject {
    @Override
    public InputStream open(long from, long length) throws IOException {
        bytes.position(from);
        return new Part(Channels.newInputStream(bytes), length);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** So many bytes of another stream, or all if it has fewer. */
    private static final class Part extends InputStream {
        private final InputStream whole;
        private long left;

        Part(InputStream whole, long length) {
            this.whole = whole;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = left == 0 && length > 0 ? -1 : whole.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }
}
