package org.broadsheet.common.storage;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.broadsheet.common.id.Digest;

/**
 * An object's bytes as gzip (RFC 1952), in a file of their own. An extra field of its header names the digest of what is packed, so
 * that it is seen whose it is: no two files are replaced in one step, and one may be lost or damaged alone.
 */
final class GzipFile {
    /** In fewer bytes than one packet holds anyway there is nothing to be saved. */
    static final int LEAST = 512;

    private static final int DIGEST = 32;
    /** Magic, deflate, with an extra field, no time, the best and slowest, no system; then the field: its length, its name, ours. */
    private static final byte[] BEGINNING = {
        0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 2, (byte) 255, 4 + DIGEST, 0, 'B', 's', DIGEST, 0
    };

    private static final int BUFFER = 16 << 10;

    private GzipFile() {}

    /** What is written to it goes to two files, the second of them packed. */
    static final class Writer extends FilterOutputStream {
        private final FileChannel channel;
        private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        private final DeflaterOutputStream packed;
        private final CRC32 checksum = new CRC32();
        private boolean closed;

        /** @param plain is closed with it */
        Writer(OutputStream plain, Path file) throws IOException {
            super(plain);
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.write(ByteBuffer.allocate(BEGINNING.length + DIGEST)
                    .put(BEGINNING)
                    .rewind());
            packed = new DeflaterOutputStream(Channels.newOutputStream(channel), deflater, BUFFER);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            packed.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
        }

        /**
         * To be called when all is written.
         *
         * @return the size of the packed file
         */
        long finish(Digest digest) throws IOException {
            packed.finish();
            ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(trailer.putInt((int) checksum.getValue())
                    .putInt((int) deflater.getBytesRead())
                    .rewind());
            channel.write(ByteBuffer.wrap(HexFormat.of().parseHex(digest.value())), BEGINNING.length);
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (FileChannel ended = channel) {
                    deflater.end();
                    super.close();
                }
            }
        }
    }

    /** Whether it is one that we have made, whatever of; or none at all. */
    static boolean isOurs(Path file) throws IOException {
        try (SeekableByteChannel channel = channel(file)) {
            return Arrays.equals(beginning(channel), 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Whether there is one that says that it has these bytes packed. */
    static boolean isOf(Path file, Digest digest) throws IOException {
        try (SeekableByteChannel channel = channel(file)) {
            return isOf(channel, digest);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether it says that it has these bytes packed; leaves it where it was. */
    static boolean isOf(SeekableByteChannel file, Digest digest) throws IOException {
        byte[] beginning = beginning(file);
        return Arrays.equals(beginning, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length)
                && Arrays.equals(
                        beginning,
                        BEGINNING.length,
                        BEGINNING.length + DIGEST,
                        HexFormat.of().parseHex(digest.value()),
                        0,
                        DIGEST);
    }

    private static byte[] beginning(SeekableByteChannel file) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(BEGINNING.length + DIGEST);
        long before = file.position();
        file.position(0);
        while (read.hasRemaining() && file.read(read) >= 0) {
            // On.
        }
        file.position(before);
        return read.array();
    }

    /** Whether {@code file} is {@code plain} packed, to the last byte. */
    static boolean isWhole(Path file, Path plain) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (SeekableByteChannel channel = channel(file);
                InputStream unpacked = new GZIPInputStream(Channels.newInputStream(channel), BUFFER);
                InputStream expected = new BufferedInputStream(Channels.newInputStream(channel(plain)), BUFFER)) {
            byte[] chunk = new byte[BUFFER];
            byte[] same = new byte[BUFFER];
            for (int read = unpacked.read(chunk); read >= 0; read = unpacked.read(chunk)) {
                if (expected.readNBytes(same, 0, read) < read || !Arrays.equals(chunk, 0, read, same, 0, read)) {
                    return false;
                }
                sha256.update(chunk, 0, read);
            }
            return expected.read() < 0 && isOf(channel, Digest.of(sha256));
        } catch (NoSuchFileException | ZipException | EOFException e) {
            return false;
        }
    }

    /** @throws NoSuchFileException where no regular file is */
    private static SeekableByteChannel channel(Path file) throws IOException {
        if (!Folder.isFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes one.
     *
     * @return whether it is smaller
     */
    static boolean pack(Path plain, Path file) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = Channels.newInputStream(channel(plain));
                Writer writer = new Writer(new DigestOutputStream(OutputStream.nullOutputStream(), sha256), file)) {
            long size = in.transferTo(writer);
            return writer.finish(Digest.of(sha256)) < size;
        }
    }
}
