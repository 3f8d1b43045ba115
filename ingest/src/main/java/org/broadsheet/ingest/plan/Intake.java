package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Pipeline;
import org.broadsheet.ingest.source.RecentTexts;
import org.broadsheet.ingest.source.TreeChange;
import org.broadsheet.ingest.source.Trees;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Takes a commit in: from what its history says and from what was written before follows what has to be written now. What the
 * commit does not touch is not looked at, unless all is asked for. The outcome is the same either way. One thread, once.
 */
public final class Intake {
    private static final Finding SUBMODULE = Finding.problem(
            "a submodule is another repository, and nothing of it is published", "commit its files here in its place");

    private static final DateTimeFormatter TO_THE_MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /**
     * What intake works with, whatever the commit.
     *
     * @param address of the site
     * @param texts what history was read from, and need not be read again
     */
    public record Tools(
            SiteAddress address,
            Repository repository,
            Configuration configuration,
            Pipeline pipeline,
            ContentStore work,
            RecentTexts texts) {
        public Tools(
                SiteAddress address,
                Repository repository,
                Configuration configuration,
                Pipeline pipeline,
                ContentStore work) {
            this(address, repository, configuration, pipeline, work, new RecentTexts());
        }

        public Tools with(Pipeline other) {
            return new Tools(address, repository, configuration, other, work, texts);
        }

        public SiteId site() {
            return address.site().id();
        }
    }

    /** A commit with its history. */
    public record Version(CommitId id, ObjectId tree, Instant at, History history) {}

    private final Tools tools;
    private final SiteState state;
    private final Optional<Version> before;
    private final Version now;
    private final boolean all;
    private final Changes changes;
    private final Ledger ledger;
    private final Report report;
    private final ObjectReader reader;
    private final Layout layout;
    private final Trees trees;
    /** What was told of submodules: whether one is there. */
    private final Map<ContentPath, Boolean> submodules = new HashMap<>();

    /** The files that the commit touched, those included of which but the beginning of the path is read. */
    private final Set<ContentPath> touched = new HashSet<>();

    private Intake(
            Tools tools,
            SiteState state,
            Sink sink,
            ObjectReader reader,
            Optional<Version> before,
            Version now,
            boolean all) {
        this.tools = tools;
        this.state = state;
        this.reader = reader;
        this.before = before;
        this.now = now;
        this.all = all;
        changes = all ? Changes.all(now.history) : Changes.between(before.orElseThrow().history, now.history);
        trees = new Trees(tools.configuration.limits());
        report = new Report(tools.configuration.push().recorded());
        ledger = new Ledger(
                tools.site(),
                state,
                sink,
                report,
                now.id,
                now.at,
                tools.configuration.limits().problemsPerFile());
        layout = now.history.rules().layout();
    }

    /** @param before the commit taken in last, as far as it is known; {@code all} if what was written cannot be trusted to be its */
    public static Report take(
            Tools tools, SiteState state, Sink sink, Optional<Version> before, Version now, boolean all)
            throws IOException {
        try (ObjectReader reader = tools.repository.newObjectReader()) {
            return new Intake(tools, state, sink, reader, before, now, all || before.isEmpty()).run();
        }
    }

    private Report run() throws IOException {
        if (before.isEmpty() || (!all && !before.get().history.rules().isLaidOutAs(now.history.rules()))) {
            LocalDate day = LocalDate.ofInstant(now.at, now.history.rules().zone());
            report.notes(Survey.of(trees, reader, now.tree, now.history, day));
        }
        settings();
        files();
        documents();
        introductions();
        ledger.settle(touched);
        if (all || changes.places()) {
            List.copyOf(state.problems().keySet()).stream()
                    .filter(path -> !ledger.judged(path))
                    .forEach(ledger::mended);
        }
        return report;
    }

    private void settings() throws IOException {
        EffectiveSettings effective = new EffectiveSettings(tools, reader, state);
        EffectiveSettings.Outcome outcome = effective.at(now.history, false);
        ledger.put(outcome.settings());
        outcome.findings().forEach((path, findings) -> ledger.problems(path, findings, Optional.empty()));
    }

    /** Judges every file that differs or may be another's, or all, by what lies there now. */
    private void files() throws IOException {
        TreeMap<ContentPath, Optional<TreeChange.Entry>> files = new TreeMap<>();
        int[] differing = {0};
        trees.differences(reader, before.map(Version::tree).orElse(null), now.tree, any -> true, new Trees.Visitor() {
            @Override
            public void file(TreeChange change) {
                differing[0]++;
                touched.add(change.path());
                files.put(change.path(), Optional.ofNullable(change.after()));
            }

            @Override
            public void submodule(ContentPath path, boolean there) {
                differing[0]++;
                touched.add(path);
                submodules.put(path, there);
            }

            @Override
            public void tooLong(Trees.LongPath path) {
                differing[0]++;
                touched.add(path.cut());
                Intake.this.tooLong(path);
            }
        });
        report.files(differing[0]);
        Trees.Visitor there = new Trees.Visitor() {
            @Override
            public void file(TreeChange change) {
                files.putIfAbsent(change.path(), Optional.ofNullable(change.after()));
            }

            @Override
            public void submodule(ContentPath path, boolean there) {
                submodules.put(path, there);
            }

            @Override
            public void tooLong(Trees.LongPath path) {
                Intake.this.tooLong(path);
            }
        };
        if (changes.places() && before.isPresent()) {
            trees.differences(reader, null, now.tree, layout::matters, there);
        } else if (!changes.bundles().isEmpty()) {
            trees.below(reader, now.tree, changes.bundles(), there);
        }
        AssetBuilder assets = new AssetBuilder(tools, now.history);
        List<Lying> lying = new ArrayList<>();
        files.forEach((path, entry) -> {
            Optional<Content.Asset> written = state.asset(path);
            if (entry.isEmpty()
                    || written.isPresent()
                    || !layout.place(path.value()).isRead()
                    || isOnlyHtml(path)) {
                lying.add(new Lying(path, entry, written));
            }
        });
        tools.pipeline.run(lying, one -> new Judged(one, outcome(assets, one)), this::accept);
        submodules.forEach((path, present) -> {
            if (present) {
                boolean missed = layout.publishes(path.value());
                ledger.problems(path, missed ? List.of(SUBMODULE) : List.of(), Optional.empty());
            } else if (files.getOrDefault(path, Optional.empty()).isEmpty()) {
                ledger.problems(path, List.of(), Optional.empty());
            }
        });
        if (changes.places()) {
            state.all(Kept.Asset.class).stream()
                    .map(kept -> kept.asset().path())
                    .filter(path -> !files.containsKey(path))
                    .forEach(this::removeAsset);
        }
    }

    private void tooLong(Trees.LongPath path) {
        String cut = path.cut().value();
        if (cut.indexOf('/') > 0 && !layout.matters(cut.substring(0, cut.indexOf('/')))) {
            return;
        }
        Finding finding = Finding.problem(
                "the path has more than " + tools.configuration.limits().path() + " bytes",
                "shorten the names of the file or its folders, or raise limits.path");
        ledger.problems(path.cut(), path.there() ? List.of(finding) : List.of(), Optional.empty());
    }

    /**
     * What lies at a path that is served as it is, or no more.
     *
     * @param written of it before
     */
    private record Lying(ContentPath path, Optional<TreeChange.Entry> there, Optional<Content.Asset> written) {}

    private record Judged(Lying file, AssetBuilder.Outcome outcome) {}

    /** On any thread. */
    private AssetBuilder.Outcome outcome(AssetBuilder assets, Lying file) throws IOException {
        if (file.there.isEmpty()) {
            return AssetBuilder.Outcome.NONE;
        }
        Place place = layout.place(file.path.value());
        return switch (place) {
            case Place.Refused refused -> AssetBuilder.Outcome.of(Finding.problem(refused.message(), refused.hint()));
            case Place.PassedOver passed -> AssetBuilder.Outcome.of(Finding.warning(passed.message(), passed.hint()));
            case Place.WebRoot root -> assets.build(file.path, root, file.there.get(), same(file.written));
            case Place.Neighbour neighbour -> assets.build(file.path, neighbour, file.there.get(), same(file.written));
            case Place.Document document ->
                isOnlyHtml(file.path)
                        ? assets.build(
                                file.path,
                                new Place.Neighbour(document.kind() == Kind.POST || document.section()),
                                file.there.get(),
                                same(file.written))
                        : AssetBuilder.Outcome.NONE;
            default -> AssetBuilder.Outcome.NONE;
        };
    }

    /** Whether it is no post or page without front matter, and has none. */
    private boolean isOnlyHtml(ContentPath path) {
        return Layout.isHtml(path.value()) && now.history.track(path).isEmpty();
    }

    private void accept(Judged judged) {
        ContentPath path = judged.file.path;
        AssetBuilder.Outcome outcome = judged.outcome;
        ledger.problems(path, outcome.finding().stream().toList(), Optional.empty());
        if (outcome.asset().isEmpty()) {
            judged.file.written.ifPresent(asset -> removeAsset(path));
        } else if (ledger.put(outcome.asset().get())) {
            report.asset();
        }
    }

    private Optional<Content.Asset> same(Optional<Content.Asset> written) {
        return written.filter(asset -> !all && !touched.contains(asset.path()));
    }

    private void removeAsset(ContentPath path) {
        report.asset();
        remove(Kind.ASSET, path.value(), path);
    }

    private void remove(Kind kind, String id, ContentPath path) {
        ledger.put(new Content.Removed(tools.site(), kind, id, now.id, now.at, Optional.of(path), new TreeSet<>()));
    }

    private void documents() throws IOException {
        Set<PostId> ids = changes.ids();
        if (all) {
            state.documents().forEach(d -> ids.add(d.id()));
            state.all(Kept.Removed.class).stream()
                    .filter(Kept.Removed::remembered)
                    .forEach(r -> ids.add(PostId.of(r.id())));
        }
        Departures departures = new Departures(tools, state, now, ledger, report);
        ids.forEach(departures::write);
        List<DocumentBuilder.Task> tasks = changes.documents().stream()
                .filter(path -> now.history.track(path).isPresent())
                .map(path -> new DocumentBuilder.Task(path, written(path)))
                .toList();
        DocumentBuilder builder = new DocumentBuilder(tools, now.history);
        tools.pipeline.run(tasks, builder::build, this::accept);
    }

    /** What was written of the file's post, if that is of a history that this one goes on from. */
    private Optional<KeptDocument> written(ContentPath path) {
        return all
                ? Optional.empty()
                : now.history
                        .track(path)
                        .flatMap(track -> state.document(track.kind(), track.id()))
                        .filter(document -> document.path().equals(path));
    }

    private void accept(DocumentBuilder.Built built) {
        ContentPath path = built.path();
        ledger.problems(
                path,
                built.findings(),
                built.stays()
                        .map(commit -> new Ledger.Stays(
                                Optional.of(commit),
                                state.url(built.kept().orElseThrow().url()),
                                built.mayHide())));
        if (built.kept().isEmpty()) {
            return;
        }
        KeptDocument document = built.kept().get();
        Optional<KeptDocument> former = state.document(document.kind(), document.id());
        String key = Content.key(tools.site(), document.kind(), document.id().toString());
        if (!ledger.put(key, document, built.value())) {
            return;
        }
        boolean wasLive = former.filter(d -> d.state() == Content.State.LIVE).isPresent();
        boolean sameUrl = former.filter(d -> d.url().equals(document.url())).isPresent();
        Optional<String> url = Optional.of(state.url(document.url()));
        switch (document.state()) {
            case LIVE -> {
                if (touched.contains(path) || !wasLive || !sameUrl) {
                    report.outcome(CommitStage.What.LIVE, path, url);
                }
            }
            case DRAFT, WITHHELD -> {
                if (wasLive) {
                    report.outcome(CommitStage.What.WITHDRAWN, path, url);
                } else if (document.state() == Content.State.DRAFT) {
                    report.outcome(CommitStage.What.DRAFT, path, Optional.empty());
                }
            }
            case SCHEDULED -> {
                if (wasLive) {
                    report.outcome(CommitStage.What.WITHDRAWN, path, url);
                }
                report.outcome(new CommitStage.Outcome(
                        CommitStage.What.SCHEDULED,
                        path,
                        url,
                        Optional.empty(),
                        built.due().map(this::inZone)));
            }
            case EXPIRED -> report.outcome(wasLive ? CommitStage.What.GONE : CommitStage.What.EXPIRED, path, url);
        }
    }

    /** {@code 2026-12-01 00:00 Europe/Berlin}, with seconds if there are any. */
    private String inZone(Instant at) {
        ZonedDateTime there = at.atZone(now.history.rules().zone());
        DateTimeFormatter form = there.getSecond() == 0 ? TO_THE_MINUTE : TO_THE_SECOND;
        return there.format(form) + " " + zoneName(there.getZone());
    }

    private static String zoneName(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** Those of the listings of which a text differs. */
    private void introductions() throws IOException {
        SortedMap<UrlPath, SortedSet<ContentPath>> listings = new TreeMap<>();
        changes.texts().forEach(path -> listing(path).ifPresent(listing -> listings.put(listing, new TreeSet<>())));
        if (all || changes.places()) {
            state.all(Kept.Introduction.class).forEach(i -> listings.putIfAbsent(i.listing(), new TreeSet<>()));
        }
        if (listings.isEmpty()) {
            return;
        }
        now.history.forEachText((path, text) -> listing(path)
                .flatMap(listing -> Optional.ofNullable(listings.get(listing)))
                .ifPresent(paths -> paths.add(path)));
        for (Map.Entry<UrlPath, SortedSet<ContentPath>> entry : listings.entrySet()) {
            introduction(entry.getKey(), entry.getValue());
        }
    }

    private Optional<UrlPath> listing(ContentPath path) {
        return layout.place(path.value()) instanceof Place.Introduction introduction
                ? Optional.of(introduction.listing())
                : Optional.empty();
    }

    private void introduction(UrlPath listing, SortedSet<ContentPath> paths) throws IOException {
        Optional<Content.Introduction> shown = Optional.empty();
        for (ContentPath path : paths) {
            ContentPath first = paths.first();
            if (!path.equals(first)) {
                Finding finding = Finding.problem(
                        listing + " has its introduction in " + first.printable() + " already", "keep one of the two");
                ledger.problems(path, List.of(finding), Optional.empty());
                continue;
            }
            Text text = now.history.text(path).orElseThrow();
            IntroductionBuilder.Outcome outcome =
                    new IntroductionBuilder(tools, reader, now.history).build(path, listing, text);
            shown = outcome.introduction();
            if (outcome.hidden() && touched.contains(path)) {
                report.outcome(CommitStage.What.DRAFT, path, Optional.empty());
            }
            ledger.problems(
                    path,
                    outcome.findings(),
                    Optional.ofNullable(text.good())
                            .filter(good -> !good.blob().equals(text.blob()))
                            .map(good -> new Ledger.Stays(Optional.empty(), state.url(listing), outcome.mayHide())));
        }
        if (shown.isPresent()) {
            ledger.put(shown.get());
        } else {
            state.introduction(listing).ifPresent(former -> remove(Kind.INTRODUCTION, listing.key(), former.path()));
        }
    }
}
