package org.broadsheet.ingest.worktree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.WorkingTreeOptions;

/**
 * What lies in a folder, for JGit, which knows what of it is ignored and how ends of lines are committed. Symbolic links are not
 * followed, pipes and devices are not there, and rules of unlikely length are none.
 */
final class FilesOnDisk extends WorkingTreeIterator {
    /** Bytes of a file with rules for Git. */
    private static final long LONGEST_RULES = 1 << 20;

    private static final Set<String> RULES = Set.of(Constants.DOT_GIT_IGNORE, Constants.DOT_GIT_ATTRIBUTES);

    private final Path folder;

    /** @param repository whose configuration counts */
    FilesOnDisk(Path folder, Repository repository) throws IOException {
        super(repository.getConfig().get(WorkingTreeOptions.KEY));
        this.folder = folder;
        init(entries(folder));
        initRootIterator(repository);
    }

    private FilesOnDisk(FilesOnDisk parent, Path folder) throws IOException {
        super(parent);
        this.folder = folder;
        init(entries(folder));
    }

    /** As JGit's own for files: of a folder that is ignored only what is tracked is looked at. */
    @Override
    public AbstractTreeIterator createSubtreeIterator(ObjectReader reader) throws IOException {
        if (isEntryIgnored()) {
            DirCacheIterator tracked = getDirCacheIterator();
            if (tracked == null) {
                return createEmptyTreeIterator();
            }
        }
        return new FilesOnDisk(this, folder.resolve(((File) current()).path.getFileName()));
    }

    @Override
    protected byte[] idSubmodule(Entry e) {
        byte[] some = new byte[Constants.OBJECT_ID_LENGTH];
        some[0] = 1;
        return some;
    }

    private static Entry[] entries(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                BasicFileAttributes attributes;
                try {
                    attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException e) {
                    // Gone just now.
                    continue;
                }
                String name = String.valueOf(file.getFileName());
                boolean isRead = RULES.contains(name)
                        ? attributes.isRegularFile() && attributes.size() <= LONGEST_RULES
                        : !attributes.isOther();
                if (isRead) {
                    entries.add(new File(file, name, attributes));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries.toArray(Entry[]::new);
    }

    private static final class File extends Entry {
        private final Path path;
        private final String name;
        private final BasicFileAttributes attributes;
        private final FileMode mode;

        File(Path path, String name, BasicFileAttributes attributes) {
            this.path = path;
            this.name = name;
            this.attributes = attributes;
            mode = mode(path, attributes);
        }

        private static FileMode mode(Path path, BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink()) {
                return FileMode.SYMLINK;
            }
            if (attributes.isDirectory()) {
                return Files.exists(path.resolve(Constants.DOT_GIT), LinkOption.NOFOLLOW_LINKS)
                        ? FileMode.GITLINK
                        : FileMode.TREE;
            }
            return Files.isExecutable(path) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
        }

        @Override
        public FileMode getMode() {
            return mode;
        }

        @Override
        public long getLength() {
            return attributes.size();
        }

        @Override
        public Instant getLastModifiedInstant() {
            return attributes.lastModifiedTime().toInstant();
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return attributes.isSymbolicLink()
                    ? new ByteArrayInputStream(
                            Files.readSymbolicLink(path).toString().getBytes(UTF_8))
                    : Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
