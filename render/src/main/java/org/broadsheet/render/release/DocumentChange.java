package org.broadsheet.render.release;

import java.util.Optional;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/**
 * A post or page as it was readable and as it is now.
 *
 * @param former what is kept of one that is not readable now
 */
public record DocumentChange(DocumentKey key, Optional<Kept> was, Optional<Kept> is, Optional<Readable.Former> former) {
    /** Made anew with each call. */
    public Optional<Published> before() {
        return was.map(Kept::published);
    }

    /** Made anew with each call. */
    public Optional<Published> now() {
        return is.map(Kept::published);
    }

    /** Whether its source or its URL is another, and so the world is told; else its page alone is, as with other settings. */
    public boolean isTold() {
        if (was.isEmpty() || is.isEmpty()) {
            return was.isPresent() || is.isPresent();
        }
        Published before = was.get().published();
        Published now = is.get().published();
        return !before.sourceDigest().equals(now.sourceDigest())
                || !before.url().equals(now.url());
    }
}
