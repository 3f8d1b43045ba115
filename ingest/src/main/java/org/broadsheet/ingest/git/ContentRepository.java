package org.broadsheet.ingest.git;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.ingest.source.DamagedRef;
import org.broadsheet.ingest.source.RefFiles;
import org.broadsheet.ingest.stage.Source;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * The Git repository whose published branch is the site's source: the hosted one, whose {@code HEAD} names that branch, the clone of a
 * remote one, likewise, or a local one, which is only read. Safe for all threads.
 */
public final class ContentRepository implements Source {
    /** What a hosted repository's {@code HEAD} names until a branch is pushed. */
    private static final String UNBORN_BRANCH = "main";

    private static final String PACK_EXPIRE = "prunePackExpire";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Repository repository;
    /** Empty: what {@code HEAD} names. */
    private final Optional<String> fixedRef;

    /** Of a repository of ours; null: it is only read. */
    private final @Nullable Hosting hosting;

    private final RefFiles refs;
    /** Whether it is a cache of another one. */
    private final boolean clone;

    private record Hosting(HostLock lock, Housekeeping housekeeping) {}

    private ContentRepository(
            Repository repository, Optional<String> fixedRef, @Nullable HostLock lock, boolean clone) {
        this.repository = repository;
        this.fixedRef = fixedRef;
        this.clone = clone;
        this.refs = new RefFiles(repository, lock != null);
        this.hosting = lock == null ? null : new Hosting(lock, new Housekeeping(repository));
    }

    /**
     * Opens the hosted bare repository; creates it, empty, if there is none.
     *
     * @param branch to publish; empty: the first that is pushed
     */
    public static ContentRepository hosted(Path gitDirectory, Optional<String> branch) {
        try {
            return ours(gitDirectory, branch, false);
        } catch (IOException e) {
            throw new StartFailure(
                    "the hosted repository " + gitDirectory + " cannot be opened: " + e.getMessage()
                            + "; if it is lost, move the folder away and push again",
                    e);
        }
    }

    /**
     * Opens the bare clone of a remote repository; creates it, empty, if there is none, or none that can be opened: all that it holds
     * can be fetched again.
     *
     * @param branch to publish; empty: what the remote's {@code HEAD} names
     */
    public static ContentRepository cloned(Path gitDirectory, Optional<String> branch) {
        try {
            try {
                return ours(gitDirectory, branch, true);
            } catch (RepositoryNotFoundException e) {
                FileUtils.delete(gitDirectory.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
                return ours(gitDirectory, branch, true);
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "the clone " + gitDirectory + " cannot be opened: " + e.getMessage()
                            + "; delete the folder, and it is cloned again",
                    e);
        }
    }

    private static ContentRepository ours(Path gitDirectory, Optional<String> branch, boolean clone)
            throws IOException {
        Optional<String> ref = branch.map(ContentRepository::branchRef);
        createOnce(gitDirectory);
        HostLock lock = HostLock.take(gitDirectory);
        try {
            Repository repository = open(gitDirectory.toFile());
            if (repository.getConfig().getString("gc", null, PACK_EXPIRE) == null) {
                configure(repository.getConfig());
            }
            ContentRepository ours = new ContentRepository(repository, ref, lock, clone);
            if (ref.isPresent()) {
                ours.link(ref.get());
            }
            return ours;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens a local repository, with or without a work tree.
     *
     * @param branch to publish; empty: the one that is checked out now
     */
    public static ContentRepository local(Path folder, Optional<String> branch) {
        if (!Files.isDirectory(folder)) {
            throw new StartFailure("the content folder " + folder + " does not exist");
        }
        Optional<String> asked = branch.map(ContentRepository::branchRef);
        File gitDirectory = FileKey.resolve(folder.toFile(), FS.DETECTED);
        if (gitDirectory == null) {
            throw new StartFailure(noRepository(folder));
        }
        try {
            Repository repository = open(gitDirectory);
            try {
                return new ContentRepository(repository, Optional.of(localRef(repository, folder, asked)), null, false);
            } catch (IOException | RuntimeException e) {
                repository.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartFailure("the repository " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Repository open(File gitDirectory) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(gitDirectory)
                .setMustExist(true)
                .build();
    }

    /** Of several processes that begin at once one makes it; the others wait until it is there, not for the lock, which is kept then. */
    private static void createOnce(Path gitDirectory) throws IOException {
        while (!Files.exists(gitDirectory)) {
            Files.createDirectories(Objects.requireNonNull(gitDirectory.getParent()));
            try (FileChannel channel = FileChannel.open(
                            HostLock.file(gitDirectory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock alone = channel.tryLock()) {
                if (alone == null) {
                    Thread.sleep(LOOK_AGAIN);
                } else if (!Files.exists(gitDirectory)) {
                    create(gitDirectory);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped while another process creates " + gitDirectory);
            }
        }
    }

    /** Whole or not at all, so that a start after an untimely end finds nothing half made. */
    private static void create(Path gitDirectory) throws IOException {
        Path making = gitDirectory.resolveSibling(gitDirectory.getFileName() + ".making");
        FileUtils.delete(making.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
        Files.createDirectories(making);
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(making.toFile()).setBare().build()) {
            repository.create(true);
            repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + UNBORN_BRANCH);
            configure(repository.getConfig());
        }
        Files.move(making, gitDirectory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void configure(StoredConfig config) throws IOException {
        // The only copy of what was pushed may be here.
        config.setBoolean("core", null, "fsyncObjectFiles", true);
        config.setBoolean("core", null, "fsyncRefFiles", true);
        // What a refused push left behind need not stay for Git's two weeks.
        config.setString("gc", null, "pruneExpire", "1.day.ago");
        // Packs that were made one go at once: by default they stay for an hour, and are counted, so that each push of
        // that hour would have everything packed again.
        config.setString("gc", null, PACK_EXPIRE, "now");
        // Housekeeping begins when its push has been answered, not before, and leaves processors to the pipeline.
        config.setBoolean("receive", null, "autogc", false);
        config.setBoolean("gc", null, "autoDetach", false);
        config.setInt("pack", null, "threads", 1);
        config.save();
    }

    private static String branchRef(String branch) {
        String ref = branch.startsWith(Constants.R_HEADS) ? branch : Constants.R_HEADS + branch;
        if (!Repository.isValidRefName(ref)) {
            throw new StartFailure("branch: \"" + branch + "\" is no name that Git allows for a branch");
        }
        return ref;
    }

    private static String localRef(Repository repository, Path folder, Optional<String> asked) throws IOException {
        List<String> branches = repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
                .map(ref -> Repository.shortenRefName(ref.getName()))
                .sorted()
                .toList();
        if (asked.isPresent()) {
            if (repository.exactRef(asked.get()) == null) {
                throw new StartFailure("branch: " + folder + " has no branch \""
                        + Repository.shortenRefName(asked.get()) + "\"; it has " + list(branches));
            }
            return asked.get();
        }
        Ref head = repository.exactRef(Constants.HEAD);
        if (head == null || !head.isSymbolic()) {
            throw new StartFailure("no branch is checked out in " + folder
                    + "; say which to publish, --branch NAME; it has " + list(branches));
        }
        return head.getTarget().getName();
    }

    private static String list(List<String> branches) {
        return branches.isEmpty() ? "none yet" : String.join(", ", branches);
    }

    private static String noRepository(Path folder) {
        for (Path above = folder.toAbsolutePath().normalize().getParent(); above != null; above = above.getParent()) {
            if (FileKey.resolve(above.toFile(), FS.DETECTED) != null) {
                return "the content folder " + folder + " is not a Git repository, but lies in one: give " + above;
            }
        }
        return "the content folder " + folder + " is not a Git repository; make it one: git init " + folder
                + ", then git add and git commit";
    }

    /** For JGit's readers and transports; its branches are moved by pushes only. */
    @Override
    public Repository repository() {
        return repository;
    }

    @Override
    public boolean isHosted() {
        return isOurs() && !clone;
    }

    @Override
    public boolean isOurs() {
        return hosting != null;
    }

    /** The full name of the published branch, such as {@code refs/heads/main}; it may not have a commit yet. */
    @Override
    public String ref() throws IOException {
        if (fixedRef.isPresent()) {
            return fixedRef.get();
        }
        return refs.head()
                .orElseThrow(() -> new IOException("HEAD of " + repository.getDirectory() + " names no branch"));
    }

    /**
     * The published branch's commit; empty before the first. Reads files only that have changed. That the whole repository is
     * away is an error, not an empty branch.
     *
     * @throws DamagedRef if nobody knows where it stands
     */
    @Override
    public Optional<CommitId> tip() throws IOException {
        Optional<Ref> ref = refs.read(ref());
        if (ref.isEmpty() && repository.exactRef(Constants.HEAD) == null) {
            throw new NoSuchFileException(
                    repository.getDirectory().getPath(), null, "there is no HEAD in it: it is away, or no repository");
        }
        return ref.map(Ref::getObjectId).map(id -> new CommitId(id.name()));
    }

    /**
     * Makes a repository of ours one that can be read and pushed to, whatever its {@code HEAD} and {@code packed-refs} hold. What
     * is lost has to be pushed or fetched again.
     *
     * @param branch the one that was published; its full name
     */
    @Override
    public synchronized void mend(Optional<String> branch) throws IOException {
        if (isOurs()) {
            refs.mendPacked();
            refs.mendHead(fixedRef.or(() -> branch).orElse(Constants.R_HEADS + UNBORN_BRANCH));
        }
    }

    /** Whether it can be pushed upon; if not, its commit is lost, and whoever pushes it has to bring all of it. */
    boolean stands(Ref ref) throws IOException {
        return refs.stands(ref);
    }

    /**
     * Takes out what is no branch where one is pushed.
     *
     * @param lost what it named when that was not there; null if it was
     */
    boolean makeRoom(String ref, @Nullable ObjectId lost) throws IOException {
        return refs.makeRoom(ref, lost);
    }

    /** The branch for which room was made did not come. */
    void leaveDamaged(String ref) throws IOException {
        refs.leaveDamaged(ref);
    }

    /**
     * Makes the first of the branches the published one, if none was ever pushed and none is configured. Before the branches
     * are moved, so that no crash leaves a pushed branch behind that nobody publishes.
     *
     * @param pushed full names, in order of preference
     */
    synchronized void publishFirst(List<String> pushed) throws IOException {
        String first = refAfter(pushed);
        if (!first.equals(ref())) {
            link(first);
        }
    }

    /** What {@link #ref} is after {@link #publishFirst}. */
    String refAfter(List<String> pushed) throws IOException {
        return fixedRef.isEmpty() && !pushed.isEmpty() && isUnborn() ? pushed.get(0) : ref();
    }

    /** Whether nothing was published yet. */
    public boolean isUnborn() throws IOException {
        try {
            return tip().isEmpty();
        } catch (DamagedRef e) {
            return false;
        }
    }

    /**
     * Has a clone's branch stand where the remote's does, and be the published one.
     *
     * @param ref its full name
     */
    public synchronized void publish(String ref, ObjectId commit) throws IOException {
        refs.makeRoom(ref, null);
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        RefUpdate.Result result = update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException(ref + " cannot be set to " + commit.name() + ": " + result);
        }
        if (!refs.head().equals(Optional.of(ref))) {
            link(ref);
        }
        tidy();
    }

    /** Leaves nothing of a clone but that it is one: all has to be fetched again. */
    public synchronized void empty() throws IOException {
        File git = repository.getDirectory();
        for (String name : List.of("refs", "objects", "packed-refs")) {
            FileUtils.delete(new File(git, name), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
        }
        for (String name : List.of("refs/heads", "objects/pack", "objects/info")) {
            FileUtils.mkdirs(new File(git, name), true);
        }
    }

    private void link(String ref) throws IOException {
        RefUpdate.Result result = repository.updateRef(Constants.HEAD).link(ref);
        switch (result) {
            case NEW, FORCED, NO_CHANGE -> {}
            default -> throw new IOException("HEAD cannot be set to " + ref + ": " + result);
        }
    }

    /** Has the packs that pushes leave made one when they are many. Returns at once. */
    void tidy() {
        if (hosting != null) {
            hosting.housekeeping().due();
        }
    }

    @Override
    public void close() throws IOException {
        if (hosting != null) {
            hosting.housekeeping().close();
        }
        repository.close();
        if (hosting != null) {
            hosting.lock().close();
        }
    }
}
