package org.broadsheet.ingest.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Packs that no Git would make. */
final class PackBytes {
    static final int COMMIT = 1;
    static final int TREE = 2;
    static final int BLOB = 3;
    static final int TAG = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int objects;

    /** Adds an object; returns where it begins. */
    int whole(int type, byte[] content) {
        return object(type, content.length, new byte[0], deflate(content));
    }

    /** Adds an object of which the head says that it has {@code size} bytes. */
    int claiming(int type, long size, byte[] content) {
        return object(type, size, new byte[0], deflate(content));
    }

    int ofsDelta(int base, byte[] delta) {
        long back = 12L + bytes.size() - base;
        byte[] offset = {(byte) (back & 0x7f)};
        while ((back >>= 7) > 0) {
            byte[] longer = new byte[offset.length + 1];
            longer[0] = (byte) ((--back & 0x7f) | 0x80);
            System.arraycopy(offset, 0, longer, 1, offset.length);
            offset = longer;
        }
        return object(6, delta.length, offset, deflate(delta));
    }

    int refDelta(String base, byte[] delta) {
        return object(7, delta.length, HexFormat.of().parseHex(base), deflate(delta));
    }

    /** Of a base of so many bytes the first one, so many times. */
    static byte[] copies(long baseSize, long resultSize) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        number(delta, baseSize);
        number(delta, resultSize);
        for (long left = resultSize; left > 0; ) {
            int n = (int) Math.min(left, Math.min(baseSize, 0xffffff));
            delta.write(0x80 | 0x10 | 0x20 | 0x40);
            delta.write(n);
            delta.write(n >> 8);
            delta.write(n >> 16);
            left -= n;
        }
        return delta.toByteArray();
    }

    /** A difference of which its head alone is right, followed by so many bytes. */
    static byte[] padded(long baseSize, long resultSize, int bytes) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        number(delta, baseSize);
        number(delta, resultSize);
        delta.writeBytes(new byte[bytes]);
        return delta.toByteArray();
    }

    /** A difference that begins with these bytes, where the sizes of its base and of its result stand. */
    static byte[] headed(byte[] heads, byte[] delta, long baseSize, long resultSize) {
        ByteArrayOutputStream headed = new ByteArrayOutputStream();
        number(headed, baseSize);
        number(headed, resultSize);
        byte[] rest = Arrays.copyOfRange(delta, headed.size(), delta.length);
        headed.reset();
        headed.writeBytes(heads);
        headed.writeBytes(rest);
        return headed.toByteArray();
    }

    /** A size as it is written, with so many more bytes that say nothing. */
    static byte[] number(long number, int more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, number);
        byte[] bytes = out.toByteArray();
        if (more > 0) {
            int last = bytes.length - 1;
            bytes = Arrays.copyOf(bytes, bytes.length + more);
            Arrays.fill(bytes, last + 1, bytes.length - 1, (byte) 0x80);
            bytes[last] |= (byte) 0x80;
        }
        return bytes;
    }

    /** A size that only a number of 32 bits has, whose shifts begin anew: a multiple of 64. */
    static byte[] wrapping(int size) {
        byte[] bytes = new byte[14];
        Arrays.fill(bytes, 0, 10, (byte) 0x80);
        // By 70, 77, 84 and 91 bits, which are 6, 13, 20 and 27 there.
        for (int i = 0; i < 4; i++) {
            bytes[10 + i] = (byte) (((size >>> (6 + 7 * i)) & 0x7f) | (i < 3 ? 0x80 : 0));
        }
        return bytes;
    }

    static byte[] join(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static void number(ByteArrayOutputStream out, long number) {
        for (long left = number; ; left >>>= 7) {
            if (left < 0x80) {
                out.write((int) left);
                return;
            }
            out.write((int) ((left & 0x7f) | 0x80));
        }
    }

    /** Adds an object whose head has so many bytes more, which say nothing. */
    int stretched(int type, byte[] content, int more) {
        int start = 12 + bytes.size();
        int size = content.length;
        bytes.write((type << 4) | (size & 15) | 0x80);
        bytes.writeBytes(number(size >>> 4, more - 1));
        bytes.writeBytes(deflate(content));
        objects++;
        return start;
    }

    private int object(int type, long size, byte[] base, byte[] deflated) {
        int start = 12 + bytes.size();
        long left = size >>> 4;
        int c = (int) ((type << 4) | (size & 15));
        while (left != 0) {
            bytes.write(c | 0x80);
            c = (int) (left & 0x7f);
            left >>>= 7;
        }
        bytes.write(c);
        bytes.writeBytes(base);
        bytes.writeBytes(deflated);
        objects++;
        return start;
    }

    byte[] pack() {
        return pack(objects);
    }

    byte[] pack(int count) {
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        pack.writeBytes("PACK".getBytes(ISO_8859_1));
        pack.writeBytes(new byte[] {0, 0, 0, 2});
        pack.writeBytes(new byte[] {(byte) (count >> 24), (byte) (count >> 16), (byte) (count >> 8), (byte) count});
        pack.writeBytes(bytes.toByteArray());
        try {
            pack.writeBytes(MessageDigest.getInstance("SHA-1").digest(pack.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return pack.toByteArray();
    }

    private static byte[] deflate(byte[] content) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, new Deflater(1))) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deflated.toByteArray();
    }

    /** A request that pushes a pack to a branch. */
    static byte[] push(byte[] pack) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String command = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/main\0 report-status side-band-64k";
        request.writeBytes((String.format("%04x", command.length() + 4) + command + "0000").getBytes(ISO_8859_1));
        request.writeBytes(pack);
        return request.toByteArray();
    }

    /** An id whose hash in JGit's tables is the same for all numbers. */
    static String alike(int number) {
        byte[] id = new byte[20];
        Arrays.fill(id, 0, 8, (byte) 7);
        id[16] = (byte) (number >> 24);
        id[17] = (byte) (number >> 16);
        id[18] = (byte) (number >> 8);
        id[19] = (byte) number;
        return HexFormat.of().formatHex(id);
    }
}
