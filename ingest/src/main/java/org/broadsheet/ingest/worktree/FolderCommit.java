package org.broadsheet.ingest.worktree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.Printable;
import org.broadsheet.ingest.git.IsolatedSystemReader;
import org.broadsheet.ingest.source.KeptIds;
import org.broadsheet.ingest.source.LfsPointer;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.NameConflictTreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.jspecify.annotations.Nullable;

/**
 * The commit that a push of a folder would bring: its files as they lie on disk, those that Git ignores left out, on top of what is
 * committed; what is committed if nothing differs. It stands in a repository of its own, which takes the folder's objects from where
 * they are. Nothing is written into the folder, and nothing that it says is run: neither its configuration nor that of the machine
 * counts, and what Git would hand to another program is taken as it lies.
 *
 * @param branch its full name
 */
public record FolderCommit(Path repository, String branch, CommitId commit) {
    private static final String BRANCH = Constants.R_HEADS + "main";
    private static final String LFS = "lfs";

    /**
     * @param folder a work tree, a folder without Git, or a bare repository
     * @param into where the repository is made
     */
    public static FolderCommit of(Path folder, Path into, Configuration.Limits limits, InstantSource clock)
            throws IOException, Unusable {
        IsolatedSystemReader.install(clock);
        Optional<GitFolder> workTree = GitFolder.of(folder);
        Optional<GitFolder> git = workTree.isPresent() ? workTree : GitFolder.at(folder);
        String branch = git.isPresent() ? git.get().branch().orElse(BRANCH) : BRANCH;
        create(into);
        if (git.isPresent()) {
            git.get().copyTo(into);
            // In a folder where no configuration lies beside them, which JGit would read.
            Path objects = Files.createSymbolicLink(
                    Files.createDirectory(into.resolve("theirs")).resolve(Constants.OBJECTS),
                    git.get().objects().toAbsolutePath());
            Files.writeString(
                    Files.createDirectories(into.resolve("objects/info")).resolve("alternates"), objects + "\n");
        }
        try (Repository repository = new FileRepositoryBuilder()
                .setGitDir(into.toFile())
                .setWorkTree(folder.toFile())
                .build()) {
            ObjectId head = repository.resolve(Constants.HEAD);
            boolean isBare = git.isPresent() && workTree.isEmpty();
            ObjectId commit = isBare ? head : new Making(folder, repository, limits, clock).commit(head);
            if (commit == null) {
                throw new Unusable(folder + " is a repository without a commit; push to it, or give a work tree");
            }
            move(repository, branch, commit);
            repository.updateRef(Constants.HEAD).link(branch);
            return new FolderCommit(into, branch, new CommitId(commit.name()));
        }
    }

    /**
     * Likewise of a commit that is pushed to a hosted repository, which has not taken it yet; with the ids that were kept there.
     *
     * @param objects what the repository has not got
     */
    public static FolderCommit pushed(Path hosted, Optional<Path> objects, String branch, CommitId commit, Path into)
            throws IOException {
        create(into);
        StringBuilder alternates = new StringBuilder();
        objects.ifPresent(folder -> alternates.append(folder.toAbsolutePath()).append('\n'));
        alternates.append(hosted.resolve(Constants.OBJECTS).toAbsolutePath()).append('\n');
        Files.writeString(Files.createDirectories(into.resolve("objects/info")).resolve("alternates"), alternates);
        try (Repository theirs = new FileRepositoryBuilder()
                        .setGitDir(hosted.toFile())
                        .setMustExist(true)
                        .build();
                Repository repository = new FileRepositoryBuilder()
                        .setGitDir(into.toFile())
                        .setMustExist(true)
                        .build()) {
            Ref ids = theirs.exactRef(KeptIds.REF);
            ObjectId kept = ids == null ? null : ids.getObjectId();
            if (kept != null) {
                move(repository, KeptIds.REF, kept);
            }
            move(repository, branch, ObjectId.fromString(commit.value()));
            repository.updateRef(Constants.HEAD).link(branch);
        }
        return new FolderCommit(into, branch, commit);
    }

    private static void move(Repository repository, String ref, ObjectId to) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(to);
        update.forceUpdate();
    }

    private static void create(Path into) throws IOException {
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(into.toFile()).setBare().build()) {
            repository.create(true);
            // What is made here is read once.
            repository.getConfig().setInt("core", null, "compression", 0);
            repository.getConfig().save();
        }
    }

    private static final class Making {
        private final Path folder;
        private final Repository repository;
        private final Configuration.Limits limits;
        private final InstantSource clock;
        private long left;

        Making(Path folder, Repository repository, Configuration.Limits limits, InstantSource clock) {
            this.folder = folder;
            this.repository = repository;
            this.limits = limits;
            this.clock = clock;
            left = limits.unpacked();
        }

        ObjectId commit(@Nullable ObjectId head) throws IOException, Unusable {
            try (ObjectInserter inserter = repository.newObjectInserter();
                    ObjectReader reader = repository.newObjectReader();
                    RevWalk walk = new RevWalk(reader)) {
                RevCommit parent = head == null ? null : walk.parseCommit(head);
                ObjectId tree = files(tracked(reader, parent), inserter, reader).writeTree(inserter);
                ObjectId commit =
                        parent != null && parent.getTree().equals(tree) ? parent : onTop(parent, tree, inserter);
                inserter.flush();
                return commit;
            }
        }

        private ObjectId onTop(@Nullable RevCommit parent, ObjectId tree, ObjectInserter inserter) throws IOException {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            ZoneId zone = ZoneOffset.UTC;
            if (parent != null) {
                commit.setParentId(parent);
                // Where the author was last: days without a zone are told by it.
                zone = parent.getAuthorIdent().getZoneId();
            }
            Instant now = clock.instant();
            PersonIdent author = new PersonIdent("", "", now, zone);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage("What is not committed\n");
            return inserter.insert(commit);
        }

        /** What is committed of the folder whatever is ignored. Of an index that is kept otherwise what the last commit holds. */
        private DirCache tracked(ObjectReader reader, @Nullable RevCommit head) throws IOException {
            try {
                return DirCache.read(repository);
            } catch (IOException e) {
                return head == null ? DirCache.newInCore() : DirCache.read(reader, head.getTree());
            }
        }

        private DirCache files(DirCache tracked, ObjectInserter inserter, ObjectReader reader)
                throws IOException, Unusable {
            DirCache files = DirCache.newInCore();
            DirCacheBuilder builder = files.builder();
            try (NameConflictTreeWalk walk = new NameConflictTreeWalk(repository, reader)) {
                walk.setOperationType(TreeWalk.OperationType.CHECKIN_OP);
                walk.setRecursive(true);
                walk.addTree(new DirCacheIterator(tracked));
                FilesOnDisk disk = new FilesOnDisk(folder, repository);
                disk.setDirCacheIterator(walk, 0);
                walk.addTree(disk);
                byte[] last = {};
                // One more than there may be is refused by what refuses any commit of so many.
                int count = 0;
                while (walk.next() && count <= limits.files()) {
                    if (Arrays.equals(last, walk.getRawPath())) {
                        // It stands in the index once for each side of a merge.
                        continue;
                    }
                    DirCacheEntry entry = entry(walk, inserter, reader);
                    if (entry != null) {
                        builder.add(entry);
                        count++;
                        last = walk.getRawPath();
                    }
                }
            } catch (InvalidPathException e) {
                throw new Unusable("Git takes no file of this name: " + Printable.line(String.valueOf(e.getMessage())));
            }
            builder.finish();
            return files;
        }

        private @Nullable DirCacheEntry entry(TreeWalk walk, ObjectInserter inserter, ObjectReader reader)
                throws IOException, Unusable {
            DirCacheIterator index = walk.getTree(0, DirCacheIterator.class);
            DirCacheEntry before = index == null ? null : index.getDirCacheEntry();
            WorkingTreeIterator file = walk.getTree(1, WorkingTreeIterator.class);
            if (file == null) {
                // A sparse checkout has not all of it on disk.
                return before != null && before.isSkipWorkTree() ? new DirCacheEntry(before) : null;
            }
            if (before == null && file.isEntryIgnored()) {
                return null;
            }
            DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
            FileMode mode = file.getEntryFileMode();
            entry.setFileMode(
                    before != null && isFile(before.getFileMode()) && isFile(mode) ? before.getFileMode() : mode);
            entry.setObjectId(id(walk, file, before, inserter, reader));
            return entry;
        }

        private static boolean isFile(FileMode mode) {
            return mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
        }

        private ObjectId id(
                TreeWalk walk,
                WorkingTreeIterator file,
                @Nullable DirCacheEntry before,
                ObjectInserter inserter,
                ObjectReader reader)
                throws IOException, Unusable {
            FileMode mode = file.getEntryFileMode();
            if (mode == FileMode.GITLINK) {
                return before != null && before.getFileMode() == FileMode.GITLINK
                        ? before.getObjectId()
                        : file.getEntryObjectId();
            }
            if (isFile(mode) && isInLfs(walk)) {
                return inserter.insert(Constants.OBJ_BLOB, inPlaceOf(file));
            }
            ObjectId id = file.getEntryObjectId();
            if (!id.equals(ObjectId.zeroId()) && reader.has(id)) {
                return id;
            }
            long length = file.getEntryContentLength();
            left -= length;
            if (left < 0) {
                throw new Unusable("the files that are not committed come to more than " + limits.unpacked()
                        + " bytes, and a push of them is refused: take some away, or raise limits.unpacked");
            }
            try (InputStream in = file.openEntryStream()) {
                return inserter.insert(Constants.OBJ_BLOB, length, in);
            }
        }

        private static boolean isInLfs(TreeWalk walk) {
            Attribute filter = walk.getAttributes().get(Constants.ATTR_FILTER);
            return filter != null && LFS.equals(filter.getValue());
        }

        /** What Git LFS commits in place of the file, which is what a push brings; the file itself where it lies as that. */
        private static byte[] inPlaceOf(WorkingTreeIterator file) throws IOException {
            try (InputStream in = file.openEntryStream()) {
                byte[] beginning = in.readNBytes(LfsPointer.LONGEST + 1);
                if (LfsPointer.is(beginning)) {
                    return beginning;
                }
            }
            MessageDigest sha256 = Digest.sha256();
            long size = 0;
            byte[] bytes = new byte[64 << 10];
            try (InputStream in = file.openEntryStream()) {
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    sha256.update(bytes, 0, n);
                    size += n;
                }
            }
            return ("version https://git-lfs.github.com/spec/v1\noid sha256:"
                            + HexFormat.of().formatHex(sha256.digest()) + "\nsize " + size + "\n")
                    .getBytes(UTF_8);
        }
    }
}
