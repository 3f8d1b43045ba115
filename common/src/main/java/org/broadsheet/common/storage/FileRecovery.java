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
import java.util.stream.Stream;
import org.broadsheet.common.storage.FileNames.Named;
import org.broadsheet.common.storage.FileNames.Place;

/** Clears up what a killed process left in a folder, while others go on writing. */
final class FileRecovery {
    /** What nobody has written to for so long, nobody will. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final FileNames names;
    private final Folder folder;
    private final StoreLocks locks;

    FileRecovery(FileNames names, Folder folder, StoreLocks locks) {
        this.names = names;
        this.folder = folder;
        this.locks = locks;
    }

    /** @param unfinished the folder of what is being written */
    void run(Path unfinished) throws IOException {
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
        folder.prune();
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
                try (StoreLocks.Held held = locks.lock(named.get().key())) {
                    Path home = names.home(aside);
                    if (folder.hasRoom(home) && folder.attributes(home) == null) {
                        Folder.makeFolderOf(home);
                        Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
                        folder.removeEmptyAbove(aside);
                    }
                } catch (IOException e) {
                    // Somebody takes the room, or the file: it stays aside, where it is found as well, or is gone.
                }
            }
        }
    }
}
