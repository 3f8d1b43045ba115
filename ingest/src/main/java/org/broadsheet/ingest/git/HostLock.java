package org.broadsheet.ingest.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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

    private final FileChannel channel;

    private HostLock(FileChannel channel) {
        this.channel = channel;
    }

    static HostLock take(Path gitDirectory) throws IOException {
        Path file = gitDirectory.resolveSibling(gitDirectory.getFileName() + ".hosted");
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
        } catch (OverlappingFileLockException e) {
            // This very process hosts it already.
            LOG.atDebug().log("Hosting {} once more", gitDirectory);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new HostLock(channel);
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

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
