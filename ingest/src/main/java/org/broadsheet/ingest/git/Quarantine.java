package org.broadsheet.ingest.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the objects of a push lie until nothing refuses it, as Git itself has it: whoever reads here finds them beside those of the
 * repository, which has not got them yet. What was not taken is gone at the end, so that refused pushes leave nothing. One thread; to
 * be closed.
 */
final class Quarantine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    /** As Git names its own, which its housekeeping removes when they are old. */
    private static final String NAME = "tmp_objdir-incoming-";

    private static final String PACK = ".pack";
    /** Before the name of a pack that was taken: while one push has this, the pack's {@code .keep} stays, whichever made that. */
    private static final String TAKEN = "taken-";
    /** Held while packs and what keeps them come or go, for another push may bring the same objects: in other bytes, perhaps. */
    private static final String LOCK = "broadsheet-taking";

    private static final Object OF_THIS_PROCESS = new Object();

    private final Repository target;
    private final Path folder;
    private final Repository repository;
    /** The names of packs that no ref may reach yet: {@code .keep} says so, lest somebody's housekeeping takes them for garbage. */
    private final List<String> taken = new ArrayList<>();

    Quarantine(Repository target) throws IOException {
        this.target = target;
        Path objects = objects(target.getDirectory().toPath());
        folder = Files.createTempDirectory(objects, NAME);
        repository = new FileRepositoryBuilder()
                .setGitDir(target.getDirectory())
                .setObjectDirectory(folder.toFile())
                .addAlternateObjectDirectory(objects.toFile())
                .setMustExist(true)
                .build();
    }

    private static Path objects(Path gitDirectory) {
        return gitDirectory.resolve(Constants.OBJECTS);
    }

    /** With both the objects of the push and those of the repository. */
    Repository repository() {
        return repository;
    }

    /** Where the objects of the push alone lie. */
    Path folder() {
        return folder;
    }

    /** Hands what was pushed over to the repository. Until the end no housekeeping counts it as garbage. */
    void take() throws IOException {
        Path packs = Files.createDirectories(targetPacks());
        alone(() -> {
            for (Path pack : packs()) {
                take(pack, packs);
            }
        });
    }

    private void take(Path pack, Path packs) throws IOException {
        String name = String.valueOf(pack.getFileName());
        String stem = name.substring(0, name.length() - PACK.length());
        Path keep = packs.resolve(stem + LeftLocks.KEEP);
        // One that no push is known to have made is somebody else's.
        if (!Files.exists(keep) || (isTaken(stem) && LeftLocks.isOfAPush(keep))) {
            Files.createFile(folder.resolve(TAKEN + stem));
            taken.add(stem);
            // Also what is there, so that it is as young as this push.
            Files.writeString(keep, LeftLocks.RECEIVING + "\n");
        }
        if (Files.exists(packs.resolve(stem + ".idx"))) {
            // The same objects were pushed before.
            return;
        }
        for (Path file : of(stem)) {
            Files.move(file, packs.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        if (target.getObjectDatabase() instanceof ObjectDirectory directory) {
            directory.openPack(packs.resolve(name).toFile());
        }
    }

    private Path targetPacks() {
        return objects(target.getDirectory().toPath()).resolve("pack");
    }

    /** What changes files. */
    private interface Work {
        void run() throws IOException;
    }

    /** While no other push does so, of whatever process. */
    private void alone(Work work) throws IOException {
        Path file = target.getDirectory().toPath().resolve(LOCK);
        synchronized (OF_THIS_PROCESS) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    work.run();
                }
            }
        }
    }

    private List<Path> packs() throws IOException {
        Path packs = folder.resolve("pack");
        if (!Files.isDirectory(packs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(packs)) {
            return files.filter(file -> file.toString().endsWith(PACK)).toList();
        }
    }

    /** The index last: with it the pack is there for everybody. */
    private List<Path> of(String stem) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("pack"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(stem + ".")
                            && !file.toString().endsWith(LeftLocks.KEEP))
                    .sorted(Comparator.comparing(file -> file.toString().endsWith(".idx")))
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        repository.close();
        if (!taken.isEmpty()) {
            alone(() -> {
                for (String stem : taken) {
                    Files.deleteIfExists(folder.resolve(TAKEN + stem));
                    if (!isTaken(stem)) {
                        Files.deleteIfExists(targetPacks().resolve(stem + LeftLocks.KEEP));
                    }
                }
            });
        }
        delete(folder);
    }

    private boolean isTaken(String stem) throws IOException {
        return all(target.getDirectory().toPath()).stream()
                .anyMatch(other -> Files.exists(other.resolve(TAKEN + stem)));
    }

    /**
     * Those of processes that were killed.
     *
     * @param before younger ones may be in use
     */
    static void removeLeft(Path gitDirectory, Instant before) throws IOException {
        for (Path left : all(gitDirectory)) {
            try {
                if (Files.getLastModifiedTime(left).toInstant().isBefore(before)) {
                    delete(left);
                    LOG.atInfo().log("{} was left by a push whose process was killed; it is removed", left);
                }
            } catch (NoSuchFileException e) {
                LOG.atTrace().log("{} has gone with its push", left);
            }
        }
    }

    /** Of pushes that are under way, and of those that were killed. */
    private static List<Path> all(Path gitDirectory) throws IOException {
        Path objects = objects(gitDirectory);
        if (!Files.isDirectory(objects)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(objects)) {
            return inside.filter(folder -> String.valueOf(folder.getFileName()).startsWith(NAME))
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }
}
