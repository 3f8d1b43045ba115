package org.broadsheet.render.picture;

import java.nio.charset.StandardCharsets;

/** The first bytes of a file. What would be behind them ends the reading with {@link TooShort}. */
final class Bytes {
    private final byte[] bytes;
    private final int length;

    /** @param bytes of which so many are the file's */
    Bytes(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    int length() {
        return length;
    }

    static final class TooShort extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooShort() {
            super(null, null, false, false);
        }
    }

    boolean holds(int at, int count) {
        return at >= 0 && count <= length - at;
    }

    int u8(int at) {
        if (!holds(at, 1)) {
            throw new TooShort();
        }
        return bytes[at] & 0xff;
    }

    /** Big-endian. */
    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    /** Big-endian. */
    long u32(int at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    /** Little-endian. */
    int u16le(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    /** Little-endian. */
    int u24le(int at) {
        return u16le(at) | u8(at + 2) << 16;
    }

    /** Little-endian. */
    long u32le(int at) {
        return u16le(at) | (long) u16le(at + 2) << 16;
    }

    /** Whether these characters stand there. */
    boolean is(int at, String latin) {
        if (!holds(at, latin.length())) {
            return false;
        }
        for (int i = 0; i < latin.length(); i++) {
            if ((bytes[at + i] & 0xff) != latin.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
