package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.storage.FileNames.Form;
import org.broadsheet.common.storage.FileNames.Named;
import org.broadsheet.common.storage.FileNames.Place;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a folder that any web server can serve: a page is {@code <key>.html}, the root {@code index.html}, what
 * leads on {@code <key>.308.html}, what is gone {@code <key>.410.html}, and every other object is as its key and has the media type that {@link MediaTypes} says of it.
 * Beside what can be packed well lies the same as gzip, {@code .gz} behind its name: no object of its own, but a form of one, made, replaced and removed with it.
 * What is ours lies in {@code .broadsheet} below the folder: the lock file, unfinished writes, and objects for which there is no room
 * until another is removed.
 *
 * <p>A write goes to a file of its own and is renamed, so that readers need no lock and a killed process leaves no half object.
 * Changes to one key are one after the other between all threads and processes of one machine. Nothing is forced to disk: after a
 * power loss objects may be missing or empty, as their digests show. Symbolic links below the folder are not followed.
 */
public final class FileStorage implements Storage {
    private static final int DIGESTS = 50_000;
    /** How often another process may take away the folder that a file is about to be put into. */
    private static final int TRIES = 50;

    private final FileNames names;
    private final Folder folder;
    private final StoreLocks locks;
    private final FileRecovery recovery;
    private final Path unfinished;
    private final Path form;
    private final boolean packs;
    private final DigestCache digests = new DigestCache(DIGESTS, InstantSource.system());
    private boolean closed;

    /** Opens the folder as below, and packs. */
    public FileStorage(Path path) throws IOException {
        this(path, true);
    }

    /**
     * Opens the folder, which is made if it is not there.
     *
     * @param packs whether what can be packed well gets a packed form
     * @throws StartFailure when the process runs in a locale in which files cannot be named
     */
    public FileStorage(Path path, boolean packs) throws IOException {
        requireUtf8(System.getProperty("sun.jnu.encoding", "UTF-8"));
        Path root = Files.createDirectories(path).toRealPath();
        Path own = Files.createDirectories(root.resolve(FileNames.PRIVATE));
        this.names = new FileNames(root);
        this.folder = new Folder(names);
        this.locks = StoreLocks.open(own.resolve("lock"));
        this.unfinished = own.resolve("tmp");
        this.packs = packs;
        this.form = own.resolve("form");
        this.recovery = new FileRecovery(names, folder, locks, unfinished, packs);
    }

    /** A post's name may hold any character: a JVM that was started in another encoding cannot write it. */
    static void requireUtf8(String encoding) {
        if (!Charset.isSupported(encoding) || !Charset.forName(encoding).equals(StandardCharsets.UTF_8)) {
            throw new StartFailure("file names are written in " + encoding
                    + " here, which cannot hold every post's name; set LC_ALL=C.UTF-8 in the environment");
        }
    }

    @Override
    public Optional<StoredObject> get(ObjectKey key) throws IOException {
        StoredObject found = look(key);
        if (found != null) {
            return Optional.of(found);
        }
        // An object that takes another form again and again can be missed in each of them: under its lock it stays as
        // it is.
        try (StoreLocks.Held held = locks.lock(key)) {
            return Optional.ofNullable(look(key));
        }
    }

    @Override
    public Optional<ObjectInfo> info(ObjectKey key) throws IOException {
        Optional<StoredObject> found = get(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = found.get()) {
            return Optional.of(object.info());
        }
    }

    @Override
    public Outcome put(ObjectKey key, ObjectType type, ByteSource bytes, Optional<Digest> believed) throws IOException {
        Form form = Form.of(type);
        if (form == Form.PLAIN && key.value().isEmpty()) {
            throw new IllegalArgumentException("the root is a page, not " + type);
        }
        // Where something else is believed to be there it is looked at once, under the lock, when all is written.
        boolean isToBeLikeIt = believed.isEmpty() || believed.get().equals(bytes.digest());
        if (isToBeLikeIt && folder.attributes(names.file(form, key)) != null) {
            // Often the same is there already, which is found out without writing.
            Optional<ObjectInfo> before = info(key);
            if (before.isPresent()
                    && before.get().size() == bytes.size()
                    && isSame(before.get(), form, bytes.digest())) {
                if (packs && !recovery.isPacked(names.file(form, key), bytes.digest())) {
                    recovery.pack(key, names.file(form, key));
                }
                return new Outcome.Unchanged();
            }
            if (before.isPresent() && !before.map(ObjectInfo::digest).equals(believed)) {
                return new Outcome.Conflict(before.map(ObjectInfo::digest));
            }
        }
        Path file =
                unfinished.resolve(Long.toHexString(ThreadLocalRandom.current().nextLong()));
        Folder.makeFolderOf(file);
        Fresh fresh =
                new Fresh(file, packs && names.packed(names.file(form, key)).isPresent());
        boolean placed = false;
        try {
            fresh.write(bytes);
            Outcome outcome = put(key, form, fresh, believed);
            placed = outcome instanceof Outcome.Written;
            if (placed && believed.isPresent() && folder.hasAside()) {
                // Another form has made room, as if the former one had been deleted.
                recovery.bringHome();
            }
            return outcome;
        } finally {
            if (!placed) {
                fresh.delete();
            }
        }
    }

    private Outcome put(ObjectKey key, Form form, Fresh fresh, Optional<Digest> believed) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return putLocked(key, form, fresh, believed);
            } catch (FileSystemException e) {
                // Its folder was taken away as empty, or something stands there by now: look anew.
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Outcome putLocked(ObjectKey key, Form form, Fresh fresh, Optional<Digest> believed) throws IOException {
        try (StoreLocks.Held held = locks.lock(key)) {
            Present present = present(key);
            Optional<ObjectInfo> before = present.first();
            if (before.isPresent() && isSame(before.get(), form, fresh.digest())) {
                return new Outcome.Unchanged();
            }
            if (!before.map(ObjectInfo::digest).equals(believed)) {
                return new Outcome.Conflict(before.map(ObjectInfo::digest));
            }
            place(fresh, names.file(form, key), present.places());
            return new Outcome.Written(fresh.digest());
        }
    }

    /**
     * What there is of a key.
     *
     * @param places of its files, in the order in which they are looked for
     * @param first what is found
     */
    private record Present(List<Place> places, Optional<ObjectInfo> first) {}

    /** Under the key's lock it stays. */
    private Present present(ObjectKey key) throws IOException {
        List<Place> present = new ArrayList<>(1);
        Optional<ObjectInfo> first = Optional.empty();
        for (Place place : places(key)) {
            if (first.isPresent()) {
                if (folder.attributes(place.file()) != null) {
                    present.add(place);
                }
                continue;
            }
            try (StoredObject object = open(place.file(), place.named())) {
                if (object != null) {
                    present.add(place);
                    first = Optional.of(object.info());
                }
            }
        }
        return new Present(present, first);
    }

    private static boolean isSame(ObjectInfo present, Form form, Digest digest) {
        return Form.of(present.type()) == form && present.digest().equals(digest);
    }

    @Override
    public Outcome delete(ObjectKey key, Digest believed) throws IOException {
        Outcome outcome = deleteLocked(key, believed);
        if (folder.hasAside()) {
            recovery.bringHome();
        }
        return outcome;
    }

    private Outcome deleteLocked(ObjectKey key, Digest believed) throws IOException {
        try (StoreLocks.Held held = locks.lock(key)) {
            Present present = present(key);
            Optional<Digest> digest = present.first().map(ObjectInfo::digest);
            if (digest.isEmpty()) {
                return new Outcome.Unchanged();
            }
            if (!digest.get().equals(believed)) {
                return new Outcome.Conflict(digest);
            }
            // Last the one that readers find: at no instant is there a former one in its place.
            for (Place place : present.places().reversed()) {
                folder.remove(place.file());
            }
            return new Outcome.Written(believed);
        }
    }

    @Override
    public Stream<ObjectVersion> list(String prefix) {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? names.root() : names.file(Form.PLAIN, new ObjectKey(prefix.substring(0, slash)));
        return folder.files(start)
                .filter(file -> names.named(file)
                        .filter(named -> named.key().value().startsWith(prefix))
                        .isPresent())
                .map(this::listed)
                .flatMap(Optional::stream);
    }

    /** What {@code file} holds; nothing if its key's object is found elsewhere. */
    private Optional<ObjectVersion> listed(Path file) {
        try {
            Named named = names.named(file).orElseThrow();
            for (Place place : places(named.key())) {
                if (place.file().equals(file)) {
                    break;
                }
                if (folder.attributes(place.file()) != null) {
                    return Optional.empty();
                }
            }
            try (StoredObject object = open(file, named)) {
                return object == null
                        ? Optional.empty()
                        : Optional.of(
                                new ObjectVersion(named.key(), object.info().digest()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void recover() throws IOException {
        recovery.run();
        if (!isOfOtherForm()) {
            return;
        }
        Path written = form.resolveSibling(
                "form-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        Files.writeString(written, form());
        Files.move(written, form, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Of the files of the objects. */
    private String form() {
        return packs ? "2 gzip\n" : "2\n";
    }

    @Override
    public boolean isOfOtherForm() throws IOException {
        try {
            return !Files.readString(form).equals(form());
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            locks.close();
        }
    }

    private List<Place> places(ObjectKey key) {
        return names.places(key, folder.hasAside());
    }

    private @Nullable StoredObject look(ObjectKey key) throws IOException {
        for (Place place : places(key)) {
            StoredObject found = open(place.file(), place.named());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable StoredObject open(Path file, Named named) throws IOException {
        BasicFileAttributes before = folder.attributesBeforeOpening(file);
        for (int tries = 1; before != null; tries++) {
            SeekableByteChannel bytes;
            try {
                bytes = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return null;
            } catch (IOException e) {
                // Something else may stand there, or above it, or a link, which is refused.
                before = folder.attributes(file);
                if (before != null && tries == TRIES) {
                    throw e;
                }
                continue;
            }
            boolean given = false;
            try {
                // The file at the path may be another by now than the one that was opened.
                BasicFileAttributes after = folder.attributesOfWhatIsThere(file);
                if (after != null && isSameFile(before, after)) {
                    ObjectInfo info =
                            new ObjectInfo(named.key(), named.type(), after.size(), digests.of(file, after, bytes));
                    given = true;
                    return new OpenFile(info, bytes, names.packed(file));
                }
                before = after;
            } finally {
                if (!given) {
                    bytes.close();
                }
            }
        }
        return null;
    }

    private static boolean isSameFile(BasicFileAttributes one, BasicFileAttributes other) {
        return one.size() == other.size()
                && one.lastModifiedTime().equals(other.lastModifiedTime())
                && Objects.equals(one.fileKey(), other.fileKey());
    }

    /** Makes what is fresh the only file of its key, at {@code file} or aside. Holding the key's lock. */
    private void place(Fresh fresh, Path file, List<Place> present) throws IOException {
        boolean isThere = present.stream().anyMatch(place -> place.file().equals(file));
        Path target = isThere || folder.hasRoom(file) ? file : names.aside(file);
        List<Path> former = new ArrayList<>(1);
        for (Place place : present.reversed()) {
            if (!place.file().equals(target)) {
                former.add(place.file());
                // If we are killed before it is removed, recover() keeps the newest.
                FileTime time = Files.getLastModifiedTime(place.file());
                if (time.compareTo(Files.getLastModifiedTime(fresh.file())) >= 0) {
                    Files.setLastModifiedTime(fresh.file(), FileTime.fromMillis(time.toMillis() + 1));
                }
            }
        }
        if (!isThere) {
            Folder.makeFolderOf(target);
        }
        Optional<Path> packed = names.packed(target);
        if (isThere && (packed.isEmpty() || !fresh.isPacked())) {
            folder.removePacked(target);
        }
        fresh.place(target, packed);
        for (Path each : former) {
            folder.remove(each);
        }
    }
}
