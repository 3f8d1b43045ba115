package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.frontmatter.AuthoredDate;
import org.broadsheet.ingest.frontmatter.Written;
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
    /** Of one version that stands otherwise in two parents: what may be meant to be hidden stays so, and what was public does. */
    private static final List<Standing> STRONGER = List.of(
            Standing.DRAFT, Standing.PUBLISHED, Standing.AHEAD, Standing.EXPIRED, Standing.NEVER, Standing.APART);

    private static final Comparator<Revision> ELDER_VERSION = Comparator.comparing(Revision::at)
            .thenComparing(revision -> revision.commit().value());
    private static final Comparator<Good> STRONGER_VERSION = Comparator.comparing(Good::revision, ELDER_VERSION)
            .thenComparing(good -> STRONGER.indexOf(good.standing()))
            .thenComparing(good -> good.window().toString())
            .thenComparing(good -> String.valueOf(good.given()));
    /** Of two versions of one blob that branches brought independently the first. */
    private static final Comparator<Track> FIRST = Comparator.comparing(Track::birth)
            .thenComparing(Track::good, Comparator.nullsLast(STRONGER_VERSION))
            .thenComparing(track -> !track.kept())
            .thenComparing(track -> track.id().toString());
    /** Likewise of texts. */
    private static final Comparator<Text> FIRST_TEXT =
            Comparator.comparing(Text::good, Comparator.nullsLast(ELDER_VERSION));

    private final SiteId site;
    private final VersionReader reader;
    private final HistoricCommit commit;
    private final List<History> parents;
    private final ComparisonLimits most;
    private final Consumer<CommitId> tooMany;

    /** What was read of this commit, and so by its rules. */
    private final Set<ContentPath> readNow = new HashSet<>();

    /** What is read, though nobody touched it, for what lies around it. */
    private final Set<ContentPath> again = new HashSet<>();

    /** What the commit changes, and what is read besides. */
    private Map<ContentPath, Optional<ObjectId>> lying = Map.of();

    /** Whether the layout is not what it was where files come from. */
    private boolean laidOutAnew;

    /** By folder whether all that lies there is a part of a text in it. */
    private final Map<String, Boolean> leaves = new HashMap<>();

    /** By folder whether it has a text of its own, and holds others. */
    private final Map<String, Boolean> branches = new HashMap<>();

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
        laidOutAnew = fromOthers(SiteRules::layout);
        Map<ContentPath, Optional<ObjectId>> changes = laidOutAnew ? layOut(changed) : new HashMap<>(changed);
        readAgain(changes);
        touched.addAll(changes.keySet());
        touched.removeIf(path -> !(rules.place(path) instanceof Place.Document)
                && parents.stream().allMatch(parent -> parent.tracks.get(path) == null));
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
        if (!rules.zone().equals(base.rules.zone())) {
            timeAll();
        }
        if (fromOthers(of -> of)) {
            moveAll();
        }
        touchedIds.forEach(this::settle);
        giveGuids();
        claim();
        Instant passed = parents.stream()
                .map(parent -> parent.passed)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return new History(tracks, texts, gone, ids, urls, aliases, guids, rules, when, agenda, passed);
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

    /** Whether anything of the rules is not as it was where files come from. */
    private boolean fromOthers(Function<SiteRules, Object> what) {
        return Stream.concat(Stream.of(base), parents.stream())
                .anyMatch(of -> !what.apply(of.rules).equals(what.apply(rules)));
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

    /** Below a folder that has become, or is no more, one with all that lies in it, texts are others though nobody touched them. */
    private void readAgain(Map<ContentPath, Optional<ObjectId>> changes) throws IOException {
        Set<String> folders = new HashSet<>();
        for (Map.Entry<ContentPath, Optional<ObjectId>> change : changes.entrySet()) {
            String path = change.getKey().value();
            List<String> above = rules.layout().hugosFolders(path);
            if (!above.isEmpty() && rules.layout().isOfFolder(path)) {
                boolean isBranch = change.getKey().name().startsWith(Layout.BRANCH);
                boolean matters = isBranch
                        ? (above.size() > 1 && rules.layout().asksForSections()) || hasLeaf(above.getLast(), changes)
                        : (base.tracks.get(change.getKey()) == null)
                                == change.getValue().isPresent();
                if (matters) {
                    folders.add(above.getLast());
                }
            }
        }
        lying = changes;
        if (!folders.isEmpty()) {
            reader.texts(rules.layout(), folders).forEach((path, blob) -> {
                again.add(path);
                changes.putIfAbsent(path, Optional.of(blob));
            });
        }
    }

    /** Whether a text lies in a folder that makes all below it a part of itself, if no other is there. */
    private boolean hasLeaf(String folder, Map<ContentPath, Optional<ObjectId>> changes) {
        return rules.layout().leaves(folder).stream()
                .map(ContentPath::new)
                .anyMatch(path ->
                        changes.containsKey(path) ? changes.get(path).isPresent() : base.tracks.get(path) != null);
    }

    /** Whether Hugo takes it for a part of what lies in a folder above. */
    private boolean isOfLeaf(ContentPath path) throws IOException {
        List<String> folders = rules.layout().hugosFolders(path.value());
        int above = folders.size() - (rules.layout().isOfFolder(path.value()) ? 1 : 0);
        for (int i = 0; i < above; i++) {
            String folder = folders.get(i);
            Boolean known = leaves.get(folder);
            if (known == null) {
                known = hasLeaf(folder, lying) && !reader.isBranch(folder);
                leaves.put(folder, known);
            }
            if (known) {
                return true;
            }
        }
        return false;
    }

    /** Of the folders in which a text lies how many are sections to Hugo: the first, and all down to the deepest with a text of its own. */
    private int sections(ContentPath path) throws IOException {
        if (!rules.layout().asksForSections()) {
            return Integer.MAX_VALUE;
        }
        List<String> folders = rules.layout().hugosFolders(path.value());
        int deepest = folders.size();
        while (deepest > 1 && !isBranch(folders.get(deepest - 1))) {
            deepest--;
        }
        return deepest;
    }

    private boolean isBranch(String folder) throws IOException {
        Boolean known = branches.get(folder);
        if (known == null) {
            known = reader.isBranch(folder);
            branches.put(folder, known);
        }
        return known;
    }

    /** Whether a file's place is not what it was where it comes from, or what it is hangs on what lies around it. */
    private boolean isPlacedAnew(ContentPath path, Place place) throws IOException {
        if (again.contains(path) || ((parents.size() > 1 || laidOutAnew) && isOtherwise(path))) {
            return true;
        }
        return parents.stream()
                .anyMatch(parent -> parent.tracks.get(path) != null
                        && !parent.rules.layout().equals(rules.layout())
                        && !parent.rules.place(path).equals(place));
    }

    /** Whether it stood, or had its URL, by what lay around it in one parent, or by what that one's rules made of this. */
    private boolean isOtherwise(ContentPath path) throws IOException {
        if (Stream.concat(Stream.of(rules), parents.stream().map(parent -> parent.rules))
                .allMatch(of -> of.layout().hugosFolders(path.value()).isEmpty())) {
            return false;
        }
        boolean apart = isOfLeaf(path);
        for (History parent : parents) {
            KeptTrack kept = parent.tracks.get(path);
            Good good = kept == null ? null : kept.track().good();
            if (good != null && apart != (good.standing() == Standing.APART)) {
                return true;
            }
        }
        return rules.layout().asksForSections();
    }

    /** By other rules any may be at another URL, but for what was read by these. */
    private void moveAll() throws IOException {
        boolean give = rules.giveUrls() || parents.stream().anyMatch(parent -> parent.rules.giveUrls());
        List<KeptTrack> all = new ArrayList<>(tracks.size());
        tracks.forEach(kept -> {
            if (!readNow.contains(kept.path())) {
                all.add(kept);
            }
        });
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
        // What is public comes due no more; and dates that did not lie ahead when it was committed do not now.
        Instant due = wasDue == null || good.standing() == Standing.PUBLISHED
                ? wasDue
                : latest(parsed.due().stream()
                        .filter(date -> !date.instant(before).isAfter(wasDue))
                        .toList());
        Instant until = good.window().until() == null ? null : first(parsed.until());
        Window window = new Window(due, until);
        return track.with(good.within(window, when));
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

    /** The same where the commit's rules have it. */
    private Good wanting(ContentPath path, Good good) throws IOException {
        if (!(reader.read(path, rules.place(path), good.revision().blob()) instanceof FileVersion.Parsed parsed)) {
            return good;
        }
        Good wanting = wanting(path, good, parsed);
        boolean leavesRoot = leavesRoot(path, parsed, wanting);
        if (good.standing() == Standing.APART && !leavesRoot && isBlankPage(parsed)) {
            // It is elsewhere now, and no list has its place.
            Read read = read(path, document(path), good.revision().blob(), good);
            return read.good == null ? wanting : read.good.of(good.revision());
        }
        return leavesRoot ? wanting.apart() : wanting;
    }

    private static boolean isBlankPage(FileVersion.Parsed parsed) {
        return parsed.kind() == Kind.PAGE && parsed.isBlank();
    }

    /** Generators have such a page for the list of posts. */
    private boolean leavesRoot(ContentPath path, FileVersion.Parsed parsed, Good wanting) {
        return isBlankPage(parsed) && UrlPath.ROOT.equals(Track.url(rules, path, wanting, false));
    }

    private Good wanting(ContentPath path, Good good, FileVersion.Parsed parsed) throws IOException {
        Wanted wanted = rules.wanted(path, parsed.slug(), parsed.url(), sections(path));
        return good.at(
                wanted.url().orElse(null),
                wanted.aliases().stream().map(Written::value).toList());
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
        SortedMap<ContentPath, Text> parts = Text.parts(texts);
        Optional<ContentPath> first = configuration
                .filter(found -> found.generator() != Content.Generator.NEXT)
                .map(SiteRules.Configuration::file)
                .or(() -> parts.keySet().stream()
                        .filter(path -> Layout.isMainPart(path.value()))
                        .findFirst());
        boolean isHugos = first.isPresent()
                && configuration
                        .filter(found ->
                                found.file().equals(first.get()) && found.generator() != Content.Generator.HUGO)
                        .isEmpty();
        if (isHugos && !parts.isEmpty()) {
            configuration = first.map(file -> new SiteRules.Configuration(Content.Generator.HUGO, file));
            generators = reader.together(good(first.get(), parts));
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

    /** The last good versions of the files of a configuration of Hugo's. */
    private SequencedMap<ContentPath, ObjectId> good(ContentPath first, SortedMap<ContentPath, Text> parts) {
        SequencedMap<ContentPath, Text> all = new LinkedHashMap<>(parts);
        if (!parts.containsKey(first)) {
            all.putFirst(first, Objects.requireNonNull(texts.get(first)));
        }
        SequencedMap<ContentPath, ObjectId> good = new LinkedHashMap<>();
        all.forEach((path, text) -> {
            if (text.good() != null) {
                good.put(path, text.good().blob());
            }
        });
        return good;
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
        before.sort(FIRST_TEXT);
        Optional<Text> same = before.stream().filter(t -> t.blob().equals(blob)).findFirst();
        boolean broken = same.isPresent()
                ? !Objects.equals(
                        same.get().good() == null ? null : same.get().good().blob(), blob)
                : reader.read(path, place, blob) instanceof FileVersion.Broken;
        if (!broken && same.isPresent()) {
            return same.get();
        }
        Revision last = same.map(Text::good)
                .or(() ->
                        before.stream().map(Text::good).filter(Objects::nonNull).max(ELDER_VERSION))
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
                remove(there);
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
            return all.at(
                    rules,
                    path,
                    same.kind(),
                    blob,
                    same.good() == null ? latest(last, before) : same.good(),
                    elder.id());
        }
        Read read = read(path, place, blob, last);
        Good good = goodOf(read, latest(last, before));
        if (read.good != null && same != null) {
            if (last != null && last.revision().blob().equals(blob)) {
                good = read.good.of(last.revision());
            } else if (same.good() != null && same.good().revision().blob().equals(blob)) {
                good = read.good.of(same.good().revision());
            }
        }
        return all.at(rules, path, read.kind, blob, good, idOf(elder, last, read));
    }

    /** The newest version that can be read. */
    private static @Nullable Good latest(@Nullable Good first, List<Track> before) {
        Good latest = first;
        for (Track track : before) {
            Good good = track.good();
            if (good != null && latest != null && ELDER_VERSION.compare(good.revision(), latest.revision()) > 0) {
                latest = good;
            }
        }
        return latest;
    }

    /** Of what is not readable the last that was. That is not to come due if it may be meant to be hidden by now. */
    private static @Nullable Good goodOf(Read read, @Nullable Good last) {
        if (read.good != null) {
            return read.good;
        }
        return last != null && read.mayHide && last.standing() == Standing.AHEAD ? last.hidden() : last;
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
            good = good.hidden();
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
        Track none = new Track(read.kind, birth, now.blob(), false, null, false, null, null, null, id, NO_URLS);
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
     * @param mayHide see {@link FileVersion.Broken}
     */
    private record Read(Kind kind, @Nullable Good good, Optional<PostId> id, boolean mayHide) {
        private static Read none(Place.Document place, boolean mayHide) {
            return new Read(place.kind(), null, Optional.empty(), mayHide);
        }
    }

    private Read read(ContentPath path, Place.Document place, ObjectId blob, @Nullable Good last) throws IOException {
        return switch (reader.read(path, place, blob)) {
            case FileVersion.Broken broken -> Read.none(place, broken.mayHide());
            case FileVersion.Introduction introduction -> Read.none(place, false);
            case FileVersion.Settings settings -> Read.none(place, false);
            case FileVersion.Parsed parsed -> {
                readNow.add(path);
                Revision revision = new Revision(blob, commit.id(), when, last == null ? null : last.revision());
                String slug = parsed.slug().orElse(null);
                Good good = switch (parsed.wish()) {
                    case NOTHING -> new Good(revision, Standing.APART, slug);
                    case DRAFT -> new Good(revision, Standing.DRAFT, slug);
                    case PUBLISH ->
                        parsed.until().stream().allMatch(this::isAhead)
                                ? timed(revision, slug, parsed)
                                : new Good(revision, Standing.EXPIRED, slug);
                };
                Good wanting = wanting(path, good, parsed)
                        .with(
                                parsed.kind() == Kind.PAGE
                                        ? null
                                        : parsed.guid()
                                                .map(guid -> new Guid(guid, false))
                                                .orElse(null));
                boolean isApart = leavesRoot(path, parsed, wanting) || isOfLeaf(path);
                yield new Read(parsed.kind(), isApart ? wanting.apart() : wanting, parsed.id(), false);
            }
        };
    }

    /** A day in the commit's own offset may be ahead and have begun in the site's zone. */
    private Good timed(Revision revision, @Nullable String slug, FileVersion.Parsed parsed) {
        Instant due = latest(parsed.due().stream().filter(this::isAhead).toList());
        Instant until = first(parsed.until());
        Window window = new Window(due != null && due.isAfter(when) ? due : null, until);
        return new Good(revision, Standing.PUBLISHED, slug).within(window, when);
    }

    private boolean isAhead(AuthoredDate date) {
        return date.isAfter(when, commit.offset(), rules.zone());
    }

    /**
     * An id in feeds is whose it is already; of several that ask for it at once, or that branches bring, it is the elder's. Who comes too late
     * goes without for as long as it asks for the same one.
     */
    private void giveGuids() {
        TreeMap<String, List<KeptTrack>> asking = new TreeMap<>();
        for (ContentPath path : claimants) {
            KeptTrack before = base.tracks.get(path);
            Guid guid = before == null ? null : before.guid();
            if (guid != null) {
                guids = guids.with(guid.value(), GuidClaims.without(guids.get(guid.value()), path));
            }
        }
        for (ContentPath path : claimants) {
            KeptTrack now = tracks.get(path);
            Guid guid = now == null ? null : now.guid();
            if (now != null && guid != null) {
                asking.computeIfAbsent(guid.value(), value -> new ArrayList<>()).add(now);
            }
        }
        asking.forEach((value, all) -> {
            Guid own = new Guid(value, false);
            Guid anothers = new Guid(value, true);
            all.sort(Comparator.comparing((KeptTrack one) -> !asked(one, own)).thenComparing(ELDER));
            for (KeptTrack one : all) {
                GuidClaims claims = guids.get(value);
                boolean late = (claims != null && claims.holder() != null) || asked(one, anothers);
                KeptTrack now = one.with(late ? anothers : own);
                if (!now.equals(one)) {
                    put(now);
                }
                guids = guids.plus(value, GuidClaims.with(claims, now, late ? anothers : own));
            }
        });
    }

    /** Whether it did so in a parent, with that outcome. */
    private boolean asked(KeptTrack track, Guid guid) {
        return parents.stream()
                .map(parent -> parent.ids.get(track.id()))
                .anyMatch(before -> before != null && guid.equals(before.guid()));
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
        KeptTrack now = KeptTrack.of(path, track.as(when));
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
