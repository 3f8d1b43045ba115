package org.broadsheet.common.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.id.Digest;
import org.jspecify.annotations.Nullable;

/** An object that is written and not yet at its place: in a file of its own, and in one beside it packed, if that is smaller. One thread. */
final class Fresh {
    private final Path file;
    private final boolean packs;
    private @Nullable Digest digest;
    private boolean packed;

    /** @param packs whether it is to be packed too */
    Fresh(Path file, boolean packs) {
        this.file = file;
        this.packs = packs;
    }

    Path file() {
        return file;
    }

    private Path packedFile() {
        return file.resolveSibling(file.getFileName() + ".gz");
    }

    void write(ByteSource bytes) throws IOException {
        if (!packs || bytes.size() < GzipFile.LEAST) {
            try (OutputStream out = plain()) {
                digest = bytes.copyTo(out);
            }
            return;
        }
        packed = true;
        long size;
        try (GzipFile.Writer out = new GzipFile.Writer(plain(), packedFile())) {
            digest = bytes.copyTo(out);
            size = out.finish(digest);
        }
        if (size >= Files.size(file)) {
            packed = false;
            Files.delete(packedFile());
        }
    }

    private OutputStream plain() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    }

    /** Of what was written. */
    Digest digest() {
        return Objects.requireNonNull(digest);
    }

    boolean isPacked() {
        return packed;
    }

    /** @param packedTarget empty if it is not to lie there packed */
    void place(Path target, Optional<Path> packedTarget) throws IOException {
        // The packed form first: until both are there, whoever asks for either gets one of them whole. It may be there
        // already, of a
        // try before.
        if (packed && packedTarget.isPresent() && Folder.isFile(packedFile()) && !Folder.isFolder(packedTarget.get())) {
            makeLater(packedFile(), packedTarget.get());
            Files.move(packedFile(), packedTarget.get(), StandardCopyOption.ATOMIC_MOVE);
        } else if (packed) {
            Files.deleteIfExists(packedFile());
        }
        makeLater(file, target);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Web servers tell versions of a file by the second of its time, and its size: each is of a later one than that before. */
    private static void makeLater(Path file, Path former) throws IOException {
        BasicFileAttributes before =
                former.getFileSystem().provider().readAttributesIfExists(former, BasicFileAttributes.class);
        if (before == null) {
            return;
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        long second = before.lastModifiedTime().to(TimeUnit.SECONDS);
        if (now.lastModifiedTime().to(TimeUnit.SECONDS) <= second) {
            Files.setLastModifiedTime(file, FileTime.from(second + 1, TimeUnit.SECONDS));
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        if (packed) {
            Files.deleteIfExists(packedFile());
        }
    }
}
