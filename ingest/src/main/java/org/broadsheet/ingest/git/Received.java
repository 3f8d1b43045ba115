package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, received: all that its client sends is here before anything is computed from it, so that who computes waits for no
 * client. It can be read more than once. One thread at a time; to be closed.
 */
final class Received implements AutoCloseable {
    /** More lies on disk. */
    private static final int IN_MEMORY = 4 * SpoolSpace.BLOCK;

    private final SpoolSpace space;
    /** Each of a whole block. */
    private final List<SpoolSpace.Piece> pieces = new ArrayList<>();
    /** What follows them. */
    private byte[] tail = new byte[1024];

    private long length;
    private @Nullable IOException failure;

    Received(SpoolSpace space) {
        this.space = space;
    }

    /**
     * Adds a copy of the bytes.
     *
     * @throws NoRoom with what to do; {@link NotKept} when it is the disk that has none
     */
    void add(byte[] bytes, int offset, int count) throws IOException {
        for (int from = offset, left = count; left > 0; ) {
            int at = (int) (length % SpoolSpace.BLOCK);
            int n = Math.min(left, SpoolSpace.BLOCK - at);
            if (at + n > tail.length) {
                tail = Arrays.copyOf(tail, Math.min(SpoolSpace.BLOCK, Math.max(at + n, 2 * tail.length)));
            }
            System.arraycopy(bytes, from, tail, at, n);
            length += n;
            from += n;
            left -= n;
            if (at + n == SpoolSpace.BLOCK) {
                pieces.add(length <= IN_MEMORY ? SpoolSpace.inMemory(tail.clone()) : onDisk());
            }
        }
    }

    private SpoolSpace.Piece onDisk() throws NoRoom {
        Optional<SpoolSpace.Piece> piece;
        try {
            piece = space.keep(tail, 0, SpoolSpace.BLOCK);
        } catch (IOException e) {
            throw new NotKept(space.trouble(e), e);
        }
        return piece.orElseThrow(NoRoom::new);
    }

    /** What follows is not to be had: whoever reads that far meets the failure. */
    void failed(IOException reason) {
        failure = reason;
    }

    /** Forgets what follows so many bytes: whoever reads that far meets the failure. */
    void failed(long after, IOException reason) {
        length = after;
        failure = reason;
        while ((long) (pieces.size() - 1) * SpoolSpace.BLOCK >= after && !pieces.isEmpty()) {
            pieces.remove(pieces.size() - 1).free();
        }
    }

    /** Why this is not all. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    long length() {
        return length;
    }

    /** From this byte on. */
    InputStream read(long from) {
        return new Reader(from);
    }

    @Override
    public void close() {
        pieces.forEach(SpoolSpace.Piece::free);
        pieces.clear();
        length = 0;
    }

    /** Too much is on its way already. */
    static class NoRoom extends IOException {
        private static final long serialVersionUID = 1;

        NoRoom() {
            super("there is no room for more requests that are on their way: try again in a while, or raise git.spool");
        }

        private NoRoom(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** The disk does not take it. */
    static final class NotKept extends NoRoom {
        private static final long serialVersionUID = 1;

        private NotKept(String trouble, IOException cause) {
            super("what was sent could not be kept: " + trouble, cause);
        }
    }

    private final class Reader extends InputStream {
        private long position;
        private int index = -1;
        private boolean told;
        private byte[] block = {};

        Reader(long position) {
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            return fill() ? block[(int) (position++ % SpoolSpace.BLOCK)] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, bytes.length);
            if (count == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int at = (int) (position % SpoolSpace.BLOCK);
            int n = (int) Math.min(Math.min(count, SpoolSpace.BLOCK - at), length - position);
            System.arraycopy(block, at, bytes, offset, n);
            position += n;
            return n;
        }

        private boolean fill() throws IOException {
            if (position >= length) {
                if (failure != null && !told) {
                    // Once: whoever has met it may still read to the end.
                    told = true;
                    throw failure;
                }
                return false;
            }
            int needed = (int) (position / SpoolSpace.BLOCK);
            if (needed != index) {
                block = needed < pieces.size() ? pieces.get(needed).bytes() : tail;
                index = needed;
            }
            return true;
        }
    }
}
