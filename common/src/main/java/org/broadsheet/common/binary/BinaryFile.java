package org.broadsheet.common.binary;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** A file of fields that is there whole or not at all. Its last eight bytes are the CRC-32C of those before. */
public final class BinaryFile {
    private static final int BUFFER = 1 << 16;

    private BinaryFile() {}

    /** What writes the fields. */
    public interface Fields {
        void to(BinaryWriter out) throws IOException;
    }

    /** Writes it aside and puts it in the place of what was there. Makes the folder if there is none. */
    public static void write(Path file, Fields fields) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        CRC32C sum = new CRC32C();
        try (OutputStream bytes = Files.newOutputStream(unfinished);
                BufferedOutputStream out = new BufferedOutputStream(new CheckedOutputStream(bytes, sum), BUFFER)) {
            fields.to(new BinaryWriter(out));
            out.flush();
            bytes.write(ByteBuffer.allocate(Long.BYTES).putLong(sum.getValue()).array());
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The fields of a file that is whole. They lie outside the heap, and are not mapped: of a damaged disk a map ends the process.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it cannot be read, or is not as it was written
     */
    public static BinaryReader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < Long.BYTES || size > Integer.MAX_VALUE) {
                throw new IOException("it has " + size + " bytes");
            }
            ByteBuffer whole = ByteBuffer.allocateDirect((int) size);
            while (whole.hasRemaining() && channel.read(whole) >= 0) {}
            if (whole.hasRemaining()) {
                throw new IOException("it is cut off");
            }
            int length = (int) size - Long.BYTES;
            ByteBuffer fields = whole.slice(0, length);
            CRC32C sum = new CRC32C();
            sum.update(fields.duplicate());
            if (whole.getLong(length) != sum.getValue()) {
                throw new IOException("its check sum is wrong");
            }
            return new BinaryReader(fields);
        }
    }
}
