package org.broadsheet.common.binary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes fields one after the other, as {@link BinaryReader} reads them. Nothing says what a field is. One thread. */
public final class BinaryWriter {
    private final OutputStream out;
    private final Map<String, Integer> shared = new HashMap<>();

    /** @param out buffered */
    BinaryWriter(OutputStream out) {
        this.out = out;
    }

    /** The fields of one value, in memory. */
    public static byte[] bytesOf(BinaryFile.Fields fields) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        fields.to(new BinaryWriter(out));
        return out.toByteArray();
    }

    /** What writes one of several. */
    public interface Each<T> {
        void write(T value) throws IOException;
    }

    public void bool(boolean value) throws IOException {
        out.write(value ? 1 : 0);
    }

    /** Small ones take less room. Not negative. */
    public void count(int value) throws IOException {
        if (value < 0) {
            throw new IllegalArgumentException("a count is not negative: " + value);
        }
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    public void number(long value) throws IOException {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
    }

    public void constant(Enum<?> value) throws IOException {
        shared(value.name());
    }

    public void time(Instant value) throws IOException {
        number(value.getEpochSecond());
        count(value.getNano());
    }

    public void uuid(UUID value) throws IOException {
        number(value.getMostSignificantBits());
        number(value.getLeastSignificantBits());
    }

    public void bytes(byte[] value) throws IOException {
        count(value.length);
        out.write(value);
    }

    /** Without how many they are. */
    public void raw(byte[] value) throws IOException {
        out.write(value);
    }

    public void longs(long[] value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(value.length, Long.BYTES));
        bytes.asLongBuffer().put(value);
        bytes(bytes.array());
    }

    public void ints(int[] value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(value.length, Integer.BYTES));
        bytes.asIntBuffer().put(value);
        bytes(bytes.array());
    }

    public void string(String value) throws IOException {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Of a few that occur often: written once, and then by its number. It is one object again when read. */
    public void shared(String value) throws IOException {
        Integer known = shared.putIfAbsent(value, shared.size());
        count(known == null ? 0 : known + 1);
        if (known == null) {
            string(value);
        }
    }

    /** A text without the end that it has in common with another one, which is there when it is read. */
    public void behind(String value, String other) throws IOException {
        int to = value.length();
        int from = other.length();
        while (to > 0 && from > 0 && value.charAt(to - 1) == other.charAt(from - 1)) {
            to--;
            from--;
        }
        // A pair of surrogates stays one.
        if (from < other.length() && Character.isLowSurrogate(other.charAt(from))) {
            to++;
            from++;
        }
        shared(value.substring(0, to));
        count(from);
    }

    public <T> void optional(Optional<T> value, Each<T> each) throws IOException {
        bool(value.isPresent());
        if (value.isPresent()) {
            each.write(value.get());
        }
    }

    public <T> void all(Collection<T> values, Each<T> each) throws IOException {
        count(values.size());
        for (T value : values) {
            each.write(value);
        }
    }
}
