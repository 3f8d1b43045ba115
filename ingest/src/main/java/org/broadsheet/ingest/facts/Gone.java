package org.broadsheet.ingest.facts;

import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A post or page that was, and is no more.
 *
 * @param path where it lay last
 * @param by the commit that removed it
 * @param revision its last good version
 * @param urls every one that it was published at
 */
public record Gone(
        PostId id,
        Kind kind,
        Birth birth,
        ContentPath path,
        HistoricCommit by,
        @Nullable Revision revision,
        SortedSet<UrlPath> urls) {
    private static final Comparator<Gone> FIRST = Comparator.comparing((Gone g) -> g.by.at())
            .thenComparing(g -> g.by.id().value())
            .thenComparing(Gone::path);

    /** Two branches removed it. */
    static Gone union(@Nullable Gone one, Gone other) {
        if (one == null || one.equals(other)) {
            return other;
        }
        Gone first = FIRST.compare(one, other) <= 0 ? one : other;
        TreeSet<UrlPath> urls = new TreeSet<>(one.urls);
        urls.addAll(other.urls);
        Birth birth = one.birth.compareTo(other.birth) <= 0 ? one.birth : other.birth;
        return new Gone(first.id, first.kind, birth, first.path, first.by, first.revision, urls);
    }
}
