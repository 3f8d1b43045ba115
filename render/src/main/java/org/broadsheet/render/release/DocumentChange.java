package org.broadsheet.render.release;

import java.util.Optional;
import org.broadsheet.common.record.Readable;

/**
 * A post or page as it was readable and as it is now.
 *
 * @param former what is kept of one that is not readable now
 */
public record DocumentChange(
        DocumentKey key, Optional<Published> before, Optional<Published> now, Optional<Readable.Former> former) {}
