package org.broadsheet.common.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.broadsheet.common.http.Exchange.MalformedBody;

/**
 * A body in gzip's format (RFC 1952), unpacked while it is read: one member or several, and nothing behind them. The JDK's own passes
 * over what stands behind, and over a member that has not arrived yet. One thread.
 */
final class GzipBody extends InputStream {
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int BUFFER = 8 * 1024;

    private final PushbackInputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] one = new byte[1];
    private int filled;
    private boolean ended;

    /** Reads the first header. */
    GzipBody(InputStream packed) throws IOException {
        this.packed = new PushbackInputStream(packed, BUFFER);
        try {
            header(next());
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                trailer();
            } else if (inflater.needsDictionary()) {
                throw new MalformedBody("it asks for a dictionary");
            } else {
                filled = packed.read(buffer);
                if (filled < 0) {
                    throw cut();
                }
                inflater.setInput(buffer, 0, filled);
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws MalformedBody {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new MalformedBody(String.valueOf(e.getMessage()));
        }
    }

    private void header(int first) throws IOException {
        if (first != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
            throw new MalformedBody("it does not begin as gzip does");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new MalformedBody("it has flags that gzip does not know");
        }
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            text();
        }
        if ((flags & HAS_COMMENT) != 0) {
            text();
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
    }

    /** Checks what a member ends with, and begins the next if there is one. */
    private void trailer() throws IOException {
        int unread = inflater.getRemaining();
        if (unread > 0) {
            packed.unread(buffer, filled - unread, unread);
        }
        if (fourBytes() != checksum.getValue() || fourBytes() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new MalformedBody("its checksum or its length is wrong");
        }
        int following = packed.read();
        if (following < 0) {
            ended = true;
        } else if (following == MAGIC_1) {
            header(following);
        } else {
            throw new MalformedBody("something stands behind its end");
        }
    }

    private long fourBytes() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void text() throws IOException {
        while (next() != 0) {
            // Names and comments mean nothing here.
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private int next() throws IOException {
        int b = packed.read();
        if (b < 0) {
            throw cut();
        }
        return b;
    }

    private static MalformedBody cut() {
        return new MalformedBody("it ends too early");
    }

    /** Gives its memory back; what was sent is left as it is. May be called again. */
    void end() {
        inflater.end();
    }

    @Override
    public void close() throws IOException {
        end();
        packed.close();
    }
}
