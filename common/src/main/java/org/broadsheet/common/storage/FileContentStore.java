package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.storage.ContentName.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a folder, each under its name. An article begins with a line that holds the digest of the rest. A write goes
 * to a file of its own, in {@code tmp}, and is renamed: there is no half object. Nothing is forced to disk: after a power failure
 * objects may be missing or damaged, as reading tells.
 */
public final class FileContentStore implements ContentStore {
    /** A digest and the end of its line. */
    private static final int HEAD = 65;

    private final Path root;
    private final Path unfinished;
    private final InstantSource clock;

    /** Opens the folder, which is made if it is not there. */
    public FileContentStore(Path folder, InstantSource clock) throws IOException {
        this.root = Files.createDirectories(folder).toRealPath();
        this.unfinished = root.resolve("tmp");
        this.clock = clock;
    }

    @Override
    public boolean put(ContentName name, ByteSource bytes) throws IOException {
        BasicFileAttributes there = attributes(file(name));
        if (there != null && there.size() == head(name) + bytes.size() && touch(name)) {
            return false;
        }
        replace(name, bytes);
        return true;
    }

    @Override
    public void replace(ContentName name, ByteSource bytes) throws IOException {
        Path file = unfinished();
        try {
            write(name, bytes, file);
            Folder.makeFolderOf(file(name));
            Files.move(file, file(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void write(ContentName name, ByteSource bytes, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            Digest expected = name.digest();
            if (name.kind() == Kind.ARTICLE) {
                expected = bytes.digest();
                out.write((expected + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            Digest written = bytes.copyTo(out);
            if (!written.equals(expected)) {
                throw new IOException("what is to be kept as " + name + " is " + written);
            }
        }
    }

    @Override
    public boolean touch(ContentName name) throws IOException {
        Path file = file(name);
        if (attributes(file) == null) {
            return false;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return true;
        } catch (NoSuchFileException e) {
            // Collected just now.
            return false;
        }
    }

    @Override
    public InputStream open(ContentName name) throws IOException {
        if (attributes(file(name)) == null) {
            throw Lost.absent(name);
        }
        InputStream in;
        try {
            in = Files.newInputStream(file(name), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw Lost.absent(name);
        }
        try {
            return new CheckedContent(name, expected(name, in), in);
        } catch (Throwable e) {
            in.close();
            throw e;
        }
    }

    /** Reads the head. */
    private static Digest expected(ContentName name, InputStream in) throws IOException {
        if (name.kind() == Kind.SOURCE) {
            return name.digest();
        }
        String head = new String(in.readNBytes(HEAD), StandardCharsets.US_ASCII);
        if (!head.endsWith("\n")) {
            throw Lost.damaged(name);
        }
        return digest(head.substring(0, head.length() - 1)).orElseThrow(() -> Lost.damaged(name));
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(new Digest(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long head(ContentName name) {
        return name.kind() == Kind.ARTICLE ? HEAD : 0;
    }

    @Override
    public int collect(Predicate<ContentName> named, Instant before) throws IOException {
        int removed = 0;
        for (Kind kind : Kind.values()) {
            for (Path file : files(root.resolve(kind.folder()))) {
                Optional<ContentName> name =
                        digest(String.valueOf(file.getFileName())).map(digest -> new ContentName(kind, digest));
                if (name.isPresent() && isOlder(file, before) && !named.test(name.get()) && remove(file, before)) {
                    removed++;
                }
            }
        }
        for (Path file : files(unfinished)) {
            if (isOlder(file, before)) {
                Files.deleteIfExists(file);
            }
        }
        return removed;
    }

    private static List<Path> files(Path folder) {
        return FolderWalk.files(folder, each -> true).toList();
    }

    /** Out of the way first: a writer finds it gone and writes it, or has touched it before, which shows. */
    private boolean remove(Path file, Instant before) throws IOException {
        Path away = unfinished();
        try {
            Files.move(file, away, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (isOlder(away, before)) {
            Files.deleteIfExists(away);
            return true;
        }
        try {
            Files.move(away, file, StandardCopyOption.ATOMIC_MOVE);
            return false;
        } catch (NoSuchFileException e) {
            // Another one, which clears up, has found it old.
            return true;
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        return attributes != null && attributes.lastModifiedTime().toInstant().isBefore(before);
    }

    /** Of a file that is there; most are asked for to find that they are not, which must not cost an exception each. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        BasicFileAttributes attributes =
                file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
        return attributes != null && attributes.isRegularFile() ? attributes : null;
    }

    private Path file(ContentName name) {
        return root.resolve(name.toString());
    }

    /** A file that is not there, in a folder that is, though somebody may have taken it away. */
    private Path unfinished() throws IOException {
        Path file =
                unfinished.resolve(Long.toHexString(ThreadLocalRandom.current().nextLong()));
        Folder.makeFolderOf(file);
        return file;
    }

    @Override
    public void close() {}
}
