package org.broadsheet.common.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that one holder has at a time, of all in this process and in others; free when the holder's process ends, however it
 * ends. A second try in the holder's own process never touches the file: the system takes a process's locks on a file away when
 * any channel to it is closed.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes {@code file} if it is not there; empty when somebody has it. Its folder has to be there. */
    public static Optional<ProcessLock> take(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path real = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
        synchronized (HELD) {
            if (HELD.contains(real)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    channel.close();
                    return Optional.empty();
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            HELD.add(real);
            return Optional.of(new ProcessLock(real, channel));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                HELD.remove(file);
                channel.close();
            }
        }
    }
}
