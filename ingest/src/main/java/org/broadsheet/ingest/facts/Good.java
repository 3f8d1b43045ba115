package org.broadsheet.ingest.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last good version of a file.
 *
 * @param slug the author's own, if it can stand in a URL
 * @param window what may change its standing without a commit
 */
public record Good(
        Revision revision, Standing standing, @Nullable String slug, Window window) {
    /** Which no instant changes. */
    Good(Revision revision, Standing standing, @Nullable String slug) {
        this(revision, standing, slug, Window.ALWAYS);
    }

    /** As of an instant. */
    Good asOf(Instant then) {
        return window.equals(Window.ALWAYS) ? this : new Good(revision, window.at(then), slug, window);
    }

    /** When it stands otherwise, be there a commit or none; null if it does not. */
    public @Nullable Instant next() {
        return window.next(standing);
    }

    /** When it came to stand as it does, if that was after its commit, or will; null if its commit alone decides. */
    public @Nullable Instant since() {
        return switch (standing) {
            case AHEAD, PUBLISHED -> window.due();
            case EXPIRED -> window.until();
            case DRAFT, APART -> null;
        };
    }
}
