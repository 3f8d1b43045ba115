package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * The work store, which is private: objects that never change, each under a name from which its bytes follow. So writing needs no
 * lock and nothing to be believed: whoever else writes there writes the same. What a disk has lost or damaged is found at reading
 * and replaced by whoever can make it again. Safe for all threads and for several processes on one store; every method may block.
 */
public interface ContentStore extends AutoCloseable {
    /**
     * Makes sure that there is an object of this name and size. One that is there counts as written now for {@link #collect}; its
     * bytes are not looked at.
     *
     * @return whether anything was written
     */
    boolean put(ContentName name, ByteSource bytes) throws IOException;

    /** Likewise, in the place of whatever is there: it was found damaged. */
    void replace(ContentName name, ByteSource bytes) throws IOException;

    /** Whether there is an object of this name, looked at or not; it counts as written now for {@link #collect}. */
    boolean touch(ContentName name) throws IOException;

    /**
     * Opens an object; the caller closes it. Its bytes are what they were when it was put: if they are not, reading ends with
     * {@link Lost} and not with the end of the stream.
     *
     * @throws Lost if it is not there
     */
    InputStream open(ContentName name) throws IOException;

    /** The bytes as a whole. */
    default byte[] read(ContentName name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    /** Whether {@link #read} gives anything: reads it all. */
    default boolean isSound(ContentName name) throws IOException {
        return isSound(name, OutputStream.nullOutputStream());
    }

    /** Likewise; {@code seen} is given the bytes, some of them if not. */
    default boolean isSound(ContentName name, OutputStream seen) throws IOException {
        try (InputStream in = open(name)) {
            in.transferTo(seen);
            return true;
        } catch (Lost e) {
            return false;
        }
    }

    /**
     * Removes each object that nothing names and nobody has written or touched since {@code before}, and what killed processes left
     * half written. A writer that finds its object meanwhile keeps it.
     *
     * @param named whether anything names it; may say so of what nothing does
     * @return how many objects were removed
     */
    int collect(Predicate<ContentName> named, Instant before) throws IOException;

    @Override
    void close() throws IOException;

    /** An object is not there, or is not what it was: a disk restored in part, a power failure. */
    final class Lost extends IOException {
        private static final long serialVersionUID = 1;

        private Lost(String message) {
            super(message);
        }

        static Lost absent(ContentName name) {
            return new Lost("the work store has no " + name);
        }

        public static Lost damaged(ContentName name) {
            return new Lost("the work store has something else as " + name);
        }
    }
}
