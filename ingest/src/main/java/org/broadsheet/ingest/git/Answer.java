package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Turns;
import org.jspecify.annotations.Nullable;

/**
 * An answer between the thread that makes it and the one that sends it: what is made lies in memory, then on disk, until it can be
 * sent. So who makes it waits for the client when there is no room anywhere, and then without its turn. One thread writes, one reads.
 */
final class Answer implements AutoCloseable {
    /** More lies on disk. */
    private static final int IN_MEMORY = 256 * 1024;

    private final SpoolSpace space;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<SpoolSpace.Piece> pieces = new ArrayDeque<>();
    private int inMemory;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;

    Answer(SpoolSpace space) {
        this.space = space;
    }

    /** How the one who makes it waits for its client; see {@link Turns.Turn#without}. */
    interface Waiting {
        void until(Turns.InterruptibleWait wait) throws IOException;
    }

    /** The one who makes it writes here; a flush has it sent. */
    OutputStream sink(Waiting waiting) {
        return new Sink(waiting);
    }

    private boolean offer(byte[] bytes, int count) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new ClientLeft();
            }
            Optional<SpoolSpace.Piece> piece;
            if (inMemory + count <= IN_MEMORY) {
                inMemory += count;
                piece = Optional.of(SpoolSpace.inMemory(Arrays.copyOf(bytes, count)));
            } else {
                piece = space.keep(bytes, 0, count);
            }
            piece.ifPresent(pieces::add);
            changed.signalAll();
            return piece.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** Until more can be written, or nobody is there to read it. */
    private void awaitTaken() throws InterruptedException {
        lock.lock();
        try {
            // Room may also come from other answers, which tell nobody.
            while (!closed && !pieces.isEmpty() && !changed.await(100, TimeUnit.MILLISECONDS)) {
                if (space.hasRoom()) {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is written. */
    void ended(@Nullable Throwable reason) {
        lock.lock();
        try {
            ended = true;
            failure = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long for the next bytes; null: none came. */
    byte @Nullable [] next(long millis) throws InterruptedException, IOException {
        lock.lock();
        try {
            for (long left = TimeUnit.MILLISECONDS.toNanos(millis); pieces.isEmpty() && !ended && left > 0; ) {
                left = changed.awaitNanos(left);
            }
            SpoolSpace.Piece piece = pieces.poll();
            if (piece == null) {
                return null;
            }
            try {
                byte[] bytes = piece.bytes();
                if (piece.isInMemory()) {
                    inMemory -= bytes.length;
                }
                return bytes;
            } finally {
                piece.free();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether all is read that is written. */
    boolean isDrained() {
        lock.lock();
        try {
            return pieces.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more comes. */
    boolean isEnded() {
        lock.lock();
        try {
            return ended && pieces.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Why it ended early. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Nobody reads it any more: who writes on fails. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            pieces.forEach(SpoolSpace.Piece::free);
            pieces.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class Sink extends OutputStream {
        private final Waiting waiting;
        private final byte[] tail = new byte[SpoolSpace.BLOCK];
        private int length;

        Sink(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public void write(int b) throws IOException {
            if (length == tail.length) {
                flush();
            }
            tail[length++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, bytes.length);
            for (int from = offset, left = count; left > 0; ) {
                if (length == tail.length) {
                    flush();
                }
                int n = Math.min(left, tail.length - length);
                System.arraycopy(bytes, from, tail, length, n);
                length += n;
                from += n;
                left -= n;
            }
        }

        @Override
        public void flush() throws IOException {
            while (length > 0 && !offer(tail, length)) {
                waiting.until(Answer.this::awaitTaken);
            }
            length = 0;
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
