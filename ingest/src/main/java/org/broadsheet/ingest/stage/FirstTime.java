package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a rebuild from a first push. Both find a repository and nothing in Kafka; but what a person pushes first the world is to
 * be told of, and what was public before Kafka was lost it is not. So that a file beside the repository says that it was taken
 * in once.
 */
final class FirstTime {
    private final Path marker;
    private final boolean hosted;
    private boolean marked;

    FirstTime(Path marker, boolean hosted) {
        this.marker = marker;
        this.hosted = hosted;
    }

    /** Whether what is taken in with nothing before it is backfill. */
    boolean isBackfill() {
        return !hosted || Files.exists(marker);
    }

    /** Something was taken in, and is committed. */
    void mark() throws IOException {
        if (hosted && !marked && !Files.exists(marker)) {
            Files.createDirectories(marker.toAbsolutePath().getParent());
            Files.writeString(
                    marker, "The repository beside this file was published: a rebuild of Kafka tells no webhook.\n");
        }
        marked = true;
    }
}
