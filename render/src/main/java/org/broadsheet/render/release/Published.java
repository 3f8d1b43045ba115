package org.broadsheet.render.release;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Readable;

/**
 * A post or page that is, or is about to be, readable: a {@link Readable.Document} but for the bytes of its page, which only
 * follow from it. Its components are explained there.
 */
public record Published(
        Kind kind,
        PostId id,
        ContentPath path,
        CommitId commit,
        Slug slug,
        UrlPath url,
        Digest article,
        Lookups lookups,
        String title,
        boolean titleInBody,
        String excerpt,
        FrontMatter frontMatter,
        Instant publishedAt,
        Instant announcedAt,
        Instant changedAt,
        Digest textDigest,
        Digest sourceDigest,
        SortedSet<UrlPath> urls) {

    /** The order of all lists, oldest first: by {@code publishedAt}, then by the id as it is written. */
    public static final Comparator<Published> ORDER =
            Comparator.comparing(Published::publishedAt).thenComparing(Published::id, Published::compareIds);

    /** The order of the site: posts, newest first, then pages. */
    public static final Comparator<Published> SITE =
            Comparator.comparing(Published::kind).thenComparing(ORDER.reversed());

    public static Published of(Readable.Document document) {
        return new Published(
                document.kind(),
                document.id(),
                document.path(),
                document.commit(),
                document.slug(),
                document.url(),
                document.article(),
                document.lookups(),
                document.title(),
                document.titleInBody(),
                document.excerpt(),
                document.frontMatter(),
                document.publishedAt(),
                document.announcedAt(),
                document.changedAt(),
                document.textDigest(),
                document.sourceDigest(),
                document.urls());
    }

    /**
     * @param key of its article
     * @param announcedAt when it becomes readable, if it was not before
     */
    public static Published of(Content.Document document, Digest key, Article article, Instant announcedAt) {
        FrontMatter frontMatter = document.frontMatter();
        String title = frontMatter
                .title()
                .or(article::firstHeading)
                .orElse(document.slug().value());
        return new Published(
                document.kind(),
                document.id(),
                document.path(),
                document.commit(),
                document.slug(),
                document.url(),
                key,
                Lookups.of(document.linesAbove(), document.pictures()),
                title,
                article.titleInBody(),
                frontMatter.excerpt().orElseGet(() -> Excerpt.of(article)),
                frontMatter,
                document.publishedAt(),
                announcedAt,
                document.facts().changedAt(),
                document.textDigest(),
                document.sourceDigest(),
                document.facts().urls());
    }

    /** @param page what is at {@link #url} */
    public Readable.Document toReadable(SiteId site, Stored page, Optional<Readable.Told> told) {
        return new Readable.Document(
                site,
                kind,
                id,
                path,
                commit,
                slug,
                url,
                page.digest(),
                page.view(),
                article,
                lookups,
                title,
                titleInBody,
                excerpt,
                frontMatter,
                publishedAt,
                announcedAt,
                changedAt,
                textDigest,
                sourceDigest,
                urls,
                told);
    }

    public DocumentKey key() {
        return new DocumentKey(kind, id);
    }

    public Published withArticle(Digest other) {
        return with(other, lookups, announcedAt);
    }

    public Published with(Lookups told) {
        return with(article, told, announcedAt);
    }

    Published announced(Instant at) {
        return with(article, lookups, at);
    }

    private Published with(Digest article, Lookups lookups, Instant announcedAt) {
        return new Published(
                kind,
                id,
                path,
                commit,
                slug,
                url,
                article,
                lookups,
                title,
                titleInBody,
                excerpt,
                frontMatter,
                publishedAt,
                announcedAt,
                changedAt,
                textDigest,
                sourceDigest,
                urls);
    }

    /** UUID.compareTo is of signed halves; this is the order of the text. */
    private static int compareIds(PostId a, PostId b) {
        int high = Long.compareUnsigned(
                a.value().getMostSignificantBits(), b.value().getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        a.value().getLeastSignificantBits(), b.value().getLeastSignificantBits());
    }
}
