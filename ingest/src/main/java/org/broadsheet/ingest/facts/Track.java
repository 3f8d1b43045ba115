package org.broadsheet.ingest.facts;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.layout.SiteRules;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the history up to a commit says of the post or page at a path.
 *
 * @param kind {@link Kind#POST} or {@link Kind#PAGE}
 * @param blob what lies there at this commit, good or not
 * @param kept an id that was published before the history was rewritten, and that stays
 * @param good the last version that parses; null if none ever did
 * @param url what the good version has by the commit's rules, or would have once published; null if there is none
 * @param id the author's own, else the kept one, else what follows from the birth
 * @param urls every one that it was published at
 */
public record Track(
        Kind kind,
        Birth birth,
        ObjectId blob,
        @Nullable PostId kept,
        @Nullable Good good,
        @Nullable UrlPath url,
        PostId id,
        SortedSet<UrlPath> urls) {
    public Track {
        urls = Collections.unmodifiableSortedSet(new TreeSet<>(urls));
    }

    Track with(SortedSet<UrlPath> more) {
        if (urls.containsAll(more)) {
            return this;
        }
        TreeSet<UrlPath> all = new TreeSet<>(urls);
        all.addAll(more);
        return new Track(kind, birth, blob, kept, good, url, id, all);
    }

    /** The same at a path by other rules. */
    Track by(SiteRules rules, ContentPath path) {
        UrlPath now = url(rules, path, good);
        return Objects.equals(now, url) ? this : new Track(kind, birth, blob, kept, good, now, id, urls);
    }

    static @Nullable UrlPath url(SiteRules rules, ContentPath path, @Nullable Good good) {
        return good == null ? null : rules.url(path, Optional.ofNullable(good.slug()));
    }

    /** Whether it wants to be read at its URL. */
    public boolean isPublished() {
        return good != null && good.standing() == Standing.PUBLISHED;
    }
}
