package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.storage.FileNames.Named;
import org.broadsheet.common.storage.FileNames.Place;

/** Clears up what a killed process left in a folder, while others go on writing. */
final class FileRecovery {
    /** What nobody has written to for so long, nobody will. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final FileNames names;
    private final Folder folder;
    private final StoreLocks locks;
    private final Path unfinished;
    private final boolean packs;

    /**
     * @param unfinished the folder of what is being written
     * @param packs whether there are packed forms
     */
    FileRecovery(FileNames names, Folder folder, StoreLocks locks, Path unfinished, boolean packs) {
        this.names = names;
        this.folder = folder;
        this.locks = locks;
        this.unfinished = unfinished;
        this.packs = packs;
    }

    void run() throws IOException {
        for (Path file : FolderWalk.files(unfinished, folder -> true).toList()) {
            BasicFileAttributes attributes = folder.attributes(file);
            if (attributes != null
                    && attributes
                            .lastModifiedTime()
                            .toInstant()
                            .isBefore(Instant.now().minus(ABANDONED))) {
                Files.deleteIfExists(file);
            }
        }
        // Nearly every key has one file, in its place: only the others are in doubt.
        Set<ObjectKey> seen = new HashSet<>();
        Set<ObjectKey> doubtful = new LinkedHashSet<>();
        try (Stream<Path> files = folder.files(names.root())) {
            files.forEach(file -> names.named(file).map(Named::key).ifPresent(key -> {
                if (!seen.add(key)) {
                    doubtful.add(key);
                }
            }));
        }
        for (ObjectKey key : doubtful) {
            try (StoreLocks.Held held = locks.lock(key)) {
                settle(key);
            }
        }
        bringHome();
        settlePacked();
        folder.prune();
    }

    /** Leaves of packed forms those that are of what is there, whole, and makes those that miss. */
    private void settlePacked() throws IOException {
        try (Stream<Path> files = folder.files(names.root())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Optional<Path> plain = names.plain(file);
                Optional<Named> named = names.named(file);
                if (plain.isPresent() && !names.isAside(file)) {
                    settlePacked(file, plain.get());
                } else if (packs && named.isPresent()) {
                    Optional<Path> packed = names.packed(file);
                    if (packed.isPresent() && !GzipFile.isWhole(packed.get(), file)) {
                        pack(named.get().key(), file);
                    }
                }
            }
        }
    }

    private void settlePacked(Path file, Path plain) throws IOException {
        if (!GzipFile.isOurs(file)) {
            moveOldObject(file);
            return;
        }
        Optional<Named> named = names.named(plain);
        if (named.isEmpty()) {
            return;
        }
        try (StoreLocks.Held held = locks.lock(named.get().key())) {
            if (!packs || folder.attributes(plain) == null) {
                Files.deleteIfExists(file);
                folder.removeEmptyAbove(file);
            }
        }
    }

    /** An author's file that lay where packed forms do, before there were any. */
    private void moveOldObject(Path file) throws IOException {
        ObjectKey key = new ObjectKey(names.root().relativize(file).toString());
        Path place = names.file(FileNames.Form.PLAIN, key);
        try (StoreLocks.Held held = locks.lock(key)) {
            if (folder.attributes(file) != null && !GzipFile.isOurs(file) && folder.hasRoom(place)) {
                if (folder.attributes(place) == null) {
                    Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    /** Whether nothing is to be done for the packed form of a file with these bytes. */
    boolean isPacked(Path file, Digest digest) throws IOException {
        Optional<Path> packed = names.packed(file);
        return packed.isEmpty() || GzipFile.isOf(packed.get(), digest);
    }

    /** Makes the packed form of a file, if that is worth while. */
    void pack(ObjectKey key, Path file) throws IOException {
        Optional<Path> packed = names.packed(file);
        if (packed.isEmpty() || Folder.isFolder(packed.get())) {
            return;
        }
        if (!GzipFile.isOurs(packed.get())) {
            moveOldObject(packed.get());
        }
        Path made =
                unfinished.resolve(Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".gz");
        Folder.makeFolderOf(made);
        try (StoreLocks.Held held = locks.lock(key)) {
            BasicFileAttributes attributes = folder.attributes(file);
            if (attributes != null && attributes.size() >= GzipFile.LEAST && GzipFile.pack(file, made)) {
                Files.move(made, packed.get(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(packed.get());
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /** Leaves of several files of one key the newest. */
    private void settle(ObjectKey key) throws IOException {
        List<Path> present = new ArrayList<>();
        Path newest = null;
        FileTime newestTime = FileTime.fromMillis(0);
        for (Place place : names.places(key, folder.hasAside())) {
            BasicFileAttributes attributes = folder.attributes(place.file());
            if (attributes != null) {
                present.add(place.file());
                if (newest == null || attributes.lastModifiedTime().compareTo(newestTime) > 0) {
                    newest = place.file();
                    newestTime = attributes.lastModifiedTime();
                }
            }
        }
        for (Path each : present.reversed()) {
            if (!each.equals(newest)) {
                folder.remove(each);
            }
        }
    }

    /** What lies aside, as far as there is room for it now. */
    void bringHome() throws IOException {
        for (Path aside : FolderWalk.files(names.aside(), folder -> true).toList()) {
            Optional<Named> named = names.named(aside);
            if (named.isPresent()) {
                Path home = names.home(aside);
                boolean isHome = false;
                try (StoreLocks.Held held = locks.lock(named.get().key())) {
                    if (folder.hasRoom(home) && folder.attributes(home) == null) {
                        Folder.makeFolderOf(home);
                        Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
                        folder.removeEmptyAbove(aside);
                        isHome = true;
                    }
                } catch (IOException e) {
                    // Somebody takes the room, or the file: it stays aside, where it is found as well, or is gone.
                }
                if (isHome && packs) {
                    pack(named.get().key(), home);
                }
            }
        }
    }
}
