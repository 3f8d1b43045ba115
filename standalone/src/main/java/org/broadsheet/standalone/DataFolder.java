package org.broadsheet.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.broadsheet.common.lifecycle.ProcessLock;
import org.broadsheet.common.lifecycle.StartFailure;
import org.jspecify.annotations.Nullable;

/**
 * The folder of everything that is kept. Says in {@code format} which program can read it; held by one {@code up} at a time,
 * shared by role processes.
 */
final class DataFolder implements AutoCloseable {
    /** Of the file's bytes those that are looked at. */
    private static final int LONGEST_FORMAT = 100;

    private final Path path;
    private final @Nullable ProcessLock lock;

    private DataFolder(Path path, @Nullable ProcessLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder if need be. Fails with a {@link StartFailure} when it is a newer program's, or another {@code up} has it. */
    static DataFolder open(Path path, boolean exclusive) throws IOException {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot make the data folder " + path + " (" + e.getMessage() + "); name another with --data", e);
        }
        checkFormat(path);
        return new DataFolder(path, exclusive ? lock(path) : null);
    }

    private static void checkFormat(Path path) throws IOException {
        Path file = path.resolve("format");
        String found = format(file);
        if (!found.matches("[0-9]{1,6}")) {
            throw new StartFailure(file + " holds \"" + found + "\" where a format number should be; is " + path
                    + " a data folder of Broadsheet?");
        }
        if (Integer.parseInt(found) < Version.DATA_FORMAT) {
            throw new StartFailure("the data folder " + path + " has format " + found
                    + ", which was written before the first release; this is " + Version.NUMBER + " and reads format "
                    + Version.DATA_FORMAT
                    + ". Move the folder away and start again; what was pushed is still in it: git -C "
                    + path.resolve("git/content.git") + " push --all <the new repository's URL>");
        }
        if (Integer.parseInt(found) > Version.DATA_FORMAT) {
            throw new StartFailure(
                    "the data folder " + path + " has format " + found + ", made by a newer Broadsheet; this is "
                            + Version.NUMBER + " and reads format " + Version.DATA_FORMAT
                            + ". Start the newer one, or name another folder with --data");
        }
    }

    /**
     * What the file says. Of several processes that begin on one folder the first writes it; one that was killed before it could
     * has left it empty, which says nothing.
     */
    private static synchronized String format(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock oneAtATime = channel.lock()) {
            // Not through another channel: its end would free the lock.
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST_FORMAT);
            int read = 0;
            while (read >= 0 && bytes.hasRemaining()) {
                read = channel.read(bytes);
            }
            String found = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
            if (!found.isEmpty()) {
                return found;
            }
            String ours = Integer.toString(Version.DATA_FORMAT);
            channel.write(ByteBuffer.wrap((ours + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            channel.force(true);
            return ours;
        }
    }

    private static ProcessLock lock(Path path) throws IOException {
        return ProcessLock.take(path.resolve("lock"))
                .orElseThrow(() -> new StartFailure("another Broadsheet runs on the data folder " + path
                        + "; stop that one, or name another folder with --data"));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
