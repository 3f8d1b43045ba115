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
public record DocumentChange(
        DocumentKey key, Optional<Published> before, Optional<Published> now, Optional<Readable.Former> former) {

    /** Whether its source or its URL is another, and so the world is told; else its page alone is, as with other settings. */
    public boolean isTold() {
        if (before.isEmpty() || now.isEmpty()) {
            return before.isPresent() || now.isPresent();
        }
        return !before.get().sourceDigest().equals(now.get().sourceDigest())
                || !before.get().url().equals(now.get().url());
    }
}
