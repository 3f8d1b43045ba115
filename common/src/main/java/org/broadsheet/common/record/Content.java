package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;

/**
 * A record of {@link KafkaTopic#CONTENT}: what the source holds. A deletion is a state ({@link Removed}), not a tombstone, so
 * that a reader who comes late still learns of it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Content.Document.class, name = "document"),
    @JsonSubTypes.Type(value = Content.Introduction.class, name = "introduction"),
    @JsonSubTypes.Type(value = Content.Asset.class, name = "asset"),
    @JsonSubTypes.Type(value = Content.Settings.class, name = "settings"),
    @JsonSubTypes.Type(value = Content.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = Content.CommitIngested.class, name = "commit.ingested")
})
public sealed interface Content {
    SiteId site();

    /** The record's key: {@code site/kind/id}. */
    String key();

    static String key(SiteId site, Kind kind, String id) {
        return site + "/" + kind + "/" + id;
    }

    enum State {
        /** Is to be readable. */
        LIVE,
        /** In a drafts folder or marked as a draft: not published. */
        DRAFT,
        /** Not published for a reason that stands in {@code problems}: its slug is another's, … */
        WITHHELD,
        /** Is to be readable from an instant on. */
        SCHEDULED,
        /** Was to be readable until an instant. */
        EXPIRED
    }

    /**
     * A post or page as of its last good version.
     *
     * @param committedAt author time of the commit that brought this version
     * @param pictures the destinations in the front matter, in their order, with their places in the file
     * @param linesAbove lines of the file above {@code body}: those of the front matter
     * @param due of one that is scheduled, when it is to be readable; of one that has come due, or has expired, since its version was
     *     committed, when; empty of all others
     * @param topicsAt where each of the topics stands in the file, in their order; empty if nobody knows
     */
    record Document(
            SiteId site,
            Facts facts,
            State state,
            Instant committedAt,
            List<Link> pictures,
            Body body,
            int linesAbove,
            Past past,
            Optional<Instant> due,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TextPosition> topicsAt)
            implements Content, Documented {
        @JsonCreator
        public Document {
            Objects.requireNonNull(facts, "facts");
            Objects.requireNonNull(past, "past");
            pictures = List.copyOf(pictures);
            topicsAt = List.copyOf(topicsAt);
        }

        /** Of which no instant decides. */
        public Document(
                SiteId site,
                Facts facts,
                State state,
                Instant committedAt,
                List<Link> pictures,
                Body body,
                int linesAbove,
                Past past) {
            this(site, facts, state, committedAt, pictures, body, linesAbove, past, Optional.empty(), List.of());
        }

        public Document with(Facts others) {
            return new Document(site, others, state, committedAt, pictures, body, linesAbove, past, due, topicsAt);
        }

        public Document with(Body other) {
            return new Document(site, facts, state, committedAt, pictures, other, linesAbove, past, due, topicsAt);
        }

        @Override
        public String key() {
            return facts.key().in(site);
        }
    }

    /**
     * What ingest need not look for again in a document's history.
     *
     * @param birthPath where the file was first seen
     * @param bornAt author time of the commit of its birth
     * @param goodCommit the commit of the newest version that parses; empty if none ever did
     * @param goodBlob that version's blob, in hexadecimal
     * @param kept whether its id was published before the history was rewritten, and stays
     */
    record Past(
            ContentPath birthPath,
            Instant bornAt,
            Optional<CommitId> goodCommit,
            Optional<String> goodBlob,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean kept) {}

    /**
     * The introduction of a listing: an {@code _index.md}. {@code listing} is the listing's URL, such as {@code /archive}.
     *
     * @param linesAbove lines of the file above {@code body}: those of the front matter
     */
    record Introduction(
            SiteId site,
            ContentPath path,
            UrlPath listing,
            Optional<String> title,
            Body body,
            int linesAbove,
            Digest sourceDigest)
            implements Content {
        @Override
        public String key() {
            return Content.key(site, Kind.INTRODUCTION, listing.key());
        }
    }

    /**
     * A file that may be served as it is; its bytes lie in the work store under {@code sources/sha256/<digest>}. Which of several
     * is at a URL, and whether a document is there, is render's to say.
     *
     * @param place what its URL follows from
     * @param mediaType such as {@code image/png}
     * @param size in bytes
     */
    record Asset(SiteId site, ContentPath path, AssetPlace place, String mediaType, long size, Digest digest)
            implements Content {
        @Override
        public String key() {
            return Content.key(site, Kind.ASSET, path.value());
        }
    }

    /**
     * The site's settings: {@code site.yml} under the process's configuration.
     *
     * @param baseUrl without a slash at its end, such as {@code http://localhost:8080} or {@code https://example.org/blog}; where the
     *     site was for whoever wrote this: where it is now says {@link org.broadsheet.common.role.SiteAddress}
     * @param language a BCP 47 tag
     * @param timeZone an IANA name, never the machine's by default
     * @param authoredBaseUrl what {@code site.yml} says, whether it counts or not, without a slash at its end
     * @param plainCode whether code is left without colours
     * @param contents whether a table of contents stands above a text whose author says nothing of one
     * @param withoutMarkdown whether posts and pages are HTML only
     * @param generator for which the content was written, as its configuration in the root says: what that would have made at other
     *     URLs leads to what is here
     * @param contentFolder in which that looks for content, if it was told so
     */
    record Settings(
            SiteId site,
            String title,
            String tagline,
            String baseUrl,
            String language,
            String timeZone,
            Map<String, AuthorSettings> authors,
            List<NavigationEntry> navigation,
            Html html,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean plainCode,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean contents,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean withoutMarkdown,
            Optional<String> authoredBaseUrl,
            Optional<Generator> generator,
            Optional<String> contentFolder)
            implements Content {
        @JsonCreator
        public Settings {
            authors = Collections.unmodifiableSortedMap(new TreeMap<>(authors));
            navigation = List.copyOf(navigation);
        }

        /** Where {@code site.yml} names no base URL, and no generator is known. */
        public Settings(
                SiteId site,
                String title,
                String tagline,
                String baseUrl,
                String language,
                String timeZone,
                Map<String, AuthorSettings> authors,
                List<NavigationEntry> navigation,
                Html html) {
            this(
                    site,
                    title,
                    tagline,
                    baseUrl,
                    language,
                    timeZone,
                    authors,
                    navigation,
                    html,
                    false,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** The same of a site that is at another place. */
        public Settings at(String where) {
            return new Settings(
                    site,
                    title,
                    tagline,
                    where,
                    language,
                    timeZone,
                    authors,
                    navigation,
                    html,
                    plainCode,
                    contents,
                    withoutMarkdown,
                    authoredBaseUrl,
                    generator,
                    contentFolder);
        }

        /** What pages show of it. */
        public Settings shown() {
            return new Settings(
                    site,
                    title,
                    tagline,
                    baseUrl,
                    language,
                    timeZone,
                    authors,
                    navigation,
                    html,
                    false,
                    contents,
                    withoutMarkdown,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public String key() {
            return settingsKey(site);
        }
    }

    /** What {@code site.yml} says of an author, by name. */
    record AuthorSettings(Optional<String> picture, Optional<String> url) {}

    /** A link in the site's header; {@code url} is a path of ours or an http(s) URL. */
    record NavigationEntry(String title, String url) {}

    /** A program that makes sites, whose content may move in. */
    enum Generator {
        JEKYLL,
        HUGO,
        ZOLA,
        NEXT;

        /** For people. */
        @Override
        public String toString() {
            return this == NEXT
                    ? "Next.js"
                    : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** What happens to HTML in Markdown. */
    enum Html {
        TRUSTED,
        SANITIZED,
        ESCAPED
    }

    /**
     * What was and is no more: a deleted post, page, asset or introduction.
     *
     * @param kind and
     * @param id name the key
     * @param urls of a post or page: those that it had while it was published; they answer 410 unless another has them now
     */
    record Removed(
            SiteId site,
            Kind kind,
            String id,
            CommitId commit,
            Instant committedAt,
            Optional<ContentPath> path,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<UrlPath> urls)
            implements Content, Shortened<Removed> {
        public Removed {
            urls = Collections.unmodifiableSortedSet(new TreeSet<>(urls));
        }

        /** Of more URLs than a record holds some are forgotten, and answer 404. */
        @Override
        public Optional<Removed> shorter() {
            return urls.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Removed(
                            site,
                            kind,
                            id,
                            commit,
                            committedAt,
                            path,
                            new TreeSet<>(List.copyOf(urls).subList(0, urls.size() / 2))));
        }

        @Override
        public String key() {
            return Content.key(site, kind, id);
        }
    }

    /**
     * Under {@code site/cursor}: the last commit taken in whole. A commit's last record; render acts on nothing before it.
     *
     * @param commit empty before the first
     * @param ref the branch, such as {@code refs/heads/main}
     * @param committedAt author time of {@code commit}
     * @param taking a larger commit of which some transactions may stand above already; {@code commit} is then the one before
     * @param backfill whether existing webhooks are not to be told: what a {@code --content} folder or URL held at first, or a rebuild
     * @param superseded commits that were asked for and went in with this one
     * @param drafts posts and pages that are not published
     * @param reading how files are read, as a number that is raised when the same commits come to other records
     * @param scheduled posts and pages that are to be published
     * @param asOf the latest instant at which something came due, or expired, and what is published is as of; never goes back
     * @param due that instant, when it is what brings this and not a commit: {@code commit} was taken in before, and what it brought may
     *     have been backfill, but this is not
     */
    record CommitIngested(
            SiteId site,
            Optional<CommitId> commit,
            String ref,
            Instant committedAt,
            Optional<CommitId> taking,
            boolean backfill,
            List<CommitId> superseded,
            int drafts,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int reading,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int scheduled,
            Optional<Instant> asOf,
            Optional<Instant> due)
            implements Content, Shortened<CommitIngested> {
        /** The later half of those that went in with it; of the others ingest tells itself. */
        @Override
        public Optional<CommitIngested> shorter() {
            return superseded.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new CommitIngested(
                            site,
                            commit,
                            ref,
                            committedAt,
                            taking,
                            backfill,
                            superseded.subList((superseded.size() + 1) / 2, superseded.size()),
                            drafts,
                            reading,
                            scheduled,
                            asOf,
                            due));
        }

        @JsonCreator
        public CommitIngested {
            superseded = List.copyOf(superseded);
        }

        public CommitIngested(
                SiteId site,
                Optional<CommitId> commit,
                String ref,
                Instant committedAt,
                Optional<CommitId> taking,
                boolean backfill,
                List<CommitId> superseded) {
            this(
                    site,
                    commit,
                    ref,
                    committedAt,
                    taking,
                    backfill,
                    superseded,
                    0,
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty());
        }

        /** Whether an instant alone brings it. If its commit is not live yet, that one's own end was compacted away, and this is it as well. */
        public boolean isInstants(Optional<CommitId> live) {
            return due.isPresent() && commit.equals(live);
        }

        public CommitIngested with(int newDrafts, int newReading) {
            return new CommitIngested(
                    site,
                    commit,
                    ref,
                    committedAt,
                    taking,
                    backfill,
                    superseded,
                    newDrafts,
                    newReading,
                    scheduled,
                    asOf,
                    due);
        }

        public CommitIngested with(int newScheduled, Optional<Instant> newAsOf, Optional<Instant> newDue) {
            return new CommitIngested(
                    site,
                    commit,
                    ref,
                    committedAt,
                    taking,
                    backfill,
                    superseded,
                    drafts,
                    reading,
                    newScheduled,
                    newAsOf,
                    newDue);
        }

        @Override
        public String key() {
            return cursorKey(site);
        }
    }

    static String settingsKey(SiteId site) {
        return key(site, Kind.SETTINGS, "site");
    }

    static String cursorKey(SiteId site) {
        return site + "/cursor";
    }
}
