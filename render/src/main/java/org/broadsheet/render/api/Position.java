package org.broadsheet.render.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.AbstractList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/** A place in the list of posts, newest first: {@code 2026-03-14T09:30:00Z_<id>}. Good even when its post has gone. */
record Position(Instant publishedAt, String id) {
    /** That of {@link Published#ORDER}. */
    static final Comparator<Position> ORDER =
            Comparator.comparing(Position::publishedAt).thenComparing(Position::id);

    static Position of(Published post) {
        return new Position(post.publishedAt(), post.id().toString());
    }

    static Position of(Readable.Draft post, Readable.Scheduled as) {
        return new Position(as.publishedAt(), post.id().toString());
    }

    /** How many of these posts, which are in order, the oldest first, are older. */
    int olderIn(List<Published> posts) {
        List<Position> positions = new AbstractList<>() {
            @Override
            public Position get(int i) {
                return of(posts.get(i));
            }

            @Override
            public int size() {
                return posts.size();
            }
        };
        int place = Collections.binarySearch(positions, this, ORDER);
        return place < 0 ? -place - 1 : place;
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
