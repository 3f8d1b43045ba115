package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;

/**
 * A record of {@link KafkaTopic#READABLE}: what can be read at which URL. That it is there is the proof that the object was
 * written and read back with this digest. A tombstone: render no longer keeps an object there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Readable.Document.class, name = "document"),
    @JsonSubTypes.Type(value = Readable.Former.class, name = "former"),
    @JsonSubTypes.Type(value = Readable.Introduction.class, name = "introduction"),
    @JsonSubTypes.Type(value = Readable.Draft.class, name = "draft"),
    @JsonSubTypes.Type(value = Readable.SourceFile.class, name = "source"),
    @JsonSubTypes.Type(value = Readable.StoredObject.class, name = "object"),
    @JsonSubTypes.Type(value = Readable.Settings.class, name = "settings"),
    @JsonSubTypes.Type(value = Readable.LastEvent.class, name = "lastEvent"),
    @JsonSubTypes.Type(value = Readable.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = Readable.Release.class, name = "release")
})
public sealed interface Readable {
    SiteId site();

    /** The record's key: {@code site/kind/id}. */
    String key();

    /**
     * What a release told of a post or page, in the record that it wrote with the event: should it be cut off between two
     * transactions, whoever ends it counts this one too. How it ended is seen then: what left may have come back, and its URL
     * may have become another's.
     *
     * @param contentOffset of the release
     * @param first whether it was published by it, and not only changed
     * @param url where it was before; of one that was nowhere, where it is
     */
    record Told(long contentOffset, boolean first, ContentPath path, UrlPath url) {}

    /** A text, whose destinations lead somewhere. */
    sealed interface Text extends Readable {
        ContentPath path();

        /** The article's key in the work store, {@code articles/sha256/<article>}. */
        Digest article();

        /** Where its destinations lead. */
        Lookups lookups();

        /** The same with other lookups. */
        Text with(Lookups others);
    }

    /**
     * A post or page that can be read.
     *
     * @param digest of the object at its URL
     * @param view of all that the object was made of; empty: it is not what it is to be, for something was lost
     * @param told empty when no event came with this record
     */
    record Document(SiteId site, Published published, Digest digest, Optional<Digest> view, Optional<Told> told)
            implements Text, Documented {
        public Document {
            Objects.requireNonNull(published, "published");
        }

        @Override
        public Facts facts() {
            return published.facts();
        }

        @Override
        public ContentPath path() {
            return facts().path();
        }

        @Override
        public Digest article() {
            return published.article();
        }

        @Override
        public Lookups lookups() {
            return published.lookups();
        }

        @Override
        public Document with(Lookups others) {
            return new Document(site, published.with(others), digest, view, told);
        }

        @Override
        public String key() {
            return facts().key().in(site);
        }
    }

    /**
     * Under the key of its {@link Document}: a post or page that was published once and cannot be read now. It is kept for its
     * URLs: those of one that was removed, or has expired, answer 410 unless another has them, those of a draft 404.
     *
     * @param commit the commit that removed or withdrew it
     * @param told empty when no event came with this record
     */
    record Former(
            SiteId site, Kind kind, PostId id, Why why, CommitId commit, SortedSet<UrlPath> urls, Optional<Told> told)
            implements Readable {
        @JsonCreator
        public Former {
            urls = Collections.unmodifiableSortedSet(new TreeSet<>(urls));
        }

        /** Of which nothing is told. */
        public Former(SiteId site, Kind kind, PostId id, Why why, CommitId commit, SortedSet<UrlPath> urls) {
            this(site, kind, id, why, commit, urls, Optional.empty());
        }

        public Former with(Optional<Told> told) {
            return new Former(site, kind, id, why, commit, urls, told);
        }

        @Override
        public String key() {
            return Content.key(site, kind, id.toString());
        }

        public enum Why {
            REMOVED,
            DRAFT,
            WITHHELD,
            SCHEDULED,
            EXPIRED;

            /** Whether its URLs say that it is gone. */
            public boolean isGone() {
                return this == REMOVED || this == EXPIRED;
            }
        }
    }

    /**
     * The introduction that a listing shows.
     *
     * @param article its key in the work store, {@code articles/<article>}
     * @param lookups where its destinations lead
     */
    record Introduction(
            SiteId site, ContentPath path, UrlPath listing, Optional<String> title, Digest article, Lookups lookups)
            implements Text {
        @Override
        public Introduction with(Lookups others) {
            return new Introduction(site, path, listing, title, article, others);
        }

        @Override
        public String key() {
            return Content.key(site, Kind.INTRODUCTION, listing.key());
        }
    }

    /**
     * A post or page that cannot be read: a draft, withheld, scheduled or expired. Its author is told of its links all the same.
     *
     * @param url where it would be
     * @param article its key in the work store
     * @param lookups where its destinations lead
     * @param scheduled empty if it is not to be readable of itself
     */
    record Draft(
            SiteId site,
            Kind kind,
            PostId id,
            ContentPath path,
            UrlPath url,
            Digest article,
            Lookups lookups,
            Optional<Scheduled> scheduled)
            implements Text {
        @Override
        public Draft with(Lookups others) {
            return new Draft(site, kind, id, path, url, article, others, scheduled);
        }

        @Override
        public String key() {
            return Content.key(site, Kind.DRAFT, id.toString());
        }
    }

    /**
     * What is told of a post or page that is to be readable, before it is.
     *
     * @param due from when on
     * @param commit the commit that brought this version
     */
    record Scheduled(Instant due, Slug slug, String title, List<String> topics, Instant publishedAt, CommitId commit) {
        public Scheduled {
            topics = List.copyOf(topics);
        }
    }

    /**
     * A file of the author's that may be served as it is, whether it is or not: see {@link Content.Asset}.
     *
     * @param picture if it is one that says how large it is
     */
    record SourceFile(
            SiteId site, ContentPath path, AssetPlace place, Digest digest, long size, Optional<Picture> picture)
            implements Readable {
        /** Of which this is known. */
        public SourceFile with(Optional<Picture> seen) {
            return new SourceFile(site, path, place, digest, size, seen);
        }

        @Override
        public String key() {
            return Content.key(site, Kind.SOURCE, path.value());
        }
    }

    /**
     * A picture, by what its file says of itself.
     *
     * @param isCut whether the file ends before the picture does
     */
    record Picture(
            PictureSize size,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean isCut) {}

    /**
     * Any other object that render keeps in the site store: an asset, a listing, a file, a gone URL.
     *
     * @param kind {@link Kind#ASSET}, {@link Kind#LISTING}, {@link Kind#FILE} or {@link Kind#GONE}
     * @param view of all that it was made of; empty: it is not what it is to be, for something was lost
     */
    record StoredObject(SiteId site, Kind kind, UrlPath url, Digest digest, long size, Optional<Digest> view)
            implements Readable {
        @Override
        public String key() {
            return Content.key(site, kind, url.key());
        }
    }

    /**
     * The settings under which all of this was rendered.
     *
     * @param formerPaths the base URL's former paths, as they stand in URLs: empty, or such as {@code /blog}; readers who come by
     *     one are led to the present one
     * @param nextPath while a release under other settings is under way: the base URL's path from then on, which pages may name
     *     already
     */
    record Settings(
            Content.Settings settings,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> formerPaths,
            Optional<String> nextPath)
            implements Readable {
        @JsonCreator
        public Settings {
            formerPaths = List.copyOf(formerPaths);
        }

        /** Of a site that has been nowhere else. */
        public Settings(Content.Settings settings) {
            this(settings, List.of(), Optional.empty());
        }

        /** A release under these settings begins. */
        public Settings before(Content.Settings next) {
            return new Settings(settings, former(settings), Optional.of(path(next)));
        }

        /** It has ended. */
        public Settings followedBy(Content.Settings now) {
            return new Settings(now, former(now), Optional.empty());
        }

        private List<String> former(Content.Settings at) {
            Set<String> former = new LinkedHashSet<>(formerPaths);
            former.add(path(settings));
            nextPath.ifPresent(former::add);
            former.remove(path(at));
            return List.copyOf(former);
        }

        /** The base URL's path: empty, or such as {@code /blog}. */
        public static String path(Content.Settings settings) {
            return path(settings.baseUrl());
        }

        /** Of a base URL without a slash at its end. */
        public static String path(String baseUrl) {
            String path = URI.create(baseUrl).getRawPath();
            return path == null ? "" : path;
        }

        @Override
        public SiteId site() {
            return settings.site();
        }

        @Override
        public String key() {
            return settings.key();
        }
    }

    /**
     * Under {@code site/event/<subject>}: the last event that was told of a post, a page or, as {@code site.released}, the site,
     * written in one transaction with it. It goes into the next one's id. Of what can be read it is kept for good, of what is no
     * more as long as {@link KafkaTopic#EVENTS} keeps the event.
     *
     * @param subject the event's
     * @param event its id
     * @param toldAt by the clock
     */
    record LastEvent(SiteId site, String subject, UUID event, Instant toldAt) implements Readable {
        @Override
        public String key() {
            return key(site, subject);
        }

        public static String key(SiteId site, String subject) {
            return site + "/event/" + subject;
        }
    }

    /**
     * Under {@code site/release}: a commit is live in whole, but for the feeds. A release's last record.
     *
     * @param commit the commit
     * @param committedAt its author time
     * @param contentOffset the offset in the site's {@code content} partition up to and including which all is covered
     * @param program by which everything is made: another one renders everything again
     * @param articles of what all articles depend on but for their texts: another one makes each of them again
     * @param superseded commits that went in with this one
     * @param changed whether anything that a reader can fetch did
     */
    record Release(
            SiteId site,
            CommitId commit,
            Instant committedAt,
            long contentOffset,
            Digest program,
            Digest articles,
            List<CommitId> superseded,
            boolean changed)
            implements Readable, Shortened<Release> {
        /** The later half of those that went in with it; of the others ingest tells itself. */
        @Override
        public Optional<Release> shorter() {
            return superseded.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Release(
                            site,
                            commit,
                            committedAt,
                            contentOffset,
                            program,
                            articles,
                            superseded.subList((superseded.size() + 1) / 2, superseded.size()),
                            changed));
        }

        public Release {
            superseded = List.copyOf(superseded);
        }

        @Override
        public String key() {
            return releaseKey(site);
        }
    }

    /**
     * Under {@code site/begun}: a release of several transactions, in the first of them. With the last one it goes.
     *
     * @param contentOffset of the release
     */
    record Begun(SiteId site, long contentOffset) implements Readable {
        @Override
        public String key() {
            return begunKey(site);
        }
    }

    static String begunKey(SiteId site) {
        return site + "/begun";
    }

    static String releaseKey(SiteId site) {
        return site + "/release";
    }
}
