package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * {@code Facts(commit)}: what the history up to a commit says of every file. Immutable; a version per commit costs what the
 * commit changed, and the difference of two what differs.
 */
public final class History {
    static final PersistentIndex<ContentPath, KeptTrack> NO_TRACKS = PersistentIndex.empty(KeptTrack::path);
    static final PersistentIndex<PostId, KeptTrack> NO_IDS = PersistentIndex.empty(KeptTrack::id);
    static final PersistentIndex<String, Claims> NO_URLS = PersistentIndex.empty(
            claims -> Objects.requireNonNull(claims.first().foldedUrl()));

    /** Before the first commit. */
    public static final History NONE = new History(
            NO_TRACKS,
            PersistentMap.empty(),
            Departed.NONE,
            NO_IDS,
            NO_URLS,
            PersistentMap.empty(),
            PersistentMap.empty(),
            SiteRules.NONE,
            Instant.EPOCH,
            Agenda.NONE,
            Instant.EPOCH);

    final PersistentIndex<ContentPath, KeptTrack> tracks;
    final PersistentMap<ContentPath, Text> texts;
    final Departed gone;

    final PersistentIndex<PostId, KeptTrack> ids;
    /** Per folded URL the paths that want it, published or to be. */
    final PersistentIndex<String, Claims> urls;

    /** Likewise per folded alias those that want what is asked for there to be led to them. */
    final PersistentMap<String, Claims> aliases;

    /** Per id in feeds who asks for it. */
    final PersistentMap<String, GuidClaims> guids;

    final SiteRules rules;
    /** Plausible author time of the last commit that changed anything. */
    final Instant at;

    final Agenda agenda;
    /** The last instant at which anything came to stand otherwise without a commit; {@link Instant#EPOCH} if none did. */
    final Instant passed;

    History(
            PersistentIndex<ContentPath, KeptTrack> tracks,
            PersistentMap<ContentPath, Text> texts,
            Departed gone,
            PersistentIndex<PostId, KeptTrack> ids,
            PersistentIndex<String, Claims> urls,
            PersistentMap<String, Claims> aliases,
            PersistentMap<String, GuidClaims> guids,
            SiteRules rules,
            Instant at,
            Agenda agenda,
            Instant passed) {
        this.tracks = tracks;
        this.texts = texts;
        this.gone = gone;
        this.ids = ids;
        this.urls = urls;
        this.aliases = aliases;
        this.guids = guids;
        this.rules = rules;
        this.at = at;
        this.agenda = agenda;
        this.passed = passed;
    }

    /** The same once all has come due, and has expired, that has by then. */
    History passing(Instant then) {
        return agenda.next().isAfter(then) ? this : HistoryInstant.passing(this, then);
    }

    /**
     * What is published at an instant by the clock. Facts know no clock, and commits may say of themselves that they are later: what
     * such a one let come due is not due.
     */
    public History asOf(Instant then) {
        return (passed.isAfter(then) ? HistoryInstant.before(this, then) : this).passing(then);
    }

    /** When something stands otherwise next, without a commit; empty if nothing does. */
    public Optional<Instant> next() {
        return Optional.of(agenda.next()).filter(at -> at.isBefore(Instant.MAX));
    }

    /** When something last did; empty if nothing ever did. */
    public Optional<Instant> passed() {
        return Optional.of(passed).filter(at -> at.isAfter(Instant.EPOCH));
    }

    /**
     * Two URLs that read alike are one claim: a reader, or a file system, may not tell them apart. So are {@code /a} and
     * {@code /a.html}, which are one object.
     */
    static String folded(UrlPath url) {
        String folded = url.value().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return folded.endsWith(ObjectKey.PAGE)
                ? ObjectKey.object(new UrlPath(folded)).value()
                : folded;
    }

    public Optional<Track> track(ContentPath path) {
        return Optional.ofNullable(tracks.get(path)).map(KeptTrack::track);
    }

    /** Of the files of a configuration of Hugo's but for that of the root. */
    public SortedMap<ContentPath, Text> parts() {
        return Text.parts(texts);
    }

    public Optional<Text> text(ContentPath path) {
        return Optional.ofNullable(texts.get(path));
    }

    public Optional<Gone> gone(PostId id) {
        return Optional.ofNullable(gone.get(id));
    }

    public void forEachTrack(BiConsumer<ContentPath, Track> to) {
        tracks.forEach(kept -> to.accept(kept.path(), kept.track()));
    }

    public void forEachText(BiConsumer<ContentPath, Text> to) {
        texts.forEach(to);
    }

    public void forEachGone(Consumer<Gone> to) {
        gone.forEach(to);
    }

    /** Who has the id. */
    public Optional<ContentPath> holderOf(PostId id) {
        return Optional.ofNullable(ids.get(id)).map(KeptTrack::path);
    }

    /** Whose URL it is, or one that differs in case, normalisation or {@code .html} only. */
    public Optional<ContentPath> holderOf(UrlPath url) {
        return first(urls.get(folded(url)));
    }

    /** The first that has the alias, or one that differs in case, normalisation or {@code .html} only. */
    public Optional<ContentPath> holderOfAlias(UrlPath alias) {
        return first(aliases.get(folded(alias)));
    }

    /** Whose id in feeds it is. */
    public Optional<ContentPath> holderOf(Guid guid) {
        return Optional.ofNullable(guids.get(guid.value())).map(GuidClaims::holder);
    }

    /** Whether the file at the path is to be readable: published, and its URL is its own. */
    public boolean isLive(ContentPath path, Track track) {
        return track.isPublished() && holdsUrl(path, track);
    }

    /** Whether it is published, or to be, and its URL is its own. */
    public boolean holdsUrl(ContentPath path, Track track) {
        return track.isClaiming()
                && track.url() != null
                && holderOf(track.url()).filter(path::equals).isPresent();
    }

    /**
     * The paths of posts and pages of which something may be different in {@code other}, what has their URL included. Who wants a
     * URL that stays whose it was is untouched by the others that want it.
     */
    public void differingTracks(History other, Consumer<ContentPath> to) {
        tracks.differingKeys(other.tracks, to);
        urls.differences(other.urls, (mine, theirs) -> {
            if (!isSame(mine, theirs)) {
                all(mine, to);
                all(theirs, to);
                Stream.of(Optional.ofNullable(mine), Optional.ofNullable(theirs))
                        .flatMap(Optional::stream)
                        .map(claims -> Objects.requireNonNull(claims.first().foldedUrl()))
                        .distinct()
                        .forEach(url -> {
                            all(aliases.get(url), to);
                            all(other.aliases.get(url), to);
                        });
            }
        });
        aliases.differences(other.aliases, alias -> {
            Claims mine = aliases.get(alias);
            Claims theirs = other.aliases.get(alias);
            if (!first(mine).equals(first(theirs))) {
                all(mine, to);
                all(theirs, to);
            }
        });
        guids.differences(other.guids, guid -> {
            GuidClaims mine = guids.get(guid);
            GuidClaims theirs = other.guids.get(guid);
            if (mine != null && theirs != null && !Objects.equals(mine.holder(), theirs.holder())) {
                mine.others().forEach((path, same) -> to.accept(path));
                theirs.others().forEach((path, same) -> to.accept(path));
            }
        });
    }

    public void differingTexts(History other, Consumer<ContentPath> to) {
        texts.differences(other.texts, to);
    }

    public void differingGone(History other, Consumer<PostId> to) {
        gone.differences(other.gone, to);
    }

    /** How many posts and pages there are. */
    public int documents() {
        return tracks.size();
    }

    public SiteRules rules() {
        return rules;
    }

    /** Whether it is the same one's, and is written as it was. */
    private static boolean isSame(@Nullable Claims one, @Nullable Claims other) {
        return first(one).equals(first(other))
                && (one == null
                        || other == null
                        || Objects.equals(one.first().url(), other.first().url()));
    }

    private static void all(@Nullable Claims claims, Consumer<ContentPath> to) {
        if (claims != null) {
            claims.forEach(track -> to.accept(track.path()));
        }
    }

    private static Optional<ContentPath> first(@Nullable Claims claims) {
        return Optional.ofNullable(claims).map(Claims::first).map(KeptTrack::path);
    }
}
