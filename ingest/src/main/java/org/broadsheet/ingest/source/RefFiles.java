package org.broadsheet.ingest.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.broadsheet.common.id.Printable;
import org.eclipse.jgit.internal.storage.file.LockFile;
import org.eclipse.jgit.internal.storage.file.RefDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The files in which Git keeps where branches stand, which a power failure may leave empty or full of something else. JGit takes an
 * empty one for none, and so a branch for gone, or for standing where it stood when it was packed. Safe for all threads.
 */
public final class RefFiles {
    private static final Pattern LOOSE = Pattern.compile("(ref: *\\S[^\\n]*|[0-9a-f]{40})\\s*");
    private static final Pattern PACKED = Pattern.compile("#.*|\\^[0-9a-f]{40}|[0-9a-f]{40} refs/\\S+");
    private static final String SYMBOLIC = "ref:";
    private static final String PACKED_REFS = "packed-refs";
    private static final String HEAD_HINT = "write into it which branch is published: ref: refs/heads/BRANCH";
    private static final int LONGEST = 4_096;
    private static final int QUOTED = 40;

    private final Repository repository;
    private final boolean pushedTo;

    /** @param pushedTo whether a push writes them */
    public RefFiles(Repository repository, boolean pushedTo) {
        this.repository = repository;
        this.pushedTo = pushedTo;
    }

    /** Where it stands; empty: there is none. Reads files only that have changed, and the one of its own. */
    public Optional<Ref> read(String name) throws IOException {
        if (!(repository.getRefDatabase() instanceof RefDirectory)) {
            return Optional.ofNullable(repository.exactRef(name));
        }
        Optional<DamagedRef> loose = loose(name);
        if (loose.isPresent()) {
            throw loose.get();
        }
        Optional<Ref> ref;
        try {
            ref = Optional.ofNullable(repository.exactRef(name));
        } catch (IOException | RuntimeException e) {
            Optional<DamagedRef> packed = packed();
            if (packed.isPresent()) {
                packed.get().addSuppressed(e);
                throw packed.get();
            }
            throw e;
        }
        if (ref.isEmpty()) {
            Optional<DamagedRef> packed = packed();
            if (packed.isPresent()) {
                throw packed.get();
            }
        }
        return ref;
    }

    /**
     * Takes out what is no branch, so that a push brings it anew: a file that holds none, and what names a commit that is lost. What
     * was packed of it before stays, as it was said to whoever pushes.
     *
     * @param lost what it named when it was not there; null if all was well then
     * @return whether it did; whoever does not bring it anew then has to {@link #leaveDamaged} it
     */
    public boolean makeRoom(String name, @Nullable ObjectId lost) throws IOException {
        if (!(repository.getRefDatabase() instanceof RefDirectory)) {
            return false;
        }
        if (loose(name).isEmpty()) {
            if (lost == null) {
                return false;
            }
            Ref ref = repository.exactRef(name);
            if (ref == null || !lost.equals(ref.getObjectId())) {
                return false;
            }
            // Not by JGit, which deletes none whose commit is lost.
            String bytes = new String(name.getBytes(UTF_8), ISO_8859_1);
            keepPacked(line -> !line.endsWith(" " + bytes));
        }
        return Files.deleteIfExists(loosePath(name));
    }

    /** Makes a branch damaged again that was not brought anew after all, so that what was packed of it before does not count. */
    public void leaveDamaged(String name) throws IOException {
        Path file = loosePath(name);
        if (repository.getRefDatabase() instanceof RefDirectory && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    /** Whether what a branch names is there, and of a commit its tree. Others are taken as they are: there may be thousands. */
    public boolean stands(Ref ref) throws IOException {
        ObjectId id = ref.getObjectId();
        if (id == null || !ref.getName().startsWith(Constants.R_HEADS)) {
            return true;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevObject object = walk.parseAny(id);
            if (object instanceof RevCommit commit) {
                var unused = walk.getObjectReader().open(commit.getTree(), Constants.OBJ_TREE);
            }
            return true;
        } catch (IOException e) {
            if (Damage.is(e)) {
                return false;
            }
            throw e;
        }
    }

    /** The branch that {@code HEAD} names, whether there is one or not; empty if it names none. */
    public Optional<String> head() throws IOException {
        // Not by JGit, to which it names none when its branch is damaged.
        if (!(repository.getRefDatabase() instanceof RefDirectory)) {
            return Optional.ofNullable(repository.exactRef(Constants.HEAD))
                    .filter(Ref::isSymbolic)
                    .map(ref -> ref.getTarget().getName());
        }
        Optional<String> content = content(Constants.HEAD);
        Optional<DamagedRef> damage = content.flatMap(text -> damage(Constants.HEAD, text));
        if (damage.isPresent()) {
            throw damage.get();
        }
        Optional<String> branch = content.filter(text -> text.startsWith(SYMBOLIC))
                .map(text -> text.substring(SYMBOLIC.length()).strip());
        // Of ours it names a branch, always: one cut off may name a folder of them.
        if (pushedTo && branch.filter(this::isBranch).isEmpty()) {
            throw new DamagedRef(loosePath(Constants.HEAD), "names no branch", HEAD_HINT);
        }
        return branch;
    }

    private boolean isBranch(String name) {
        return name.startsWith(Constants.R_HEADS)
                && Repository.isValidRefName(name)
                && !Files.isDirectory(loosePath(name));
    }

    /** Writes anew which branch is the published one, if nobody knows that, or if there is no other. */
    public void mendHead(String branch) throws IOException {
        if (!(repository.getRefDatabase() instanceof RefDirectory)) {
            return;
        }
        try {
            if (isThere(head()) || !isThere(Optional.of(branch))) {
                return;
            }
        } catch (DamagedRef e) {
            // Whether there is the other or not.
        }
        replace(loosePath(Constants.HEAD), (SYMBOLIC + " " + branch + "\n").getBytes(UTF_8));
    }

    private boolean isThere(Optional<String> branch) throws IOException {
        return branch.isPresent()
                && (Files.exists(loosePath(branch.get())) || repository.exactRef(branch.get()) != null);
    }

    private Path loosePath(String name) {
        return (name.equals(Constants.HEAD) ? repository.getDirectory() : repository.getCommonDirectory())
                .toPath()
                .resolve(name);
    }

    private Optional<DamagedRef> loose(String name) throws IOException {
        return content(name).flatMap(text -> damage(name, text));
    }

    /** What its file holds, as far as that may mean anything; empty if it has none. */
    private Optional<String> content(String name) throws IOException {
        Path file = loosePath(name);
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST), UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.isDirectory(file) || isBelowAFile(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<DamagedRef> damage(String name, String content) {
        if (LOOSE.matcher(content).matches()) {
            return Optional.empty();
        }
        String branch = Repository.shortenRefName(name);
        String hint = name.equals(Constants.HEAD)
                ? HEAD_HINT
                : pushedTo
                        ? "push " + branch + " again, which writes it anew"
                        : "delete it and say where the branch stands: git branch --force " + branch + " COMMIT";
        return Optional.of(
                new DamagedRef(loosePath(name), holds(content) + " where the id of a commit should stand", hint));
    }

    /** Such as {@code main/x} beside the branch {@code main}. */
    private static boolean isBelowAFile(Path file) {
        Path above = file.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    private static String holds(String text) {
        return text.isBlank()
                ? "holds nothing"
                : "holds \"" + Printable.cut(Printable.line(text.strip()), QUOTED) + "\"";
    }

    private Optional<DamagedRef> packed() throws IOException {
        Path file = packedPath();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file, ISO_8859_1);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!PACKED.matcher(line).matches()) {
                return Optional.of(packed(
                        file,
                        "holds \"" + Printable.cut(Printable.line(line), QUOTED) + "\" in line " + number
                                + ", which names no branch"));
            }
        }
        return text.isEmpty() || text.endsWith("\n")
                ? Optional.empty()
                : Optional.of(packed(file, "is cut off in line " + number));
    }

    private DamagedRef packed(Path file, String found) {
        return new DamagedRef(
                file,
                found,
                pushedTo ? "push every branch again" : "delete that line and say where the branches stand: git branch");
    }

    /** What can be read of the packed ones stays, and all that was there is kept aside: else nobody could push. */
    public void mendPacked() throws IOException {
        if (!(repository.getRefDatabase() instanceof RefDirectory) || packed().isEmpty()) {
            return;
        }
        Path file = packedPath();
        Files.copy(file, file.resolveSibling(PACKED_REFS + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        keepPacked(line -> PACKED.matcher(line).matches());
    }

    private void keepPacked(Predicate<String> which) throws IOException {
        Path file = packedPath();
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file, ISO_8859_1);
        List<String> kept = new ArrayList<>();
        boolean last = false;
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            // What an annotated tag is of stands below it.
            last = which.test(line) && (last || !line.startsWith("^"));
            if (last) {
                kept.add(line);
            }
        }
        replace(
                file,
                String.join("", kept.stream().map(line -> line + "\n").toList()).getBytes(ISO_8859_1));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        LockFile lock = new LockFile(file.toFile());
        if (!lock.lock()) {
            throw new IOException(file + " is being written by somebody else");
        }
        lock.setFSync(true);
        lock.write(content);
        if (!lock.commit()) {
            throw new IOException(file + " cannot be written");
        }
    }

    private Path packedPath() {
        return repository.getCommonDirectory().toPath().resolve(PACKED_REFS);
    }
}
