package org.broadsheet.render.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;

/**
 * A record of the site as it was read.
 *
 * @param content empty for a tombstone, and for what cannot be read
 */
record Taken(LogRecord record, Optional<Content> content) {
    String key() {
        return record.key();
    }

    long offset() {
        return record.offset();
    }

    boolean isTombstone() {
        return record.value().isEmpty();
    }

    /** The end of a commit, all of which stands before it. */
    Optional<Content.CommitIngested> end() {
        return content.filter(Content.CommitIngested.class::isInstance)
                .map(Content.CommitIngested.class::cast)
                .filter(cursor -> cursor.commit().isPresent() && cursor.taking().isEmpty());
    }

    /**
     * Cuts records behind every commit that is to be a release of its own: the last of all that are there, and of backfill, of
     * which nobody is told, the last before one that somebody is told of. The others are superseded.
     *
     * @param live before them
     */
    static List<List<Taken>> releases(List<Taken> taken, Optional<CommitId> live) {
        List<Optional<Boolean>> areBackfill = new ArrayList<>();
        Optional<CommitId> last = live;
        for (Taken one : taken) {
            Optional<CommitId> before = last;
            areBackfill.add(one.end().map(end -> end.backfill() && !end.isInstants(before)));
            last = one.end().flatMap(Content.CommitIngested::commit).or(() -> before);
        }
        List<List<Taken>> releases = new ArrayList<>();
        List<Taken> rest = new ArrayList<>();
        Optional<Boolean> backfill = Optional.empty();
        for (Taken one : taken.reversed()) {
            Optional<Boolean> ofThis = areBackfill.removeLast();
            if (ofThis.isPresent() && !ofThis.equals(backfill)) {
                releases.add(rest.reversed());
                rest = new ArrayList<>();
                backfill = ofThis;
            }
            rest.add(one);
        }
        releases.add(rest.reversed());
        return releases.reversed();
    }
}
