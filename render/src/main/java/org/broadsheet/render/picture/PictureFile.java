package org.broadsheet.render.picture;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Readable;

/**
 * A file that goes by, of which the beginning and the end are kept: as much as the size of a picture can stand in, and nothing of
 * what is none. One thread.
 */
public final class PictureFile extends OutputStream {
    /** The size may stand behind a camera's notes, a small picture and a colour profile. */
    private static final int HEAD = 256 << 10;

    private static final int TAIL = 12;
    private static final int SIGNATURE = 256;

    private byte[] head = new byte[SIGNATURE];
    private int kept;
    private final byte[] tail = new byte[TAIL];
    private long size;
    private int limit = SIGNATURE;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        keep(bytes, offset, length);
        int last = Math.min(length, TAIL);
        System.arraycopy(tail, last, tail, 0, TAIL - last);
        System.arraycopy(bytes, offset + length - last, tail, TAIL - last, last);
        size += length;
    }

    private void keep(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end && kept < limit) {
            int next = Math.min(end - from, limit - kept);
            if (kept + next > head.length) {
                head = Arrays.copyOf(head, Math.min(limit, Math.max(2 * head.length, kept + next)));
            }
            System.arraycopy(bytes, from, head, kept, next);
            kept += next;
            from += next;
            if (kept == SIGNATURE && Format.of(new Bytes(head, kept)).isPresent()) {
                limit = HEAD;
            }
        }
    }

    /** Empty if it is no picture, or does not say how large it is. */
    public Optional<Readable.Picture> picture() {
        Bytes begin = new Bytes(head, kept);
        try {
            return Format.of(begin)
                    .flatMap(format -> format.size(begin)
                            .map(found ->
                                    new Readable.Picture(found, format.isCut(begin, size, new Bytes(tail, TAIL)))));
        } catch (Bytes.TooShort e) {
            return Optional.empty();
        }
    }

    /** Empty of what no browser shows. */
    static Optional<PictureSize> size(long width, long height) {
        return width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new PictureSize((int) width, (int) height));
    }
}
