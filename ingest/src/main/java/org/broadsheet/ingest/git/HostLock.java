package org.broadsheet.ingest.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Held by every process that hosts a repository: whoever comes when nobody else hosts takes all {@link LeftLocks} and what pushes left away. */
final class HostLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostLock.class);

    /** One per repository and process: a process's locks on a file are lost when it closes any of its channels to it. */
    private static final Map<Path, HostLock> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private int users;

    private HostLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Beside the repository. */
    static Path file(Path gitDirectory) {
        return gitDirectory.resolveSibling(gitDirectory.getFileName() + ".hosted");
    }

    static HostLock take(Path gitDirectory) throws IOException {
        Path file = file(gitDirectory.toRealPath());
        synchronized (HELD) {
            HostLock held = HELD.get(file);
            if (held == null) {
                held = new HostLock(file, open(file, gitDirectory));
                HELD.put(file, held);
            }
            held.users++;
            return held;
        }
    }

    private static FileChannel open(Path file, Path gitDirectory) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            try (FileLock alone = channel.tryLock()) {
                if (alone != null) {
                    LeftLocks.remove(gitDirectory, Instant.MAX);
                    Quarantine.removeLeft(gitDirectory, Instant.MAX);
                }
            }
            // Waits for nobody but one who is just looking, as above.
            FileLock shared = channel.lock(0, Long.MAX_VALUE, true);
            LOG.atDebug().log("Hosting {}; {}", gitDirectory, shared);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Once for each {@link #take}. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            users--;
            if (users == 0) {
                HELD.remove(file);
                channel.close();
            }
        }
    }
}
