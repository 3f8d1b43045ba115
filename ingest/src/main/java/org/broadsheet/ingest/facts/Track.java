package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the history up to a commit says of the post or page at a path.
 *
 * @param kind {@link Kind#POST} or {@link Kind#PAGE}
 * @param blob what lies there at this commit, good or not
 * @param kept whether {@code id} was published before the history was rewritten, and stays
 * @param good the last version that parses; null if none ever did
 * @param dated whether the day of its file name stands in its URL, for another had the one without when this was published
 * @param publicAt plausible author time of the first commit in which it was published at a URL of its own; null if none was
 * @param since when it came due, or is to; of one that was made public before it did, when that was. Null if it never lay ahead
 * @param url what the good version has by the commit's rules, or would have once published; null if there is none
 * @param id for life: what the author wrote at its birth if that was no other's, else what follows from the birth; or kept
 * @param urls every one that it was published at, and its aliases then
 */
public record Track(
        Kind kind,
        Birth birth,
        ObjectId blob,
        boolean kept,
        @Nullable Good good,
        boolean dated,
        @Nullable Instant publicAt,
        @Nullable Instant since,
        @Nullable UrlPath url,
        PostId id,
        SortedSet<UrlPath> urls) {
    public Track {
        urls = Collections.unmodifiableSortedSet(new TreeSet<>(urls));
    }

    /** Published at its URL by a commit. */
    Track publishedAt(Instant at) {
        UrlPath there = Objects.requireNonNull(url);
        List<UrlPath> aliases = Objects.requireNonNull(good).aliases();
        if (publicAt != null && urls.contains(there) && urls.containsAll(aliases)) {
            return this;
        }
        TreeSet<UrlPath> all = new TreeSet<>(urls);
        all.add(there);
        all.addAll(aliases);
        return new Track(kind, birth, blob, kept, good, dated, publicAt == null ? at : publicAt, since, url, id, all);
    }

    /** The same with what else is known of it. */
    Track and(SortedSet<UrlPath> more, @Nullable Instant alsoPublicAt) {
        TreeSet<UrlPath> all = new TreeSet<>(urls);
        all.addAll(more);
        return new Track(
                kind, birth, blob, kept, good, dated, Gone.earliest(publicAt, alsoPublicAt), since, url, id, all);
    }

    /** The same by what two parents know of it. */
    Track and(Track other) {
        Track all = and(other.urls, other.publicAt);
        return new Track(
                kind,
                birth,
                blob,
                kept || other.kept,
                good,
                dated || other.dated,
                all.publicAt,
                since == null || other.since == null ? null : Gone.earliest(since, other.since),
                url,
                id,
                all.urls);
    }

    /** The same with a good version that stands otherwise. */
    Track with(Good other) {
        return new Track(kind, birth, blob, kept, other, dated, publicAt, since, url, id, urls);
    }

    /** The same before it has a URL at another path. */
    Track leaving() {
        return new Track(kind, birth, blob, kept, good, false, publicAt, since, null, id, urls);
    }

    /** The same at a path by other rules. */
    Track by(SiteRules rules, ContentPath path) {
        UrlPath now = url(rules, path, good, dated);
        return Objects.equals(now, url)
                ? this
                : new Track(kind, birth, blob, kept, good, dated, publicAt, since, now, id, urls);
    }

    /** The same with what lies at a path now. */
    Track at(SiteRules rules, ContentPath path, Kind now, ObjectId there, @Nullable Good version, PostId as) {
        return new Track(
                now, birth, there, kept, version, dated, publicAt, since, url(rules, path, version, dated), as, urls);
    }

    /** The same with its good version as other rules have it. */
    Track with(SiteRules rules, ContentPath path, Good version) {
        return new Track(
                kind, birth, blob, kept, version, dated, publicAt, since, url(rules, path, version, dated), id, urls);
    }

    /** The same with the day of its file name in its URL. */
    Track dated(SiteRules rules, ContentPath path) {
        return new Track(kind, birth, blob, kept, good, true, publicAt, since, url(rules, path, good, true), id, urls);
    }

    /** The same as a post of its own. */
    Track of(Birth other, PostId own) {
        return new Track(kind, other, blob, false, good, dated, publicAt, since, url, own, urls);
    }

    /** The same under an id that was published before the history was rewritten. */
    Track keeping(PostId published) {
        return new Track(kind, birth, blob, true, good, dated, publicAt, since, url, published, urls);
    }

    static @Nullable UrlPath url(SiteRules rules, ContentPath path, @Nullable Good good, boolean dated) {
        return good == null
                ? null
                : good.given() != null ? good.given() : rules.url(path, Optional.ofNullable(good.slug()), dated);
    }

    /** The same as a commit has it: what it made public before its time counts from then on. */
    Track as(Instant commit) {
        Instant due = good == null ? null : good.window().due();
        Instant now = due != null ? due : since != null && since.isAfter(commit) ? commit : since;
        return Objects.equals(now, since)
                ? this
                : new Track(kind, birth, blob, kept, good, dated, publicAt, now, url, id, urls);
    }

    /** From when on it counts where others want its URL: who is to come takes it from nobody who is there before. */
    Instant claimedAt() {
        return since == null || since.isBefore(birth.at()) ? birth.at() : since;
    }

    /** Whether its URL is to be its own: it is published, or is to be. */
    public boolean isClaiming() {
        return good != null && good.standing().claims();
    }

    /** Whether it wants to be read at its URL. */
    public boolean isPublished() {
        return good != null && good.standing() == Standing.PUBLISHED;
    }
}
