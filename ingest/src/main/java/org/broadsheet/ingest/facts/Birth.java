package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.Comparator;
import org.broadsheet.common.id.ContentPath;

/** Where and when a post or page was first seen. The earlier born has the right of way; ties go by path. */
public record Birth(ContentPath path, Instant at) implements Comparable<Birth> {
    private static final Comparator<Birth> ORDER =
            Comparator.comparing(Birth::at).thenComparing(Birth::path);

    @Override
    public int compareTo(Birth other) {
        return ORDER.compare(this, other);
    }
}
