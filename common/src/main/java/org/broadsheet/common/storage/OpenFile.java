package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * An object that is an open file.
 *
 * @param packed where the same lies as gzip, if it does
 */
record OpenFile(ObjectInfo info, SeekableByteChannel bytes, Optional<Path> packed) implements StoredObject {
    @Override
    public Optional<StoredObject> gzip() throws IOException {
        if (packed.isEmpty() || info.size() < GzipFile.LEAST) {
            return Optional.empty();
        }
        SeekableByteChannel channel;
        try {
            channel = Files.newByteChannel(packed.get(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            return Optional.empty();
        }
        boolean given = false;
        try {
            given = GzipFile.isOf(channel, info.digest());
            ObjectInfo same = new ObjectInfo(info.key(), info.type(), channel.size(), info.digest());
            return given ? Optional.of(new OpenFile(same, channel, Optional.empty())) : Optional.empty();
        } catch (IOException e) {
            // It is a folder, or cannot be read: there is still the object itself.
            return Optional.empty();
        } finally {
            if (!given) {
                channel.close();
            }
        }
    }

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
