package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.storage.FileNames.Place;

/** Clears up what a killed process left in a folder, while others go on writing. */
final class FileRecovery {
    private final FileNames names;
    private final Folder folder;
    private final StoreLocks locks;

    FileRecovery(FileNames names, Folder folder, StoreLocks locks) {
        this.names = names;
        this.folder = folder;
        this.locks = locks;
    }

    /** @param unfinished the folder of every process's folder of unfinished writes */
    void run(Path unfinished) throws IOException {
        removeUnfinished(unfinished);
        // Nearly every key has one file, in its place: only the others are in doubt.
        Set<ObjectKey> seen = new HashSet<>();
        Set<ObjectKey> doubtful = new LinkedHashSet<>();
        try (Stream<Path> files = folder.files(names.root())) {
            files.forEach(file -> names.named(file).map(FileNames.Named::key).ifPresent(key -> {
                if (!seen.add(key) || names.isAside(file)) {
                    doubtful.add(key);
                }
            }));
        }
        for (ObjectKey key : doubtful) {
            try (StoreLocks.Held held = locks.lock(key)) {
                settle(key);
            }
        }
        folder.prune();
    }

    /** Others may be at the same dead process's folder: what they have taken away is gone as it should be. */
    private void removeUnfinished(Path unfinished) throws IOException {
        for (Path process : FolderWalk.folders(unfinished, folder -> true).reversed()) {
            if (unfinished.equals(process.getParent()) && !locks.isAlive(String.valueOf(process.getFileName()))) {
                for (Path file : FolderWalk.files(process, folder -> true).toList()) {
                    Files.deleteIfExists(file);
                }
                Folder.removeIfEmpty(process);
            }
        }
    }

    /** Leaves of several files of one key the newest, and that in its place. */
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
        if (newest != null && names.isAside(newest)) {
            bringHome(newest);
        }
    }

    private void bringHome(Path aside) throws IOException {
        Path home = names.home(aside);
        Folder.removeIfEmpty(home);
        if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)
                || folder.above(home).stream().anyMatch(Folder::isFile)) {
            return;
        }
        try {
            Folder.makeFolderOf(home);
            Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Somebody made the folder again: the file stays aside, where it is found as well.
        }
    }
}
