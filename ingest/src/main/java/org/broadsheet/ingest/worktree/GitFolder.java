package org.broadsheet.ingest.worktree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * Where Git keeps what it knows of a folder. Its configuration is never read, so that nothing in it has any effect.
 *
 * @param own of this work tree: its {@code HEAD} and index
 * @param common of all work trees of the repository: objects and refs
 */
record GitFolder(Path own, Path common) {
    /** Bytes of a file that says where something is. */
    private static final int POINTER = 16 << 10;

    /** Bytes of what Git keeps in one file. */
    private static final long LARGEST = 256L << 20;

    private static final String GITDIR = "gitdir: ";
    private static final String REF = "ref: ";

    /** Of a work tree; empty if the folder is none. */
    static Optional<GitFolder> of(Path folder) throws IOException {
        Path git = folder.resolve(Constants.DOT_GIT);
        Optional<String> elsewhere = line(git).filter(line -> line.startsWith(GITDIR));
        if (elsewhere.isPresent()) {
            // Of a linked work tree, or a submodule.
            git = resolved(folder, elsewhere.get().substring(GITDIR.length()));
        }
        return at(git);
    }

    /** Of a repository without a work tree, or with one around it; empty if the folder is none. */
    static Optional<GitFolder> at(Path git) throws IOException {
        if (line(git.resolve(Constants.HEAD)).isEmpty()) {
            return Optional.empty();
        }
        Path common =
                line(git.resolve("commondir")).map(line -> resolved(git, line)).orElse(git);
        return Files.isDirectory(common.resolve(Constants.OBJECTS))
                ? Optional.of(new GitFolder(git, common))
                : Optional.empty();
    }

    Path objects() {
        return common.resolve(Constants.OBJECTS);
    }

    /** The branch that is checked out, such as {@code refs/heads/main}; it may not have a commit yet. */
    Optional<String> branch() throws IOException {
        return line(own.resolve(Constants.HEAD))
                .filter(line -> line.startsWith(REF))
                .map(line -> line.substring(REF.length()).strip())
                .filter(ref -> ref.startsWith(Constants.R_HEADS) && Repository.isValidRefName(ref));
    }

    /** Copies what says where the branch stands, what is tracked and what is ignored. */
    void copyTo(Path repository) throws IOException {
        for (String file : List.of(Constants.HEAD, "index")) {
            copy(own.resolve(file), repository.resolve(file));
        }
        for (String file :
                List.of(Constants.PACKED_REFS, Constants.SHALLOW, Constants.INFO_EXCLUDE, "info/attributes")) {
            copy(common.resolve(file), repository.resolve(file));
        }
        Optional<String> branch = branch();
        if (branch.isPresent()) {
            copy(common.resolve(branch.get()), repository.resolve(branch.get()));
        }
    }

    /** Only what is a file: reading from a pipe or a device may have no end. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.size(from) > LARGEST) {
                throw new IOException(from + " has " + Files.size(from) + " bytes, at most " + LARGEST + " are read");
            }
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The first line of a small file; empty if it is none. */
    private static Optional<String> line(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || Files.readAttributes(file, BasicFileAttributes.class).size() > POINTER) {
            return Optional.empty();
        }
        return new String(Files.readAllBytes(file), UTF_8).lines().findFirst();
    }

    private static Path resolved(Path folder, String path) {
        try {
            return folder.resolve(path.strip()).normalize();
        } catch (InvalidPathException e) {
            // No such place: nothing is found there.
            return folder;
        }
    }
}
