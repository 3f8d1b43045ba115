package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks on a folder's keys that hold between threads and between processes: no file system compares and replaces in one step, and a
 * process that lost its partition may not know it yet. Regions of one file, which the system frees when the process ends, however it
 * ends. One object per folder and process, shared by all who open the folder, since a process's locks on a file are lost when it
 * closes any of its channels to it.
 *
 * <p>The channel is an asynchronous one and is asked without blocking: an interrupt would close the other kind, and free
 * everybody's locks with it.
 */
final class StoreLocks {
    private static final int STRIPES = 256;
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Map<Path, StoreLocks> OPEN = new HashMap<>();

    private final Path file;
    private final AsynchronousFileChannel channel;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private int users;

    private StoreLocks(Path file) throws IOException {
        this.file = file;
        this.channel = AsynchronousFileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** The locks that {@code file}, a real path, holds; to be closed as often as they were opened. */
    static StoreLocks open(Path file) throws IOException {
        synchronized (OPEN) {
            StoreLocks locks = OPEN.get(file);
            if (locks == null) {
                locks = new StoreLocks(file);
                OPEN.put(file, locks);
            }
            locks.users++;
            return locks;
        }
    }

    void close() throws IOException {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(file);
                channel.close();
            }
        }
    }

    /** Waits for the lock on {@code key}; to be closed by the same thread. Only one at a time: keys share locks. */
    Held lock(ObjectKey key) throws IOException {
        int stripe = Math.floorMod(key.hashCode(), STRIPES);
        ReentrantLock threads = stripes[stripe];
        threads.lock();
        try {
            long pause = TimeUnit.MICROSECONDS.toNanos(20);
            FileLock processes = channel.tryLock(stripe, 1, false);
            while (processes == null) {
                LockSupport.parkNanos(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE);
                processes = channel.tryLock(stripe, 1, false);
            }
            return new Held(threads, processes);
        } catch (Throwable e) {
            threads.unlock();
            throw e;
        }
    }

    /** A lock that is held. */
    record Held(ReentrantLock threads, FileLock processes) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                processes.release();
            } finally {
                threads.unlock();
            }
        }
    }
}
