package org.broadsheet.ingest.facts;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.PostId;
import org.broadsheet.ingest.frontmatter.AuthoredDate;

/** What facts need to know of a version of a file. */
public sealed interface FileVersion {
    /**
     * A version of a post or page that parses.
     *
     * @param slug the author's own, if it can stand in a URL
     * @param id the author's own
     * @param due before none of which it may be read
     * @param until when, by each, it is to be read no more
     */
    record Parsed(
            Wish wish, Optional<String> slug, Optional<PostId> id, List<AuthoredDate> due, List<AuthoredDate> until)
            implements FileVersion {
        public Parsed {
            due = List.copyOf(due);
            until = List.copyOf(until);
        }
    }

    /** A version of an introduction that parses. */
    record Introduction() implements FileVersion {}

    /** A version of the settings that parses. */
    record Settings(ZoneId zone) implements FileVersion {}

    /**
     * A version that does not parse.
     *
     * @param mayHide whether its author may have wanted to hide it by what is not understood
     */
    record Broken(boolean mayHide) implements FileVersion {}

    /** What the author wants. */
    enum Wish {
        PUBLISH,
        DRAFT,
        /** A page without front matter. */
        NOTHING
    }
}
