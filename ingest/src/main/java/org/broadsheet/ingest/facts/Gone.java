package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A post or page that was, and is no more.
 *
 * @param path where it lay last
 * @param by the commit that removed it, and {@code at} its author time
 * @param revision its last good version
 * @param publicAt see {@link Track#publicAt}; likewise {@code kept}
 * @param urls every one that it was published at
 */
public record Gone(
        PostId id,
        Kind kind,
        Birth birth,
        ContentPath path,
        CommitId by,
        Instant at,
        @Nullable Revision revision,
        @Nullable Instant publicAt,
        boolean kept,
        SortedSet<UrlPath> urls) {
    private static final Comparator<Gone> FIRST =
            Comparator.comparing(Gone::at).thenComparing(g -> g.by.value()).thenComparing(Gone::path);

    /** As it was, if it comes back. */
    Track track(ObjectId blob) {
        Good last = revision == null ? null : new Good(revision, Standing.DRAFT, null);
        return new Track(kind, birth, blob, kept, last, false, publicAt, null, null, id, urls);
    }

    static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /** Two branches removed it. */
    static Gone union(@Nullable Gone one, Gone other) {
        if (one == null || one.equals(other)) {
            return other;
        }
        Gone first = FIRST.compare(one, other) <= 0 ? one : other;
        TreeSet<UrlPath> urls = new TreeSet<>(one.urls);
        urls.addAll(other.urls);
        Birth birth = one.birth.compareTo(other.birth) <= 0 ? one.birth : other.birth;
        Instant publicAt = earliest(one.publicAt, other.publicAt);
        return new Gone(
                first.id,
                first.kind,
                birth,
                first.path,
                first.by,
                first.at,
                first.revision,
                publicAt,
                first.kept,
                urls);
    }
}
