package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
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
public final class HistoryStep extends HistoryChange {
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    /** No branch rests for longer. */
    private static final Duration LONGEST_REST = Duration.ofDays(20 * 365);

    private static final SortedSet<UrlPath> NO_URLS = new TreeSet<>();
    private static final Comparator<KeptTrack> ELDER =
            Comparator.comparing(KeptTrack::birth).thenComparing(KeptTrack::path);
    /** Of more that lay at one path than are compared the latest are. */
    private static final Comparator<Gone> LATEST_FIRST = Comparator.comparing(Gone::at)
            .reversed()
            .thenComparing(one -> one.id().toString());
    /** Of two versions of one blob that branches brought independently the first. */
    private static final Comparator<Track> FIRST = Comparator.comparing(Track::birth)
            .thenComparing(
                    t -> t.good() == null ? Instant.MAX : t.good().revision().at())
            .thenComparing(
                    t -> t.good() == null ? "" : t.good().revision().commit().value());

    private final SiteId site;
    private final VersionReader reader;
    private final HistoricCommit commit;
    private final List<History> parents;
    private final ComparisonLimits most;
    private final Consumer<CommitId> tooMany;

    private final Set<PostId> touchedIds = new TreeSet<>(Comparator.comparing(PostId::toString));

    private PersistentMap<ContentPath, Text> texts;
    private Departed gone;

    /**
     * @param when the commit's author time, or one that may be it
     * @param parents as of then
     */
    private HistoryStep(
            SiteId site,
            VersionReader reader,
            HistoricCommit commit,
            Instant when,
            List<History> parents,
            ComparisonLimits most,
            Consumer<CommitId> tooMany) {
        super(parents.isEmpty() ? History.NONE : parents.getFirst(), when);
        this.site = site;
        this.reader = reader;
        this.commit = commit;
        this.parents = parents;
        this.most = most;
        this.tooMany = tooMany;
        texts = base.texts;
        gone = base.gone;
    }

    /**
     * @param changes of the paths whose file differs from that of the first parent (of a root: all) what lies there now; empty
     *     if nothing does. Others than posts, pages, introductions and what says the rules are passed over
     * @param most of which the bodies are compared to tell which post a file is
     * @param tooMany is told of a commit of which they were not, for it is more
     */
    public static History take(
            SiteId site,
            VersionReader reader,
            HistoricCommit commit,
            List<History> parents,
            Map<ContentPath, Optional<ObjectId>> changes,
            ComparisonLimits most,
            Consumer<CommitId> tooMany)
            throws IOException {
        Instant when = plausible(commit, parents);
        List<History> then =
                parents.stream().map(parent -> parent.passing(when)).toList();
        return new HistoryStep(site, reader, commit, when, then, most, tooMany).take(changes);
    }

    /**
     * The author's time of a commit; the committer's where that cannot be, for its commit is older, or its branch rested for decades;
     * and where neither can be that of the commits before it.
     */
    private static Instant plausible(HistoricCommit commit, List<History> parents) {
        Instant before = parents.stream()
                .map(parent -> parent.at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Instant last = before.isBefore(HistoricCommit.EARLIEST) ? LATEST : before.plus(LONGEST_REST);
        boolean committed = isBetween(commit.committedAt(), last);
        if (isBetween(commit.at(), committed ? commit.committedAt().plus(Duration.ofDays(1)) : last)) {
            return commit.at();
        }
        return committed
                ? commit.committedAt()
                : before.isBefore(HistoricCommit.EARLIEST) ? HistoricCommit.EARLIEST : before;
    }

    private static boolean isBetween(Instant at, Instant last) {
        return !at.isBefore(HistoricCommit.EARLIEST) && !at.isAfter(last);
    }

    private History take(Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        TreeSet<ContentPath> touched = new TreeSet<>(changes.keySet());
        TreeSet<ContentPath> touchedTexts = new TreeSet<>();
        for (History other : parents) {
            if (other != base) {
                base.tracks.differingKeys(other.tracks, touched::add);
                base.texts.differences(other.texts, touchedTexts::add);
                base.gone.differences(other.gone, id -> {
                    Gone theirs = other.gone.get(id);
                    if (theirs != null) {
                        gone = gone.plus(Gone.union(gone.get(id), theirs));
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
        claimants.addAll(touched);
        documents(touched, changes);
        if (!rules.zone().equals(base.rules.zone())) {
            timeAll();
        }
        if (!rules.equals(base.rules)) {
            moveAll();
        }
        touchedIds.forEach(this::settle);
        claim();
        Instant passed = parents.stream()
                .map(parent -> parent.passed)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return new History(tracks, texts, gone, ids, urls, rules, when, agenda, passed);
    }

    /** By other rules any may be at another URL. */
    private void moveAll() {
        tracks.forEach(kept -> {
            ContentPath path = kept.path();
            Track track = kept.track();
            Track moved = track.by(rules, path);
            if (!Objects.equals(moved.url(), track.url())) {
                keep(path, moved);
                claimants.add(path);
            }
        });
    }

    /** In another zone of the site days begin, and times are, at other instants. */
    private void timeAll() throws IOException {
        for (SortedSet<ContentPath> paths : base.agenda.until(Instant.MAX).values()) {
            for (ContentPath path : paths) {
                // What the commit touches is read, or was before.
                KeptTrack kept = tracks.get(path);
                if (kept != null && kept.equals(base.tracks.get(path))) {
                    keep(path, timed(path, kept.track(), base.rules.zone()));
                    claimants.add(path);
                }
            }
        }
    }

    /** As it stands in the zone of now; its version says what it depends on. */
    private Track timed(ContentPath path, Track track, ZoneId before) throws IOException {
        Good good = track.good();
        if (before.equals(rules.zone())
                || good == null
                || good.next() == null
                || !(rules.place(path) instanceof Place.Document place)
                || !(reader.read(path, place, good.revision().blob()) instanceof FileVersion.Parsed parsed)) {
            return track;
        }
        Instant wasDue = good.window().due();
        // Those that did not lie ahead when it was committed do not now.
        Instant due = wasDue == null
                ? null
                : latest(parsed.due().stream()
                        .filter(date -> !date.instant(before).isAfter(wasDue))
                        .toList());
        Instant until = good.window().until() == null ? null : first(parsed.until());
        Window window = new Window(due, until);
        return track.with(new Good(good.revision(), window.at(when), good.slug(), window));
    }

    private @Nullable Instant latest(List<AuthoredDate> dates) {
        return dates.stream()
                .map(date -> date.instant(rules.zone()))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private @Nullable Instant first(List<AuthoredDate> dates) {
        return dates.stream()
                .map(date -> date.instant(rules.zone()))
                .min(Comparator.naturalOrder())
                .orElse(null);
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
        return new Text(blob, broken ? last : new Revision(blob, commit.id(), when, last));
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

    private void documents(Set<ContentPath> touched, Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        Renames renames = new Renames(reader, most);
        List<Lying> staying = new ArrayList<>();
        for (ContentPath path : touched) {
            KeptTrack there = base.tracks.get(path);
            ObjectId blob = changes.containsKey(path)
                    ? changes.get(path).orElse(null)
                    : there == null ? null : there.track().blob();
            List<Track> before = before(path);
            before.forEach(track -> touchedIds.add(track.id()));
            if (there != null) {
                remove(there);
            }
            Place.Document place = (Place.Document) rules.place(path);
            if (blob == null) {
                before.forEach(track -> renames.leaving(new Renames.Leaving(path, place, track)));
            } else if (before.isEmpty()) {
                renames.coming(new Renames.Coming(path, place, blob));
            } else if (parents.size() > 1 || before.getFirst().blob().equals(blob)) {
                staying.add(new Lying(path, place, blob, before));
            } else {
                renames.changed(new Renames.Changed(new Renames.Coming(path, place, blob), before.getFirst()));
            }
        }
        List<Renames.Leaving> left = new ArrayList<>();
        for (Lying one : staying) {
            Track now = follow(one.path, one.place, one.blob, one.before);
            keep(one.path, now);
            one.before.stream()
                    .filter(track -> !track.id().equals(now.id()))
                    .forEach(track -> left.add(new Renames.Leaving(one.path, one.place, track)));
        }
        Renames.Found found = renames.find(id -> ids.get(id) != null);
        if (!found.compared()) {
            tooMany.accept(commit.id());
        }
        for (Renames.Changed one : found.stays()) {
            Renames.Coming now = one.now();
            keep(now.path(), follow(now.path(), now.place(), now.blob(), List.of(one.track())));
        }
        for (Map.Entry<Renames.Coming, Renames.Leaving> one : found.sources().entrySet()) {
            keep(one.getKey().path(), renamed(one.getKey(), one.getValue().track()));
        }
        for (Renames.Coming one : found.born()) {
            keep(one.path(), born(one));
        }
        left.addAll(found.left());
        left.forEach(one -> leave(one.path(), one.track()));
    }

    /** What lies where something lay before, in one of the parents at least. */
    private record Lying(ContentPath path, Place.Document place, ObjectId blob, List<Track> before) {}

    /** What the parents had at a path, in an order that is not the parents'. */
    private List<Track> before(ContentPath path) throws IOException {
        List<Track> before = new ArrayList<>();
        for (History parent : parents) {
            Optional<Track> there = parent.track(path);
            if (there.isPresent()) {
                Track track = timed(path, there.get(), parent.rules.zone());
                if (!before.contains(track)) {
                    before.add(track);
                }
            }
        }
        before.sort(FIRST);
        return before;
    }

    private Track follow(ContentPath path, Place.Document place, ObjectId blob, List<Track> before) throws IOException {
        // Two parents may bring two ids to one path: the earlier birth wins.
        Track elder = before.getFirst();
        if (before.size() == 1 && elder.blob().equals(blob)) {
            return elder.by(rules, path);
        }
        Track all = elder;
        Track same = null;
        Good last = null;
        for (Track track : before) {
            boolean isElder = track.id().equals(elder.id());
            all = isElder ? all.and(track) : all;
            last = last == null ? track.good() : last;
            if (track.blob().equals(blob)
                    && (same == null || (isElder && !same.id().equals(elder.id())))) {
                same = track;
            }
        }
        if (same != null) {
            return all.at(rules, path, place.kind(), blob, same.good() == null ? last : same.good(), elder.id());
        }
        Read read = read(path, place, blob, last);
        return all.at(rules, path, place.kind(), blob, goodOf(read, last), idOf(elder, last, read));
    }

    /** Of what is not readable the last that was. That is not to come due if it may be meant to be hidden by now. */
    private static @Nullable Good goodOf(Read read, @Nullable Good last) {
        if (read.good != null) {
            return read.good;
        }
        return last != null && read.mayHide && last.standing() == Standing.AHEAD
                ? new Good(last.revision(), Standing.DRAFT, last.slug())
                : last;
    }

    /** Its first version that can be read may say which id it was born with. */
    private PostId idOf(Track track, @Nullable Good last, Read read) {
        return last == null && !track.kept() ? read.id.filter(this::isFree).orElse(track.id()) : track.id();
    }

    /** The post or page that was elsewhere, or was no more. */
    private Track renamed(Renames.Coming now, Track source) throws IOException {
        Read read = read(now.path(), now.place(), now.blob(), source.good());
        Good good = goodOf(read, source.good());
        if (read.good == null && good != null && now.place().draft()) {
            // Its last version, at its new place: that hides it.
            good = new Good(good.revision(), Standing.DRAFT, good.slug());
        }
        return source.leaving()
                .at(rules, now.path(), now.place().kind(), now.blob(), good, idOf(source, source.good(), read));
    }

    private Track born(Renames.Coming now) throws IOException {
        Read read = read(now.path(), now.place(), now.blob(), null);
        Optional<Gone> back = back(now, read.id);
        if (back.isPresent()) {
            return renamed(now, back.get().track(now.blob()));
        }
        Birth birth = new Birth(now.path(), commit.at());
        PostId id = read.id.filter(this::isFree).orElseGet(() -> PostId.born(site, birth.path(), birth.at()));
        Track none = new Track(now.place().kind(), birth, now.blob(), false, null, false, null, null, id, NO_URLS);
        return none.at(rules, now.path(), now.place().kind(), now.blob(), read.good, id);
    }

    /** The post or page that is no more, and of which this is the next version: by its id, or at its path and alike. */
    private Optional<Gone> back(Renames.Coming now, Optional<PostId> own) throws IOException {
        Optional<Gone> same = own.flatMap(id -> Optional.ofNullable(gone.get(id)));
        if (same.isPresent()) {
            return same.filter(one -> ids.get(one.id()) == null);
        }
        if (own.isPresent()) {
            return Optional.empty();
        }
        List<Gone> latest = gone.at(now.path()).stream()
                .filter(one -> ids.get(one.id()) == null && one.revision() != null)
                .sorted(LATEST_FIRST)
                .limit(most.files())
                .toList();
        Similarity similarity = new Similarity(reader, most);
        Gone best = null;
        int bestScore = Similarity.SAME - 1;
        for (Gone one : latest) {
            ObjectId blob = Objects.requireNonNull(one.revision()).blob();
            int score = similarity.of(now.path(), now.place(), blob, now);
            if (score > bestScore) {
                best = one;
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }

    /** An id that an author writes counts if no other has it. */
    private boolean isFree(PostId id) {
        return ids.get(id) == null
                && gone.get(id) == null
                && parents.stream().allMatch(parent -> parent.ids.get(id) == null);
    }

    /**
     * A version read.
     *
     * @param good null if it cannot be
     * @param id the author's own
     * @param mayHide see {@link FileVersion.Broken}
     */
    private record Read(@Nullable Good good, Optional<PostId> id, boolean mayHide) {}

    private Read read(ContentPath path, Place.Document place, ObjectId blob, @Nullable Good last) throws IOException {
        return switch (reader.read(path, place, blob)) {
            case FileVersion.Broken broken -> new Read(null, Optional.empty(), broken.mayHide());
            case FileVersion.Introduction introduction -> new Read(null, Optional.empty(), false);
            case FileVersion.Settings settings -> new Read(null, Optional.empty(), false);
            case FileVersion.Parsed parsed -> {
                Revision revision = new Revision(blob, commit.id(), when, last == null ? null : last.revision());
                String slug = parsed.slug().orElse(null);
                Good good = switch (parsed.wish()) {
                    case NOTHING -> new Good(revision, Standing.APART, slug);
                    case DRAFT -> new Good(revision, Standing.DRAFT, slug);
                    case PUBLISH ->
                        parsed.until().stream().allMatch(this::isAhead)
                                ? good(revision, slug, parsed)
                                : new Good(revision, Standing.EXPIRED, slug);
                };
                yield new Read(good, parsed.id(), false);
            }
        };
    }

    /** A day in the commit's own offset may be ahead and have begun in the site's zone. */
    private Good good(Revision revision, @Nullable String slug, FileVersion.Parsed parsed) {
        Instant due = latest(parsed.due().stream().filter(this::isAhead).toList());
        Instant until = first(parsed.until());
        Window window = new Window(due != null && due.isAfter(when) ? due : null, until);
        return new Good(revision, window.at(when), slug, window);
    }

    private boolean isAhead(AuthoredDate date) {
        return date.isAfter(when, commit.offset(), rules.zone());
    }

    private void leave(ContentPath path, Track track) {
        if (ids.get(track.id()) == null) {
            Revision revision = track.good() == null ? null : track.good().revision();
            gone = gone.plus(Gone.union(
                    gone.get(track.id()),
                    new Gone(
                            track.id(),
                            track.kind(),
                            track.birth(),
                            path,
                            commit.id(),
                            commit.at(),
                            revision,
                            track.publicAt(),
                            track.kept(),
                            track.urls())));
        }
    }

    /** One branch removed what another one has: it is there, with all that either knows of it. */
    private void settle(PostId id) {
        KeptTrack holder = ids.get(id);
        Gone former = gone.get(id);
        if (holder == null || former == null) {
            return;
        }
        gone = gone.minus(id);
        keep(holder.path(), holder.track().and(former.urls(), former.publicAt()));
        claimants.add(holder.path());
    }

    /** What lies at a path now. Of two that branches bring under one id the younger goes on as a post of its own. */
    private void keep(ContentPath path, Track track) {
        touchedIds.add(track.id());
        KeptTrack now = KeptTrack.of(path, track);
        KeptTrack other = ids.get(track.id());
        if (other == null || other.path().equals(path)) {
            put(now);
            return;
        }
        boolean isElder = ELDER.compare(now, other) < 0;
        KeptTrack elder = isElder ? now : other;
        KeptTrack younger = isElder ? other : now;
        put(elder);
        claimants.add(younger.path());
        claimants.add(elder.path());
        Birth birth = younger.birth();
        PostId own = PostId.born(site, birth.path(), birth.at());
        for (int later = 0; ids.get(own) != null; later++) {
            birth = new Birth(younger.path(), commit.at().plusSeconds(later));
            own = PostId.born(site, birth.path(), birth.at());
        }
        keep(younger.path(), younger.track().of(birth, own));
    }
}
