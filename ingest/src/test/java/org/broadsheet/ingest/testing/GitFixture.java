package org.broadsheet.ingest.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.ingest.stage.Source;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/**
 * A small language for histories: one author, and a clock that ticks a minute a commit, so that the same words make the same
 * commits. In memory.
 *
 * <pre>{@code
 * git.write("_posts/first.md", "---\ntitle: First\n---\nHello").commit("First post");
 * }</pre>
 */
public final class GitFixture implements Source {
    /** When the first commit is made. */
    public static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final AtomicLong blobsRead = new AtomicLong();
    private final AtomicLong commitsRead = new AtomicLong();
    /** Objects that can still be opened. */
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    private final Repository repository = new InMemoryRepository(new DfsRepositoryDescription("content")) {
        @Override
        public ObjectReader newObjectReader() {
            return new Counting(super.newObjectReader(), blobsRead, commitsRead, left, failure);
        }
    };
    private final AtomicReference<Function<ObjectId, IOException>> failure =
            new AtomicReference<>(id -> new MissingObjectException(id, "object"));
    private final Map<String, Map<Path, File>> trees = new HashMap<>();
    private String branch = "main";
    private String published = "main";
    private Instant clock = START;
    private ZoneId zone = ZoneOffset.UTC;
    private boolean hosted = true;
    private Optional<CommitId> standing = Optional.empty();
    private UnaryOperator<String> literal = UnaryOperator.identity();

    /** A path is bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Path(byte[] bytes) implements Comparable<Path> {
        static Path of(String path) {
            return new Path(path.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Path path && Arrays.equals(bytes, path.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public int compareTo(Path other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    private record File(FileMode mode, ObjectId id) {}

    /** Counts the files that are opened. */
    private static final class Counting extends ObjectReader.Filter {
        private final ObjectReader reader;
        private final AtomicLong blobs;
        private final AtomicLong commits;
        private final AtomicLong left;
        private final AtomicReference<Function<ObjectId, IOException>> failure;

        Counting(
                ObjectReader reader,
                AtomicLong blobs,
                AtomicLong commits,
                AtomicLong left,
                AtomicReference<Function<ObjectId, IOException>> failure) {
            this.reader = reader;
            this.blobs = blobs;
            this.commits = commits;
            this.left = left;
            this.failure = failure;
        }

        @Override
        public ObjectReader newReader() {
            return new Counting(super.newReader(), blobs, commits, left, failure);
        }

        @Override
        protected ObjectReader delegate() {
            return reader;
        }

        @Override
        public ObjectLoader open(AnyObjectId id, int type) throws IOException {
            if (type == Constants.OBJ_BLOB) {
                blobs.incrementAndGet();
            } else if (type == Constants.OBJ_COMMIT) {
                commits.incrementAndGet();
            }
            if (left.getAndDecrement() <= 0) {
                throw failure.get().apply(id.copy());
            }
            return super.open(id, type);
        }
    }

    /** What opening an object that is lost ends in. */
    public GitFixture failing(Function<ObjectId, IOException> with) {
        failure.set(with);
        return this;
    }

    /** From now on so many objects can be opened, and then none. */
    public GitFixture losing(long after) {
        left.set(after);
        return this;
    }

    /** All are there again. */
    public GitFixture whole() {
        return losing(Long.MAX_VALUE);
    }

    /** What the next commits are like, as Git writes them: anybody can write anything there. */
    public GitFixture literally(UnaryOperator<String> edit) {
        literal = edit;
        return this;
    }

    /** How many files were opened so far. */
    public long blobsRead() {
        return blobsRead.get();
    }

    /** How often a commit was opened so far. */
    public long commitsRead() {
        return commitsRead.get();
    }

    private Map<Path, File> tree() {
        return trees.computeIfAbsent(branch, b -> new TreeMap<>(Comparator.naturalOrder()));
    }

    public GitFixture write(String path, String content) {
        return write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public GitFixture write(String path, byte[] content) {
        return write(path.getBytes(StandardCharsets.UTF_8), content);
    }

    public GitFixture write(byte[] path, byte[] content) {
        tree().put(new Path(path), new File(FileMode.REGULAR_FILE, insert(content)));
        return this;
    }

    public GitFixture link(String path, String target) {
        tree().put(Path.of(path), new File(FileMode.SYMLINK, insert(target.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** A commit of another repository, which is not here. */
    public GitFixture submodule(String path) {
        tree().put(Path.of(path), new File(FileMode.GITLINK, ObjectId.fromString("c0ffee".repeat(6) + "c0ff")));
        return this;
    }

    /** A file, as the commit says, that is something else: a folder, or the commit that the branch stands at. */
    public GitFixture noFile(String path, int type) {
        ObjectId id = type == Constants.OBJ_COMMIT ? head().orElseThrow() : emptyTree();
        tree().put(Path.of(path), new File(FileMode.REGULAR_FILE, id));
        return this;
    }

    private ObjectId emptyTree() {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_TREE, new byte[0]);
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public GitFixture delete(String path) {
        if (tree().remove(Path.of(path)) == null) {
            throw new IllegalArgumentException("there is no " + path);
        }
        return this;
    }

    public GitFixture copy(String path, String to) {
        File file = Objects.requireNonNull(tree().get(Path.of(path)));
        tree().put(Path.of(to), file);
        return this;
    }

    public GitFixture rename(String path, String to) {
        File file = tree().remove(Path.of(path));
        if (file == null) {
            throw new IllegalArgumentException("there is no " + path);
        }
        tree().put(Path.of(to), file);
        return this;
    }

    /** The files of the next commit, in order. */
    public List<String> paths() {
        return tree().keySet().stream()
                .map(p -> new String(p.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The time of the next commit. */
    public GitFixture at(String instant) {
        clock = Instant.parse(instant);
        return this;
    }

    public GitFixture zone(String id) {
        zone = ZoneId.of(id);
        return this;
    }

    /** Goes over to a branch, a new one from where we are. */
    public GitFixture on(String name) {
        if (!trees.containsKey(name)) {
            trees.put(name, new TreeMap<>(tree()));
            head().ifPresent(id -> update(name, id));
        }
        branch = name;
        return this;
    }

    public CommitId commit(String message) {
        return commit(message, head().map(List::of).orElse(List.of()));
    }

    /** A merge of {@code other} with the tree as it was prepared; what only they have is taken over. */
    public CommitId merge(String other) {
        trees.get(other).forEach(tree()::putIfAbsent);
        return mergeAsItIs(other);
    }

    /** A merge of {@code other} with the tree as it was prepared. */
    public CommitId mergeAsItIs(String other) {
        ObjectId theirs = resolve("refs/heads/" + other).orElseThrow();
        return commit("Merge " + other, List.of(head().orElseThrow(), theirs));
    }

    /** The next commit's files are those of another branch. */
    public GitFixture like(String other) {
        tree().clear();
        tree().putAll(trees.get(other));
        return this;
    }

    /** A commit without any before it, in place of the branch. */
    public CommitId rewrite(String message) {
        return commit(message, List.of());
    }

    /** Where the branch that we are on stands. */
    public CommitId standing() {
        return new CommitId(head().orElseThrow().name());
    }

    /** Moves the branch, whatever was there. */
    public GitFixture reset(CommitId to) {
        update(branch, ObjectId.fromString(to.value()));
        return this;
    }

    private CommitId commit(String message, List<ObjectId> parents) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache cache = DirCache.newInCore();
            DirCacheBuilder builder = cache.builder();
            tree().forEach((path, file) -> {
                DirCacheEntry entry = new DirCacheEntry(path.bytes());
                entry.setFileMode(file.mode());
                entry.setObjectId(file.id());
                builder.add(entry);
            });
            builder.finish();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            commit.setParentIds(parents);
            PersonIdent author = new PersonIdent("Ada", "ada@example.org", clock, zone);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage(message);
            String raw = literal.apply(new String(commit.build(), StandardCharsets.ISO_8859_1));
            ObjectId id = inserter.insert(Constants.OBJ_COMMIT, raw.getBytes(StandardCharsets.ISO_8859_1));
            inserter.flush();
            update(branch, id);
            clock = clock.plus(Duration.ofMinutes(1));
            return new CommitId(id.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that says it is a commit; no branch stands at it. */
    public CommitId object(String literally) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_COMMIT, literally.getBytes(StandardCharsets.ISO_8859_1));
            inserter.flush();
            return new CommitId(id.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the published branch stands, whatever that is; empty: where it was left. */
    public GitFixture standingAt(Optional<CommitId> commit) {
        standing = commit;
        return this;
    }

    private ObjectId insert(byte[] content) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void update(String name, ObjectId id) {
        try {
            RefUpdate update = repository.updateRef("refs/heads/" + name);
            update.setNewObjectId(id);
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ObjectId> head() {
        return resolve("refs/heads/" + branch);
    }

    private Optional<ObjectId> resolve(String ref) {
        try {
            return Optional.ofNullable(repository.resolve(ref));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As of a directory that is watched. */
    public GitFixture watched() {
        hosted = false;
        return this;
    }

    public GitFixture publish(String name) {
        published = name;
        return this;
    }

    @Override
    public Repository repository() {
        return repository;
    }

    @Override
    public String ref() {
        return "refs/heads/" + published;
    }

    @Override
    public Optional<CommitId> tip() {
        return standing.or(() -> resolve(ref()).map(id -> new CommitId(id.name())));
    }

    @Override
    public void mend(Optional<String> ref) {}

    @Override
    public boolean isHosted() {
        return hosted;
    }

    @Override
    public void close() {
        repository.close();
    }
}
