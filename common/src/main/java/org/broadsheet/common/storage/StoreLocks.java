package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks on a folder's keys that hold between threads and between processes, and the sign that this process is alive: regions of
 * one file that the system frees when the process ends, however it ends. One object per folder and process, shared by all who
 * open the folder, since a process's locks on a file are lost when it closes any of its channels to it.
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
    private final int process;
    private int users;

    private StoreLocks(Path file) throws IOException {
        this.file = file;
        this.channel = AsynchronousFileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
        this.process = claimProcess();
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

    /** Whether this was the last use by this process. */
    boolean close() throws IOException {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(file);
                channel.close();
            }
            return users == 0;
        }
    }

    /** The number of this process: no other that is alive has it. */
    int process() {
        return process;
    }

    /**
     * Whether a process with the number {@code other} is alive, or another process is just asking the same. One thread at a time
     * asks: within a process the system refuses to be asked for a region that is held by the question of another thread.
     */
    synchronized boolean isAlive(String other) throws IOException {
        int number;
        try {
            number = Integer.parseUnsignedInt(other);
        } catch (NumberFormatException e) {
            return false;
        }
        if (number == process) {
            return true;
        }
        try (FileLock dead = channel.tryLock(STRIPES + (long) number, 1, false)) {
            return dead == null;
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

    private int claimProcess() throws IOException {
        while (true) {
            int number = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
            // Held until the channel closes.
            FileLock claimed = channel.tryLock(STRIPES + (long) number, 1, false);
            if (claimed != null) {
                return number;
            }
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
