package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files by which Git keeps others away while it works, and which stay when its process is killed. A ref's {@code .lock} refuses every push
 * from then on, {@code gc.pid} keeps others from packing for twelve hours, and with a pack's {@code .keep} the same push is refused when
 * it comes again.
 */
final class LeftLocks {
    private static final Logger LOG = LoggerFactory.getLogger(LeftLocks.class);
    private static final String LOCK = ".lock";
    static final String KEEP = ".keep";
    /** Whoever keeps a pack for good writes something else. */
    static final String RECEIVING = "jgit receive-pack";

    private LeftLocks() {}

    /** @param before younger ones may be in use */
    static void remove(Path gitDirectory, Instant before) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> here = Files.list(gitDirectory)) {
            add(here, found);
        }
        Path packs = gitDirectory.resolve("objects/pack");
        if (Files.isDirectory(packs)) {
            try (Stream<Path> all = Files.list(packs)) {
                add(all, found);
            }
        }
        try (Stream<Path> refs = Files.walk(gitDirectory.resolve(Constants.R_REFS))) {
            add(refs, found);
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
            // Somebody is at work here: those that are old will be found by the next one.
        }
        for (Path file : found) {
            if (isLeft(file, before) && Files.deleteIfExists(file)) {
                LOG.atInfo().log("{} was left by a process that was killed; it is removed", file);
            }
        }
    }

    private static void add(Stream<Path> files, List<Path> found) {
        files.filter(file -> isLock(file.getFileName().toString())).forEach(found::add);
    }

    private static boolean isLock(String name) {
        return name.endsWith(LOCK) || name.endsWith(KEEP) || name.equals("gc.pid");
    }

    private static boolean isLeft(Path file, Instant before) throws IOException {
        try {
            return Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(before)
                    && (!file.getFileName().toString().endsWith(KEEP) || isOfAPush(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** One that was left before anything was written into it is too. */
    static boolean isOfAPush(Path keep) throws IOException {
        String text = new String(Files.readAllBytes(keep), StandardCharsets.UTF_8);
        return text.isEmpty() || text.startsWith(RECEIVING);
    }
}
