package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/**
 * What the source says of one post or page, as of its last good version: the same in {@code content}, in {@code readable} and in
 * every memory that is folded from these. A function of a commit's tree and of the facts of its parents alone: never of pushes,
 * arrival, clock, or what was live, nor of another file, the theme or the settings but for the zone. What two records have of one
 * document differs if and only if its author, or its history, has changed it.
 *
 * @param kind {@link Kind#POST} or {@link Kind#PAGE}
 * @param id for life: follows from birth path and birth time, or was written by the author at its birth
 * @param path where its file lies now
 * @param commit the commit that brought this version
 * @param url where it is, or would be, readable
 * @param publishedAt {@code date}, else the date in the file name, else the author time of the first commit in which it
 *     was public, as far as that is plausible; orders lists and feeds
 * @param changedAt author time of the last significant change (title as written or Markdown), the birth included
 * @param frontMatter as written; whether and where its destinations lead is render's to say
 * @param textDigest of the title as written and the Markdown, white space folded: what makes a change significant
 * @param sourceDigest of front matter and Markdown: what makes a change at all
 * @param urls the URLs that a reachable commit gave it while it was published, the present one included: all that the record has
 *     room for
 * @param revisedAt {@code changedAt}, if that is later than its birth
 */
public record Facts(
        Kind kind,
        PostId id,
        ContentPath path,
        CommitId commit,
        UrlPath url,
        Slug slug,
        Instant publishedAt,
        Instant changedAt,
        FrontMatter frontMatter,
        Digest textDigest,
        Digest sourceDigest,
        SortedSet<UrlPath> urls,
        Optional<Instant> revisedAt) {
    @JsonCreator
    public Facts {
        if (kind != Kind.POST && kind != Kind.PAGE) {
            throw new IllegalArgumentException("a document is a post or a page, not \"" + kind + "\"");
        }
        urls = Collections.unmodifiableSortedSet(new TreeSet<>(urls));
    }

    /** Of one that is as it was born. */
    public Facts(
            Kind kind,
            PostId id,
            ContentPath path,
            CommitId commit,
            UrlPath url,
            Slug slug,
            Instant publishedAt,
            Instant changedAt,
            FrontMatter frontMatter,
            Digest textDigest,
            Digest sourceDigest,
            SortedSet<UrlPath> urls) {
        this(
                kind,
                id,
                path,
                commit,
                url,
                slug,
                publishedAt,
                changedAt,
                frontMatter,
                textDigest,
                sourceDigest,
                urls,
                Optional.empty());
    }

    public DocumentKey key() {
        return new DocumentKey(kind, id);
    }

    /** With these of the URLs alone. */
    public Facts with(SortedSet<UrlPath> fewer) {
        return new Facts(
                kind,
                id,
                path,
                commit,
                url,
                slug,
                publishedAt,
                changedAt,
                frontMatter,
                textDigest,
                sourceDigest,
                fewer,
                revisedAt);
    }
}
