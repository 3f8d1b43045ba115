package org.broadsheet.ingest.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held by every process that hosts a repository. Git locks a ref by a file of its name and {@code .lock}, which stays when its process
 * is killed, and from then on every push is refused: whoever comes when nobody else hosts takes those away.
 */
final class HostLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostLock.class);
    private static final String SUFFIX = ".lock";

    /** One per repository and process: a process's locks on a file are lost when it closes any of its channels to it. */
    private static final Map<Path, HostLock> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private int users;

    private HostLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static HostLock take(Path gitDirectory) throws IOException {
        Path file = gitDirectory.toRealPath().resolveSibling(gitDirectory.getFileName() + ".hosted");
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
                    removeLeftLocks(gitDirectory);
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

    private static void removeLeftLocks(Path gitDirectory) throws IOException {
        List<Path> left = new ArrayList<>();
        try (Stream<Path> here = Files.list(gitDirectory);
                Stream<Path> refs = Files.walk(gitDirectory.resolve(Constants.R_REFS))) {
            Stream.concat(here, refs)
                    .filter(file -> isLock(file.getFileName().toString()) && Files.isRegularFile(file))
                    .forEach(left::add);
        }
        for (Path file : left) {
            LOG.atInfo().log("{} was left by a process that was killed; it is removed", file);
            Files.deleteIfExists(file);
        }
    }

    /** {@code gc.pid} keeps others from packing for twelve hours. */
    private static boolean isLock(String name) {
        return name.endsWith(SUFFIX) || name.equals("gc.pid");
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
