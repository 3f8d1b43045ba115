package org.broadsheet.ingest.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when on, and until when, a version is to be read, as far as that lay ahead of the commit that brought it.
 *
 * @param due null if it was due then
 * @param until null if it does not expire, or had then
 */
public record Window(@Nullable Instant due, @Nullable Instant until) {
    static final Window ALWAYS = new Window(null, null);

    /** Of a version that is to be read then. */
    Standing at(Instant then) {
        if (isEmpty()) {
            return Standing.NEVER;
        }
        if (until != null && !until.isAfter(then)) {
            return Standing.EXPIRED;
        }
        return due != null && due.isAfter(then) ? Standing.AHEAD : Standing.PUBLISHED;
    }

    /** When a version that stands so stands otherwise; null if it goes on as it is. */
    @Nullable Instant next(Standing standing) {
        return switch (standing) {
            case AHEAD -> Gone.earliest(due, until);
            case PUBLISHED -> until;
            case DRAFT, APART, EXPIRED, NEVER -> null;
        };
    }

    /** The latest of its instants by then; {@link Instant#EPOCH} if there is none. */
    Instant passed(Instant then) {
        if (isEmpty()) {
            return Instant.EPOCH;
        }
        Instant last = due == null || due.isAfter(then) ? Instant.EPOCH : due;
        return until == null || until.isAfter(then) || until.isBefore(last) ? last : until;
    }

    private boolean isEmpty() {
        return due != null && until != null && !until.isAfter(due);
    }
}
