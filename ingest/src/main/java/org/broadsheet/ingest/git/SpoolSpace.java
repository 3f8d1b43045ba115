package org.broadsheet.ingest.git;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import org.broadsheet.common.lifecycle.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * Room for what was received and is not worked on yet, and for what was made and is not fetched yet: one file for all, of at most so
 * many bytes, which is nobody's any more when the process ends, however it ends. Safe for all threads.
 */
final class SpoolSpace implements AutoCloseable {
    /** Of a piece, at most. */
    static final int BLOCK = 64 * 1024;

    private final Path folder;
    private final int blocks;
    private final BitSet taken = new BitSet();
    private @Nullable FileChannel file;

    /** @param folder where the file is made when it is first needed */
    SpoolSpace(Path folder, long bytes) {
        this.folder = folder;
        this.blocks = (int) Math.max(1, Math.min(bytes / BLOCK, Integer.MAX_VALUE));
    }

    /** Some bytes, in memory or not. */
    interface Piece {
        boolean isInMemory();

        byte[] bytes() throws IOException;

        /** They are not asked for any more. May be called again. */
        void free();
    }

    static Piece inMemory(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** Keeps a copy of at most {@link #BLOCK} bytes; empty: there is no room now. */
    Optional<Piece> keep(byte[] bytes, int offset, int length) throws IOException {
        int block;
        FileChannel to;
        synchronized (this) {
            block = taken.nextClearBit(0);
            if (block >= blocks) {
                return Optional.empty();
            }
            to = open();
            taken.set(block);
        }
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
            for (long at = (long) block * BLOCK; from.hasRemaining(); ) {
                at += to.write(from, at);
            }
            return Optional.of(new OnDisk(to, block, length));
        } catch (IOException e) {
            free(block);
            throw e;
        }
    }

    /** What to say of a failure to keep something, and what to do. */
    String trouble(IOException failure) {
        return Trouble.in(failure)
                .map(trouble -> trouble.at(folder) + "; " + trouble.advice())
                .orElseGet(() -> failure + " (in " + folder + ")");
    }

    private FileChannel open() throws IOException {
        if (file == null) {
            Path made = Files.createTempFile(Files.createDirectories(folder), "spool", null);
            file = FileChannel.open(made, StandardOpenOption.READ, StandardOpenOption.WRITE);
            // From now on it ends with the process.
            Files.delete(made);
        }
        return file;
    }

    private synchronized void free(int block) {
        taken.clear(block);
        if (taken.isEmpty() && file != null && file.isOpen()) {
            try {
                file.truncate(0);
            } catch (IOException e) {
                // Its room on disk is given back with the next of these, or at the end of the process.
                return;
            }
        }
    }

    synchronized boolean hasRoom() {
        return taken.nextClearBit(0) < blocks;
    }

    /** How many bytes of the file are somebody's, in whole blocks. */
    synchronized long used() {
        return (long) taken.cardinality() * BLOCK;
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private static final class InMemory implements Piece {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean isInMemory() {
            return true;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public void free() {}
    }

    private final class OnDisk implements Piece {
        private final FileChannel from;
        private final int block;
        private final int length;
        private boolean freed;

        OnDisk(FileChannel from, int block, int length) {
            this.from = from;
            this.block = block;
            this.length = length;
        }

        @Override
        public boolean isInMemory() {
            return false;
        }

        @Override
        public byte[] bytes() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (from.read(bytes, (long) block * BLOCK + bytes.position()) < 0) {
                    throw new EOFException("the spool is shorter than what was written to it");
                }
            }
            return bytes.array();
        }

        @Override
        public void free() {
            synchronized (SpoolSpace.this) {
                if (!freed) {
                    freed = true;
                    SpoolSpace.this.free(block);
                }
            }
        }
    }
}
