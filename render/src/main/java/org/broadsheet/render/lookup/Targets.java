package org.broadsheet.render.lookup;

import java.util.Optional;
import org.broadsheet.common.id.UrlPath;

/** What is there to be linked to, seen from one text. */
public interface Targets {
    /** Where a target is; of what only a post serves that is the reader's to ask for last. */
    Optional<UrlPath> find(Target target);

    /** Whether a post serves a file at a URL that it has because that post refers to it. */
    boolean isServedByPost(UrlPath url);
}
