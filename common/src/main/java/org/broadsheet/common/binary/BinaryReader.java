package org.broadsheet.common.binary;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the fields that a {@link BinaryWriter} wrote, in their order. Fails with an {@link IOException} or a {@link RuntimeException}
 * where they are others. One thread.
 */
public final class BinaryReader {
    private final ByteBuffer in;
    private final List<String> shared = new ArrayList<>();
    /** Of what lies outside the heap. */
    private byte[] scratch = {};

    BinaryReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Of fields that a {@link BinaryWriter} wrote into memory.
     *
     * @param from where to begin
     */
    public static BinaryReader of(byte[] bytes, int from) {
        return new BinaryReader(ByteBuffer.wrap(bytes, from, bytes.length - from));
    }

    /** What reads one of several. */
    public interface Each<T> {
        T read() throws IOException;
    }

    public boolean bool() {
        return in.get() != 0;
    }

    public int count() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    public long number() {
        return in.getLong();
    }

    public <E extends Enum<E>> E constant(Class<E> of) {
        return Enum.valueOf(of, shared());
    }

    public Instant time() {
        return Instant.ofEpochSecond(number(), count());
    }

    public UUID uuid() {
        return new UUID(number(), number());
    }

    public byte[] bytes() {
        return raw(count());
    }

    /** However many there should be: no more are made room for than there are. */
    public byte[] raw(int length) {
        byte[] bytes = new byte[there(length)];
        in.get(bytes);
        return bytes;
    }

    public long[] longs() {
        ByteBuffer bytes = slice();
        long[] values = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return values;
    }

    public int[] ints() {
        ByteBuffer bytes = slice();
        int[] values = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private ByteBuffer slice() {
        int length = there(count());
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return slice;
    }

    public String string() {
        int length = there(count());
        if (in.hasArray()) {
            int from = in.arrayOffset() + in.position();
            in.position(in.position() + length);
            return new String(in.array(), from, length, StandardCharsets.UTF_8);
        }
        if (length > scratch.length) {
            scratch = new byte[2 * length];
        }
        in.get(scratch, 0, length);
        return new String(scratch, 0, length, StandardCharsets.UTF_8);
    }

    public String shared() {
        int number = count();
        if (number > 0) {
            return shared.get(number - 1);
        }
        String value = string();
        shared.add(value);
        return value;
    }

    /** @param other that it was written behind */
    public String behind(String other) {
        String beginning = shared();
        return beginning.concat(other.substring(count()));
    }

    public <T> Optional<T> optional(Each<T> each) throws IOException {
        return bool() ? Optional.of(each.read()) : Optional.empty();
    }

    public <T> List<T> all(Each<T> each) throws IOException {
        int size = count();
        List<T> values = new ArrayList<>(Math.min(size, in.remaining()));
        for (int i = 0; i < size; i++) {
            values.add(each.read());
        }
        return values;
    }

    private int there(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }
}
