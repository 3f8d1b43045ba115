package org.broadsheet.render.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/**
 * A post as the API shows it.
 *
 * @param state {@code live} or {@code scheduled}; of one that was published once: {@code removed}, {@code draft}, {@code withheld} or
 *     {@code expired}, and what is known of it is its id, URLs and the commit that took it away
 * @param url the whole URL; of one that is scheduled, where it will be
 * @param path of its source file
 * @param due of one that is scheduled: when it is to be live
 * @param updatedAt as the author says, else the author time of the last significant change
 * @param previousUrls paths that it had before
 */
record PostResource(
        SiteId site,
        PostId id,
        Optional<Slug> slug,
        Optional<String> url,
        Optional<ContentPath> path,
        Optional<String> title,
        List<String> topics,
        String state,
        Optional<Instant> publishedAt,
        Optional<Instant> announcedAt,
        Optional<Instant> due,
        Optional<Instant> updatedAt,
        SortedSet<UrlPath> previousUrls,
        CommitId commit) {

    /** @param baseUrl without a slash at its end */
    static PostResource of(SiteId site, Published post, String baseUrl) {
        SortedSet<UrlPath> previous = new TreeSet<>(post.urls());
        previous.remove(post.url());
        return new PostResource(
                site,
                post.id(),
                Optional.of(post.slug()),
                Optional.of(baseUrl + post.url().encoded()),
                Optional.of(post.path()),
                Optional.of(post.title()),
                post.frontMatter().topics(),
                "live",
                Optional.of(post.publishedAt()),
                Optional.of(post.announcedAt()),
                Optional.empty(),
                Optional.of(post.frontMatter().updated().orElse(post.changedAt())),
                previous,
                post.commit());
    }

    /** @param baseUrl without a slash at its end */
    static PostResource of(Readable.Draft post, Readable.Scheduled as, String baseUrl) {
        return new PostResource(
                post.site(),
                post.id(),
                Optional.of(as.slug()),
                Optional.of(baseUrl + post.url().encoded()),
                Optional.of(post.path()),
                Optional.of(as.title()),
                as.topics(),
                "scheduled",
                Optional.of(as.publishedAt()),
                Optional.empty(),
                Optional.of(as.due()),
                Optional.empty(),
                new TreeSet<>(),
                as.commit());
    }

    static PostResource of(Readable.Former post) {
        return new PostResource(
                post.site(),
                post.id(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                post.why().name().toLowerCase(Locale.ROOT),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                post.urls(),
                post.commit());
    }
}
