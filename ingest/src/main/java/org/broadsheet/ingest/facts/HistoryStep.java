package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.frontmatter.AuthoredDate;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.layout.SiteRules;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One step of history: {@code Facts(commit)} from the facts of its parents and what its tree changes against the first of them.
 * Of the commit nothing else counts, above all not when or with what others it arrived.
 */
public final class HistoryStep {
    /** Of two versions of one blob that branches brought independently the first. */
    private static final Comparator<Track> FIRST = Comparator.comparing(Track::birth)
            .thenComparing(
                    t -> t.good() == null ? Instant.MAX : t.good().revision().at())
            .thenComparing(
                    t -> t.good() == null ? "" : t.good().revision().commit().value());

    private final SiteId site;
    private final VersionReader reader;
    private final HistoricCommit commit;
    private final History base;
    private final List<History> parents;

    private PersistentIndex<ContentPath, KeptTrack> tracks;
    private PersistentMap<ContentPath, Text> texts;
    private PersistentMap<PostId, Gone> gone;
    private PersistentIndex<PostId, Claims> ids;
    private PersistentIndex<String, Claims> urls;
    private SiteRules rules;

    private HistoryStep(SiteId site, VersionReader reader, HistoricCommit commit, List<History> parents) {
        this.site = site;
        this.reader = reader;
        this.commit = commit;
        this.parents = parents;
        base = parents.isEmpty() ? History.NONE : parents.get(0);
        tracks = base.tracks;
        texts = base.texts;
        gone = base.gone;
        ids = base.ids;
        urls = base.urls;
        rules = base.rules;
    }

    /**
     * @param changes of the paths whose file differs from that of the first parent (of a root: all) what lies there now; empty
     *     if nothing does. Others than posts, pages, introductions and what says the rules are passed over
     */
    public static History take(
            SiteId site,
            VersionReader reader,
            HistoricCommit commit,
            List<History> parents,
            Map<ContentPath, Optional<ObjectId>> changes)
            throws IOException {
        return new HistoryStep(site, reader, commit, parents).take(changes);
    }

    private History take(Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        TreeSet<ContentPath> touched = new TreeSet<>(changes.keySet());
        TreeSet<ContentPath> touchedTexts = new TreeSet<>();
        TreeSet<PostId> touchedIds = new TreeSet<>(Comparator.comparing(PostId::toString));
        for (History other : parents) {
            if (other != base) {
                base.tracks.differingKeys(other.tracks, touched::add);
                base.texts.differences(other.texts, touchedTexts::add);
                base.gone.differences(other.gone, id -> {
                    Gone theirs = other.gone.get(id);
                    if (theirs != null) {
                        gone = gone.plus(id, Gone.union(gone.get(id), theirs));
                    }
                    touchedIds.add(id);
                });
            }
        }
        if (touched.isEmpty() && touchedTexts.isEmpty() && touchedIds.isEmpty()) {
            return base;
        }
        // The rules first: they count for the dates and URLs of the same commit.
        Optional<ObjectId> marker = changes.get(new ContentPath(Layout.JEKYLL_MARKER));
        if (marker != null) {
            rules = new SiteRules(new Layout(marker.isPresent()), rules.zone());
        }
        for (ContentPath path : changes.keySet()) {
            if (!(rules.place(path) instanceof Place.Document)) {
                touchedTexts.add(path);
                touched.remove(path);
            }
        }
        for (ContentPath path : touchedTexts) {
            text(path, changes);
        }
        for (ContentPath path : touched) {
            document(path, changes, touchedIds);
        }
        Set<ContentPath> claimants = new LinkedHashSet<>(touched);
        if (!rules.equals(base.rules)) {
            moveAll(claimants);
        }
        for (PostId id : touchedIds) {
            settle(id, claimants);
        }
        claim(claimants);
        return new History(tracks, texts, gone, ids, urls, rules);
    }

    /** By other rules any may be at another URL. */
    private void moveAll(Set<ContentPath> claimants) {
        tracks.forEach(kept -> {
            ContentPath path = kept.path();
            Track track = kept.track();
            Track moved = track.by(rules, path);
            if (!Objects.equals(moved.url(), track.url())) {
                KeptTrack now = KeptTrack.of(path, moved);
                tracks = tracks.plus(now);
                list(now);
                claimants.add(path);
            }
        });
    }

    private void text(ContentPath path, Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        Place place = rules.place(path);
        boolean settings = place instanceof Place.Settings;
        if (!settings && !(place instanceof Place.Introduction)) {
            return;
        }
        Text there = base.texts.get(path);
        ObjectId blob =
                changes.containsKey(path) ? changes.get(path).orElse(null) : there == null ? null : there.blob();
        Text now = blob == null ? null : followed(path, place, blob);
        texts = texts.with(path, now);
        if (settings) {
            ZoneId zone = now == null || now.good() == null ? ZoneOffset.UTC : zoneOf(path, place, now);
            rules = new SiteRules(rules.layout(), zone);
        }
    }

    private Text followed(ContentPath path, Place place, ObjectId blob) throws IOException {
        List<Text> before = new ArrayList<>();
        for (History parent : parents) {
            Text text = parent.texts.get(path);
            if (text != null) {
                before.add(text);
            }
        }
        Optional<Text> same = before.stream().filter(t -> t.blob().equals(blob)).findFirst();
        boolean broken = same.isPresent()
                ? !Objects.equals(
                        same.get().good() == null ? null : same.get().good().blob(), blob)
                : reader.read(path, place, blob) instanceof FileVersion.Broken;
        if (!broken && same.isPresent()) {
            return same.get();
        }
        Revision last = before.stream()
                .sorted(Comparator.comparing(t -> !t.blob().equals(blob)))
                .map(Text::good)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Text(blob, broken ? last : new Revision(blob, commit.id(), commit.at(), last, false));
    }

    private ZoneId zoneOf(ContentPath path, Place place, Text settings) throws IOException {
        for (History parent : parents) {
            Text before = parent.texts.get(path);
            if (before != null && Objects.equals(before.good(), settings.good())) {
                return parent.rules.zone();
            }
        }
        Revision good = Objects.requireNonNull(settings.good());
        return reader.read(path, place, good.blob()) instanceof FileVersion.Settings read
                ? read.zone()
                : ZoneOffset.UTC;
    }

    private void document(ContentPath path, Map<ContentPath, Optional<ObjectId>> changes, Set<PostId> touchedIds)
            throws IOException {
        Place.Document place = (Place.Document) rules.place(path);
        List<Track> before = new ArrayList<>();
        KeptTrack there = base.tracks.get(path);
        for (History parent : parents) {
            parent.track(path).filter(track -> !before.contains(track)).ifPresent(before::add);
        }
        ObjectId blob = changes.containsKey(path)
                ? changes.get(path).orElse(null)
                : there == null ? null : there.track().blob();
        KeptTrack after = blob == null ? null : KeptTrack.of(path, follow(path, place, blob, before));
        tracks = tracks.with(path, after);
        if (there != null) {
            unlist(there);
            touchedIds.add(there.id());
        }
        for (History parent : parents) {
            KeptTrack left = parent.tracks.get(path);
            if (left != null
                    && (after == null || !after.id().equals(left.id()))
                    && parent.holderOf(left.id()).filter(path::equals).isPresent()) {
                leave(path, left.track());
                touchedIds.add(left.id());
            }
        }
        if (after != null) {
            list(after);
            touchedIds.add(after.id());
        }
    }

    private Track follow(ContentPath path, Place.Document place, ObjectId blob, List<Track> before) throws IOException {
        if (before.isEmpty()) {
            Birth birth = new Birth(path, commit.at());
            Good good = read(path, place, blob, null);
            return track(path, place.kind(), birth, blob, null, good, new TreeSet<>());
        }
        // Two parents may bring two ids to one path: the earlier birth wins.
        Track elder = before.stream().min(FIRST).orElseThrow();
        TreeSet<UrlPath> urlsSoFar = new TreeSet<>();
        before.stream().filter(t -> t.id().equals(elder.id())).forEach(t -> urlsSoFar.addAll(t.urls()));
        Optional<Track> same = before.stream()
                .filter(t -> t.blob().equals(blob))
                .min(Comparator.comparing((Track t) -> !t.id().equals(elder.id()))
                        .thenComparing(FIRST));
        if (same.isPresent()) {
            if (before.size() == 1) {
                return elder.by(rules, path);
            }
            Good good =
                    same.get().good() == null ? last(elder, before) : same.get().good();
            return track(path, place.kind(), elder.birth(), blob, elder.kept(), good, urlsSoFar);
        }
        Good last = last(elder, before);
        Good now = read(path, place, blob, last);
        return track(path, place.kind(), elder.birth(), blob, elder.kept(), now == null ? last : now, urlsSoFar);
    }

    private static @Nullable Good last(Track elder, List<Track> before) {
        Good last = elder.good();
        for (Track t : before) {
            last = last == null ? t.good() : last;
        }
        return last;
    }

    private @Nullable Good read(ContentPath path, Place.Document place, ObjectId blob, @Nullable Good last)
            throws IOException {
        return switch (reader.read(path, place, blob)) {
            case FileVersion.Broken broken -> null;
            case FileVersion.Introduction introduction -> null;
            case FileVersion.Settings settings -> null;
            case FileVersion.Parsed parsed -> {
                Standing standing = switch (parsed.wish()) {
                    case NOTHING -> Standing.APART;
                    case DRAFT -> Standing.DRAFT;
                    case PUBLISH -> {
                        if (parsed.until().stream().anyMatch(this::isPast)) {
                            yield Standing.DRAFT;
                        }
                        yield isAhead(path, place, parsed.due(), last) ? Standing.AHEAD : Standing.PUBLISHED;
                    }
                };
                Revision revision =
                        new Revision(blob, commit.id(), commit.at(), last == null ? null : last.revision(), false);
                yield new Good(
                        revision,
                        standing,
                        parsed.slug().orElse(null),
                        parsed.id().orElse(null));
            }
        };
    }

    private boolean isPast(AuthoredDate date) {
        return !date.isAfter(commit.at(), commit.offset(), rules.zone());
    }

    /** A date that the former version had when it was published is not ahead because of a commit that is dated back. */
    private boolean isAhead(ContentPath path, Place.Document place, List<AuthoredDate> due, @Nullable Good last)
            throws IOException {
        List<AuthoredDate> ahead = due.stream().filter(date -> !isPast(date)).toList();
        if (ahead.isEmpty()) {
            return false;
        }
        return last == null
                || last.standing() != Standing.PUBLISHED
                || !(reader.read(path, place, last.revision().blob()) instanceof FileVersion.Parsed before)
                || !before.due().containsAll(ahead);
    }

    private Track track(
            ContentPath path,
            Kind kind,
            Birth birth,
            ObjectId blob,
            @Nullable PostId kept,
            @Nullable Good good,
            SortedSet<UrlPath> urlsSoFar) {
        PostId id;
        if (good != null && good.id() != null) {
            id = good.id();
        } else {
            id = kept != null ? kept : PostId.born(site, birth.path(), birth.at());
        }
        return new Track(kind, birth, blob, kept, good, Track.url(rules, path, good), id, urlsSoFar);
    }

    private void leave(ContentPath path, Track left) {
        Revision revision = left.good() == null ? null : left.good().revision();
        Gone mine = new Gone(left.id(), left.kind(), left.birth(), path, commit, revision, left.urls());
        gone = gone.plus(left.id(), Gone.union(gone.get(left.id()), mine));
    }

    /** Whoever has the id now goes on where the one who had it stopped. */
    private void settle(PostId id, Set<ContentPath> claimants) {
        Claims holders = ids.get(id);
        Claims before = base.ids.get(id);
        // Of those that want it the one that has it claims a URL: another that comes or goes changes nothing for the
        // rest.
        if (before != null) {
            claimants.add(before.first().path());
        }
        if (holders == null) {
            return;
        }
        KeptTrack holder = holders.first();
        ContentPath path = holder.path();
        claimants.add(path);
        Gone former = gone.get(id);
        if (former == null) {
            return;
        }
        gone = gone.minus(id);
        Track track = holder.track();
        Birth birth = former.birth().compareTo(track.birth()) < 0 ? former.birth() : track.birth();
        TreeSet<UrlPath> all = new TreeSet<>(track.urls());
        all.addAll(former.urls());
        Good good = track.good();
        if (good != null && former.revision() != null && !contains(good.revision(), former.revision())) {
            good = new Good(good.revision().after(former.revision()), good.standing(), good.slug(), good.id());
        }
        Track joined = new Track(track.kind(), birth, track.blob(), track.kept(), good, track.url(), track.id(), all);
        KeptTrack now = KeptTrack.of(path, joined);
        tracks = tracks.plus(now);
        unlist(holder);
        list(now);
    }

    private static boolean contains(Revision revision, Revision wanted) {
        for (Revision r = revision; r != null; r = r.before()) {
            if (r.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private void claim(Set<ContentPath> claimants) {
        TreeSet<String> touched = new TreeSet<>();
        for (ContentPath path : claimants) {
            KeptTrack before = base.tracks.get(path);
            String url = before == null ? null : before.foldedUrl();
            if (before != null && url != null) {
                urls = urls.with(url, Claims.without(urls.get(url), before));
                touched.add(url);
            }
        }
        for (ContentPath path : claimants) {
            KeptTrack now = tracks.get(path);
            String url = now == null ? null : now.foldedUrl();
            if (now != null
                    && url != null
                    && now.isPublished()
                    && path.equals(
                            Objects.requireNonNull(ids.get(now.id())).first().path())) {
                urls = urls.plus(Claims.with(urls.get(url), now));
                touched.add(url);
            }
        }
        for (String url : touched) {
            Claims holders = urls.get(url);
            if (holders != null) {
                KeptTrack holder = holders.first();
                Track track = holder.track();
                Track now = track.with(new TreeSet<>(List.of(Objects.requireNonNull(track.url()))));
                if (!now.equals(track)) {
                    KeptTrack kept = KeptTrack.of(holder.path(), now);
                    tracks = tracks.plus(kept);
                    list(kept);
                    urls = urls.plus(Claims.with(holders, kept));
                }
            }
        }
    }

    /** In the place of what is there of its path and birth. */
    private void list(KeptTrack track) {
        ids = ids.plus(Claims.with(ids.get(track.id()), track));
    }

    private void unlist(KeptTrack track) {
        ids = ids.with(track.id(), Claims.without(ids.get(track.id()), track));
    }
}
