package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;

/**
 * "Look at this site's source now." Whatever notices something writes one; the owner of the site's partition alone acts on it.
 *
 * @param commit the commit that was seen at the published branch, such as a push's; empty when only a look is asked for
 * @param at when it was noticed; of a push, from when on its author listens: what was said of the commit before is not heard
 * @param lost files of which the work store lacks something: what it had is to be stored again, and their records are to come
 *     once more
 */
public record Signal(
        SiteId site,
        Reason reason,
        Optional<CommitId> commit,
        Instant at,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContentPath> lost) {
    /** Of the paths that one record names, as they are written there, beside a last one: it stays below what the log takes. */
    private static final int LOST_BYTES = 128 << 10;

    @JsonCreator
    public Signal {
        lost = List.copyOf(lost);
    }

    /** Of which nothing is lost. */
    public Signal(SiteId site, Reason reason, Optional<CommitId> commit, Instant at) {
        this(site, reason, commit, at, List.of());
    }

    /** Asks for what these files had in the work store, in as many signals as it takes. */
    public static List<Signal> ofLost(SiteId site, Collection<ContentPath> paths, Instant at) {
        List<Signal> signals = new ArrayList<>();
        List<ContentPath> some = new ArrayList<>();
        int bytes = 0;
        for (ContentPath path : List.copyOf(paths)) {
            some.add(path);
            bytes += Json.write(path).length + 1;
            if (bytes > LOST_BYTES) {
                signals.add(new Signal(site, Reason.LOST, Optional.empty(), at, some));
                some.clear();
                bytes = 0;
            }
        }
        if (!some.isEmpty()) {
            signals.add(new Signal(site, Reason.LOST, Optional.empty(), at, some));
        }
        return signals;
    }

    public enum Reason {
        PUSH,
        WATCH,
        /** A forge called: somebody has pushed to the remote that is the source. */
        HOOK,
        /** Somebody waits for a commit that is not known yet. */
        ASKED,
        /** The work store was found without what it should hold. */
        LOST
    }
}
