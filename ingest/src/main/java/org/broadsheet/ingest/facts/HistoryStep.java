package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.frontmatter.AuthoredDate;
import org.broadsheet.ingest.generator.GeneratorFile;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.permalink.Permalinks;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One step of history: {@code Facts(commit)} from the facts of its parents and what its tree changes against the first of them.
 * Of the commit nothing else counts, above all not when or with what others it arrived.
 */
public final class HistoryStep {
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
    private final History base;
    private final List<History> parents;
    private final ComparisonLimits most;
    private final Consumer<CommitId> tooMany;
    /** The commit's author time, or one that may be it. */
    private final Instant when;

    private final Set<PostId> touchedIds = new TreeSet<>(Comparator.comparing(PostId::toString));
    private final Set<ContentPath> claimants = new LinkedHashSet<>();

    private PersistentIndex<ContentPath, KeptTrack> tracks;
    private PersistentMap<ContentPath, Text> texts;
    private Departed gone;
    private PersistentIndex<PostId, KeptTrack> ids;
    private PersistentIndex<String, Claims> urls;
    private SiteRules rules;

    private HistoryStep(
            SiteId site,
            VersionReader reader,
            HistoricCommit commit,
            List<History> parents,
            ComparisonLimits most,
            Consumer<CommitId> tooMany) {
        this.site = site;
        this.reader = reader;
        this.commit = commit;
        this.parents = parents;
        this.most = most;
        this.tooMany = tooMany;
        when = plausible(commit, parents);
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
        return new HistoryStep(site, reader, commit, parents, most, tooMany).take(changes);
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

    private History take(Map<ContentPath, Optional<ObjectId>> changed) throws IOException {
        TreeSet<ContentPath> touched = new TreeSet<>(changed.keySet());
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
        // The rules first: they count for what files of the same commit are, for their dates and URLs.
        rules = rules(changed, touchedTexts);
        Map<ContentPath, Optional<ObjectId>> changes = isLaidOutAnew() ? layOut(changed) : changed;
        touched.addAll(changes.keySet());
        touched.removeIf(path ->
                !(rules.place(path) instanceof Place.Document) && before(path).isEmpty());
        for (ContentPath path : changes.keySet()) {
            if (!(rules.place(path) instanceof Place.Document) || texts.get(path) != null) {
                touchedTexts.add(path);
            }
        }
        for (ContentPath path : touchedTexts) {
            text(path, changes);
        }
        claimants.addAll(touched);
        documents(touched, changes);
        if (!rules.equals(base.rules) || parents.stream().anyMatch(parent -> !parent.rules.equals(rules))) {
            moveAll();
        }
        touchedIds.forEach(this::settle);
        claim();
        return new History(tracks, texts, gone, ids, urls, rules, when);
    }

    private SiteRules rules(Map<ContentPath, Optional<ObjectId>> changes, Set<ContentPath> touchedTexts)
            throws IOException {
        List<ContentPath> ofRules = Stream.concat(changes.keySet().stream(), touchedTexts.stream())
                .filter(path -> base.rules.place(path).isOfRules())
                .distinct()
                .toList();
        for (ContentPath path : ofRules) {
            text(path, changes);
        }
        return ofRules.isEmpty() ? base.rules : rules();
    }

    private boolean isLaidOutAnew() {
        Layout layout = rules.layout();
        return !base.rules.layout().equals(layout)
                || parents.stream().anyMatch(parent -> !parent.rules.layout().equals(layout));
    }

    /** Where a file may be something else than it was though nobody touched it: all that is a text now, and what is none any more. */
    private Map<ContentPath, Optional<ObjectId>> layOut(Map<ContentPath, Optional<ObjectId>> changes)
            throws IOException {
        Map<ContentPath, Optional<ObjectId>> all = new HashMap<>();
        for (History parent : parents) {
            parent.tracks.forEach(kept -> all.put(kept.path(), Optional.empty()));
            parent.texts.forEach((path, text) -> all.put(path, Optional.empty()));
        }
        all.keySet().removeIf(path -> rules.place(path).isOfRules());
        all.putAll(changes);
        reader.texts(rules.layout()).forEach((path, blob) -> all.put(path, Optional.of(blob)));
        return all;
    }

    /** Whether a file's place is not what it was where it comes from. */
    private boolean isPlacedAnew(ContentPath path, Place place) {
        return parents.stream()
                .anyMatch(parent -> parent.tracks.get(path) != null
                        && !parent.rules.layout().equals(rules.layout())
                        && !parent.rules.place(path).equals(place));
    }

    /** By other rules any may be at another URL. */
    private void moveAll() throws IOException {
        boolean give = rules.giveUrls() || parents.stream().anyMatch(parent -> parent.rules.giveUrls());
        List<KeptTrack> all = new ArrayList<>(tracks.size());
        tracks.forEach(all::add);
        for (KeptTrack kept : all) {
            ContentPath path = kept.path();
            Track track = kept.track();
            Good good = track.good();
            Track moved = give && good != null ? track.with(rules, path, wanting(path, good)) : track.by(rules, path);
            if (!moved.equals(track)) {
                keep(path, moved);
                claimants.add(path);
            }
        }
    }

    /** The same where the commit's rules have it. */
    private Good wanting(ContentPath path, Good good) throws IOException {
        return reader.read(path, rules.place(path), good.revision().blob()) instanceof FileVersion.Parsed parsed
                ? good(path, good.revision(), good.standing(), parsed)
                : good;
    }

    private Good good(ContentPath path, Revision revision, Standing standing, FileVersion.Parsed parsed) {
        Wanted wanted = rules.wanted(path, parsed.slug(), parsed.url());
        return new Good(
                revision, standing, parsed.slug().orElse(null), wanted.url().orElse(null), wanted.aliases());
    }

    /** By what now lies in the root. */
    private SiteRules rules() throws IOException {
        FileVersion.Settings site = settings(new ContentPath(Layout.SETTINGS)).orElse(FileVersion.Settings.NONE);
        FileVersion.Settings generators = FileVersion.Settings.NONE;
        Optional<SiteRules.Configuration> configuration = Optional.empty();
        for (String name : Layout.CONFIGURATIONS) {
            ContentPath path = new ContentPath(name);
            Optional<FileVersion.Settings> settings =
                    settings(path).filter(s -> s.generator().isPresent());
            if (settings.isPresent()) {
                generators = settings.get();
                configuration = generators.generator().map(by -> new SiteRules.Configuration(by, path));
                break;
            }
        }
        Optional<String> elsewhere = generators.baseUrl();
        Optional<Permalinks> generator = generators.permalinks();
        return new SiteRules(
                configuration,
                site.zone().or(generators::zone).orElse(ZoneOffset.UTC),
                Stream.of(site.permalinks(), generator)
                        .flatMap(Optional::stream)
                        .toList(),
                site.formerGuids().flatMap(guids -> guids.at(site.baseUrl().or(() -> elsewhere))),
                new Layout(generator, site.content()));
    }

    /** Of what never parsed what its name says. */
    private Optional<FileVersion.Settings> settings(ContentPath path) throws IOException {
        Text text = texts.get(path);
        if (text == null) {
            return Optional.empty();
        }
        return text.good() != null
                        && reader.read(path, rules.place(path), text.good().blob())
                                instanceof FileVersion.Settings settings
                ? Optional.of(settings)
                : GeneratorFile.named(path.value()).map(FileVersion.Settings::of);
    }

    private void text(ContentPath path, Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        Place place = rules.place(path);
        if (!place.isOfRules() && !(place instanceof Place.Introduction)) {
            texts = texts.with(path, null);
            return;
        }
        Text there = base.texts.get(path);
        ObjectId blob =
                changes.containsKey(path) ? changes.get(path).orElse(null) : there == null ? null : there.blob();
        Text now = blob == null ? null : followed(path, place, blob);
        texts = texts.with(path, now);
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

    private void documents(Set<ContentPath> touched, Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        Renames renames = new Renames(reader, most);
        List<Lying> staying = new ArrayList<>();
        for (ContentPath path : touched) {
            KeptTrack there = base.tracks.get(path);
            List<Track> before = before(path);
            Place.Document place = document(path);
            ObjectId blob = !(rules.place(path) instanceof Place.Document)
                    ? null
                    : changes.containsKey(path)
                            ? changes.get(path).orElse(null)
                            : there == null ? null : there.track().blob();
            before.forEach(track -> touchedIds.add(track.id()));
            if (there != null) {
                tracks = tracks.minus(path);
                ids = ids.minus(there.id());
            }
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

    /** What a file is as a post or page, or was when it still was one. */
    private Place.Document document(ContentPath path) {
        return Stream.concat(Stream.of(rules), parents.stream().map(parent -> parent.rules))
                .map(of -> of.place(path))
                .filter(Place.Document.class::isInstance)
                .map(Place.Document.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** What lies where something lay before, in one of the parents at least. */
    private record Lying(ContentPath path, Place.Document place, ObjectId blob, List<Track> before) {}

    /** What the parents had at a path, in an order that is not the parents'. */
    private List<Track> before(ContentPath path) {
        List<Track> before = new ArrayList<>();
        for (History parent : parents) {
            parent.track(path).filter(track -> !before.contains(track)).ifPresent(before::add);
        }
        before.sort(FIRST);
        return before;
    }

    private Track follow(ContentPath path, Place.Document place, ObjectId blob, List<Track> before) throws IOException {
        // Two parents may bring two ids to one path: the earlier birth wins.
        Track elder = before.getFirst();
        boolean anew = isPlacedAnew(path, place);
        if (before.size() == 1 && elder.blob().equals(blob) && !anew) {
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
        if (same != null && !anew) {
            return all.at(rules, path, same.kind(), blob, same.good() == null ? last : same.good(), elder.id());
        }
        Read read = read(path, place, blob, last);
        Good good = read.good;
        if (good != null && last != null && last.revision().blob().equals(blob) && same != null) {
            good = good.of(last.revision());
        }
        return all.at(rules, path, read.kind, blob, good == null ? last : good, idOf(elder, last, read));
    }

    /** Its first version that can be read may say which id it was born with. */
    private PostId idOf(Track track, @Nullable Good last, Read read) {
        return last == null && !track.kept() ? read.id.filter(this::isFree).orElse(track.id()) : track.id();
    }

    /** The post or page that was elsewhere, or was no more. */
    private Track renamed(Renames.Coming now, Track source) throws IOException {
        Read read = read(now.path(), now.place(), now.blob(), source.good());
        Good good = read.good;
        if (good == null && source.good() != null) {
            // Its last version, at its new place: that may hide it.
            good = now.place().draft() ? source.good().hidden() : source.good();
        }
        return source.leaving().at(rules, now.path(), read.kind, now.blob(), good, idOf(source, source.good(), read));
    }

    private Track born(Renames.Coming now) throws IOException {
        Read read = read(now.path(), now.place(), now.blob(), null);
        Optional<Gone> back = back(now, read.id);
        if (back.isPresent()) {
            return renamed(now, back.get().track(now.blob()));
        }
        Birth birth = new Birth(now.path(), commit.at());
        PostId id = read.id.filter(this::isFree).orElseGet(() -> PostId.born(site, birth.path(), birth.at()));
        Track none = new Track(read.kind, birth, now.blob(), false, null, false, null, null, id, NO_URLS);
        return none.at(rules, now.path(), read.kind, now.blob(), read.good, id);
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
     * @param kind what it is; of one that cannot be what it would be by its place alone
     * @param good null if it cannot be
     * @param id the author's own
     */
    private record Read(Kind kind, @Nullable Good good, Optional<PostId> id) {}

    private Read read(ContentPath path, Place.Document place, ObjectId blob, @Nullable Good last) throws IOException {
        return switch (reader.read(path, place, blob)) {
            case FileVersion.Broken broken -> new Read(place.kind(), null, Optional.empty());
            case FileVersion.Introduction introduction -> new Read(place.kind(), null, Optional.empty());
            case FileVersion.Settings settings -> new Read(place.kind(), null, Optional.empty());
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
                Revision revision = new Revision(blob, commit.id(), when, last == null ? null : last.revision());
                yield new Read(parsed.kind(), good(path, revision, standing, parsed), parsed.id());
            }
        };
    }

    private boolean isPast(AuthoredDate date) {
        return !date.isAfter(when, commit.offset(), rules.zone());
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
            tracks = tracks.plus(now);
            ids = ids.plus(now);
            return;
        }
        boolean isElder = ELDER.compare(now, other) < 0;
        KeptTrack elder = isElder ? now : other;
        KeptTrack younger = isElder ? other : now;
        tracks = tracks.plus(elder);
        ids = ids.plus(elder);
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

    private void claim() {
        TreeSet<String> touched = new TreeSet<>();
        Set<ContentPath> mayBeSecond = new LinkedHashSet<>(claimants);
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
            String url = now == null || !now.isPublished() ? null : now.foldedUrl();
            if (now != null && url != null) {
                Claims others = urls.get(url);
                if (others != null) {
                    mayBeSecond.add(others.first().path());
                }
                urls = urls.plus(Claims.with(others, now));
                touched.add(url);
            }
        }
        for (ContentPath path : mayBeSecond) {
            KeptTrack now = tracks.get(path);
            if (now != null) {
                date(now, touched);
            }
        }
        for (String url : touched) {
            Claims holders = urls.get(url);
            if (holders != null) {
                KeptTrack holder = holders.first();
                Track track = holder.track();
                Track now = track.publishedAt(when);
                if (!now.equals(track)) {
                    keep(holder.path(), now);
                    urls = urls.plus(Claims.with(holders, Objects.requireNonNull(tracks.get(holder.path()))));
                }
            }
        }
    }

    /** Of a published one whose URL is another's, and whose file has a day in its name, that day goes into its URL. */
    private void date(KeptTrack kept, Set<String> touched) {
        String url = kept.isPublished() ? kept.foldedUrl() : null;
        Claims claims = url == null ? null : urls.get(url);
        if (url == null || claims == null || claims.first().path().equals(kept.path())) {
            return;
        }
        Track track = kept.track();
        if (track.dated()
                || Objects.requireNonNull(track.good()).given() != null
                || !rules.mayBeDated(
                        kept.path(), Optional.ofNullable(track.good().slug()))) {
            return;
        }
        urls = urls.with(url, Claims.without(claims, kept));
        keep(kept.path(), track.dated(rules, kept.path()));
        KeptTrack now = Objects.requireNonNull(tracks.get(kept.path()));
        String other = Objects.requireNonNull(now.foldedUrl());
        urls = urls.plus(Claims.with(urls.get(other), now));
        touched.add(other);
    }
}
