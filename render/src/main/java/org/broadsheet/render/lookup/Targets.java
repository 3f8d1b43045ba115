package org.broadsheet.render.lookup;

import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Finding;

/** What is there to be linked to, seen from one text. */
public interface Targets {
    /** Where a target is; of what only a post serves that is the reader's to ask for last. */
    Optional<UrlPath> find(Target target);

    /** Whether a post serves a file at a URL that it has because that post refers to it. */
    boolean isServedByPost(UrlPath url);

    /** Whether nothing is at a URL but that a document was there, which is elsewhere now. */
    boolean isFormer(UrlPath url);

    /** What there is to lead to within what is at a URL; empty where that is no text of an author's. */
    Optional<Set<String>> anchors(UrlPath url);

    /** Why a file that is there cannot be where the text would have it. */
    Optional<Finding> noRoom(Target target);
}
