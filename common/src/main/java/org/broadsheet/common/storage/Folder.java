package org.broadsheet.common.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is looked at and taken away below a root, without following links and while others do the same. */
final class Folder {
    private static final int TRIES = 20;

    private final FileNames names;

    Folder(FileNames names) {
        this.names = names;
    }

    /** Of a regular file that is reached without links; null if there is none. */
    @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        return looking(file, each -> glance(each) == null ? null : look(each));
    }

    /** The same, but that links may lead to it: to be asked for once more of what was opened. */
    @Nullable BasicFileAttributes attributesBeforeOpening(Path file) throws IOException {
        return looking(file, Folder::glance);
    }

    /** {@link #attributes} of what is likely to be there: if it is not, that takes longer to find. */
    @Nullable BasicFileAttributes attributesOfWhatIsThere(Path file) throws IOException {
        return looking(file, this::look);
    }

    private interface Look {
        @Nullable BasicFileAttributes at(Path file) throws IOException;
    }

    private @Nullable BasicFileAttributes looking(Path file, Look look) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return look.at(file);
            } catch (NoSuchFileException e) {
                return null;
            } catch (FileSystemException e) {
                // The system has no name of its own for "a file stands where a folder would be"; it may stand there no
                // more.
                if (Files.isSymbolicLink(file) || above(file).stream().anyMatch(Folder::isFile)) {
                    return null;
                }
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Most of what is looked for is not there: only this question, which follows links, says so without an exception. */
    private static @Nullable BasicFileAttributes glance(Path file) throws IOException {
        BasicFileAttributes attributes =
                file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
        return attributes != null && attributes.isRegularFile() ? attributes : null;
    }

    private @Nullable BasicFileAttributes look(Path file) throws IOException {
        BasicFileAttributes attributes = own(file);
        return attributes.isRegularFile() && above(file).stream().noneMatch(Files::isSymbolicLink) ? attributes : null;
    }

    /** Of what is there itself, be it a link. */
    private static BasicFileAttributes own(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether anything lies aside. */
    boolean hasAside() {
        return Files.exists(names.aside());
    }

    /** The folders above {@code file} that lie below the root, the nearest first. */
    List<Path> above(Path file) {
        List<Path> above = new ArrayList<>(4);
        for (Path each = file.getParent(); each != null && !each.equals(names.root()); each = each.getParent()) {
            above.add(each);
        }
        return above;
    }

    /** All files of objects at or below {@code start}, then all that lie aside. */
    Stream<Path> files(Path start) {
        Stream<Path> inPlace = isLinked(start) ? Stream.empty() : FolderWalk.files(start, this::isPublic);
        return Stream.concat(inPlace, FolderWalk.files(names.aside(), folder -> true));
    }

    /** Removes a file, and the folders above it that are empty then. */
    void remove(Path file) throws IOException {
        if (attributes(file) == null) {
            return;
        }
        // First, so that no web server finds it alone.
        removePacked(file);
        Files.deleteIfExists(file);
        removeEmptyAbove(file);
    }

    /** Removes the packed form of {@code file}, if there is one. */
    void removePacked(Path file) throws IOException {
        Optional<Path> packed = names.packed(file);
        if (packed.isPresent() && isFile(packed.get())) {
            Files.deleteIfExists(packed.get());
        }
    }

    /** Removes the folders above {@code file} that are empty. */
    void removeEmptyAbove(Path file) throws IOException {
        for (Path folder : above(file)) {
            if (!removeIfEmpty(folder)) {
                return;
            }
        }
    }

    /**
     * Whether {@code file} can be made: no folder is in its place, and no file in that of a folder above it.
     *
     * @throws IOException if a symbolic link is
     */
    boolean hasRoom(Path file) throws IOException {
        for (Path each : above(file)) {
            if (Files.isSymbolicLink(each)) {
                throw new IOException(each + " is a symbolic link, which is not followed; put a folder there");
            }
            if (isFile(each)) {
                if (names.plain(each).isEmpty()) {
                    return false;
                }
                // What is packed only saves bytes: it makes room.
                Files.deleteIfExists(each);
            }
        }
        return !isFolder(file) || removeIfEmpty(file);
    }

    /** Removes all empty folders. */
    void prune() throws IOException {
        for (Path folder : FolderWalk.folders(names.root(), this::isPublic).reversed()) {
            removeIfEmpty(folder);
        }
    }

    /**
     * Whether {@code folder} was an empty folder, and is none any more. A file that has taken its place meanwhile stays: another thread
     * or process may have put it there.
     */
    static boolean removeIfEmpty(Path folder) throws IOException {
        for (int tries = 1; isFolder(folder); tries++) {
            try {
                removeFolder(folder);
                return true;
            } catch (DirectoryNotEmptyException e) {
                return false;
            } catch (NoSuchFileException e) {
                return true;
            } catch (FileSystemException e) {
                // A file was in its place for a moment, or it cannot be removed.
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
        return false;
    }

    /** Fails if it is no folder, or not empty. */
    private static void removeFolder(Path folder) throws IOException {
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(folder.toAbsolutePath().getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                secure.deleteDirectory(folder.getFileName());
            } else {
                Files.delete(folder); // Looks what it is, and removes that: all that such a system has.
            }
        }
    }

    /** Makes the folder that {@code file} is to lie in, and those above it, if they are not there. */
    static void makeFolderOf(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
        }
    }

    static boolean isFolder(Path path) {
        return Files.exists(path) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isLinked(Path folder) {
        return Files.isSymbolicLink(folder) || above(folder).stream().anyMatch(Files::isSymbolicLink);
    }

    private boolean isPublic(Path folder) {
        return !folder.equals(names.root().resolve(FileNames.PRIVATE));
    }
}
