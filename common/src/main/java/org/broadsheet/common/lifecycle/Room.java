package org.broadsheet.common.lifecycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room on the devices of some folders for something new. What is under way needs some of it to be finished, so
 * that nothing new is begun before the last byte is gone. Safe for all threads; cheap.
 */
public final class Room implements Part {
    private static final long MIB = 1 << 20;

    private final List<Path> folders;
    private final long reserve;

    /** @param reserve in bytes: with less that is free there is no room */
    public Room(List<Path> folders, long reserve) {
        this.folders = List.copyOf(folders);
        this.reserve = reserve;
    }

    /** Such as {@code no space left on the device at /srv/data: …}; empty when there is room. */
    public Optional<String> shortage() {
        for (Path folder : folders) {
            @Nullable Path there = nearest(folder);
            if (there == null) {
                continue;
            }
            if (!Files.isWritable(there)) {
                // Of a file system that is read-only this is so for everybody.
                return Optional.of(there + " cannot be written; see that its file system is mounted so that it can,"
                        + " and that it belongs to the user who runs this");
            }
            long free = there.toFile().getUsableSpace();
            if (free < reserve) {
                return Optional.of(Trouble.NO_SPACE.at(folder) + ": " + size(free) + " free, and "
                        + size(reserve) + " (storage.reserve) are kept for what is under way; "
                        + Trouble.NO_SPACE.advice());
            }
        }
        return Optional.empty();
    }

    /** What is there of a folder that may still have to be made. */
    private static @Nullable Path nearest(Path folder) {
        @Nullable Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    private static String size(long bytes) {
        return bytes < MIB
                ? String.format(Locale.ROOT, "%,d bytes", bytes)
                : String.format(Locale.ROOT, "%,.1f MiB", (double) bytes / MIB);
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public void start() {}

    @Override
    public Health health() {
        return shortage().<Health>map(Health.Starting::new).orElseGet(Health.Ready::new);
    }

    @Override
    public void close() {}
}
