package org.broadsheet.render.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.record.Readable;

/** A place in the list of posts, newest first: {@code 2026-03-14T09:30:00Z_<id>}. Good even when its post has gone. */
record Position(Instant publishedAt, String id) {
    static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::publishedAt)
            .thenComparing(Position::id)
            .reversed();

    static Position of(Readable.Document post) {
        return new Position(post.publishedAt(), post.id().toString());
    }

    static Position parse(String text) {
        int cut = text.indexOf('_');
        try {
            return new Position(Instant.parse(text.substring(0, Math.max(cut, 0))), text.substring(cut + 1));
        } catch (DateTimeParseException e) {
            throw new Exchange.BadRequest(400, "after=" + text + " is not what next said");
        }
    }

    @Override
    public String toString() {
        return publishedAt + "_" + id;
    }
}
