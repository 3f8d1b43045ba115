package org.broadsheet.common.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;

/**
 * Objects by key. An object is replaced whole: a reader meets the former or the new one, never a part. Keys are relative paths
 * as {@link ObjectKey} checks them. Safe for all threads and for several processes on one store; every method may block.
 *
 * <p>{@link #put} and {@link #delete} take the digest that the caller believes is there (or none). If something else is there
 * they change nothing and answer {@link Outcome.Conflict}: a process that lost its partition cannot overwrite a newer object.
 *
 * <p>Every storage keeps whether an object is a page, leads on or is gone. Some know another object's media type by its key alone: put those
 * with what {@link MediaTypes} says of the key.
 */
public interface Storage extends AutoCloseable {
    /** Opens the object at {@code key}; the caller closes it. */
    Optional<StoredObject> get(ObjectKey key) throws IOException;

    /** What is at {@code key} without its bytes. */
    Optional<ObjectInfo> info(ObjectKey key) throws IOException;

    /**
     * Makes {@code bytes} the object at {@code key} if {@code believed} is what is there.
     *
     * @return {@link Outcome.Unchanged} if the very same object is there already, whatever was believed
     */
    Outcome put(ObjectKey key, ObjectType type, ByteSource bytes, Optional<Digest> believed) throws IOException;

    /** Removes the object at {@code key} if it is {@code believed}; {@link Outcome.Unchanged} if there is none. */
    Outcome delete(ObjectKey key, Digest believed) throws IOException;

    /** Which object is at each key that begins with {@code prefix} (empty: all), in no order; the caller closes the stream. */
    Stream<ObjectVersion> list(String prefix) throws IOException;

    /**
     * Removes what a killed process may have left between two steps (files half written, the former form of a replaced object).
     * Called by a new owner, after the old one is fenced.
     */
    void recover() throws IOException;

    /** Whether {@link #recover} is due even after a clean end: another version, or one with other settings, has written it. */
    default boolean isOfOtherForm() throws IOException {
        return false;
    }

    @Override
    void close() throws IOException;

    /** How a change ended. */
    sealed interface Outcome {
        /** The object is there now (or, of a deletion, gone); {@code digest} of a put. */
        record Written(Digest digest) implements Outcome {}

        /** It was so already. */
        record Unchanged() implements Outcome {}

        /** Something else is there: {@code present}, or nothing. Nothing was changed. */
        record Conflict(Optional<Digest> present) implements Outcome {}
    }
}
