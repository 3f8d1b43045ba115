package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.markdown.MarkdownParser;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.ingest.facts.Gone;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.facts.Unchanged;
import org.broadsheet.ingest.frontmatter.Complaint;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.link.LinkKey;
import org.broadsheet.ingest.source.Blobs;
import org.broadsheet.ingest.source.Pipeline;
import org.broadsheet.ingest.source.TreeChange;
import org.broadsheet.ingest.source.Trees;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Takes a commit in: from what its history says and from what was written before follows what has to be written now. What the
 * commit does not touch is not looked at, unless all is asked for. The outcome is the same either way. One thread, once.
 */
public final class Intake {
    /** Each suggestion of a slug looks at all of them. */
    private static final int SUGGESTIONS = 200;
    /** The list of posts is there when something else has {@code /}. */
    private static final String BLOG = "/blog";
    /** A link to an asset or a topic that came by the same commit takes another round. */
    private static final int ROUNDS = 5;

    private static final Complaint POST_IN_HTML = Complaint.problem(
            1,
            1,
            "front matter in an HTML file, which is no post here yet",
            "take the front matter away, or write the post in Markdown");

    private static final Complaint NO_URL = Complaint.problem(
            1,
            1,
            "the file can have no URL below that of its page or post",
            "shorten the names of the file or its folders, or give it another ending");

    /** What intake works with, whatever the commit. */
    public record Tools(
            SiteId site,
            Repository repository,
            Configuration configuration,
            MarkdownParser markdown,
            Pipeline pipeline,
            Storage work) {}

    /** A commit with its history. */
    public record Version(CommitId id, ObjectId tree, Instant at, History history) {}

    private final Tools tools;
    private final SiteState state;
    private final Optional<Version> before;
    private final Version now;
    private final boolean all;
    private final Ledger ledger;
    private final Report report = new Report();
    private final ObjectReader reader;
    private final Layout layout;
    private final Set<ContentPath> touched = new HashSet<>();
    private final Set<ContentPath> neighbours = new TreeSet<>();
    private final Map<UrlPath, Set<ContentPath>> webRoot = new TreeMap<>();
    private final Map<ContentPath, List<Complaint>> complaints = new TreeMap<>();
    private final Set<ContentPath> reported = new HashSet<>();
    private final Set<PostId> assetOwners = new HashSet<>();
    private final Map<ContentPath, Map<UrlPath, ContentPath>> assets = new TreeMap<>();
    private final Slugs slugs;
    private final CommitFiles files;
    private final Trees trees;

    /** @param before the commit taken in last, as far as it is known; {@code all} if what was written cannot be trusted to be its */
    private Intake(
            Tools tools,
            SiteState state,
            Sink sink,
            ObjectReader reader,
            Optional<Version> before,
            Version now,
            boolean all)
            throws IOException {
        this.tools = tools;
        this.state = state;
        this.reader = reader;
        this.before = before;
        this.now = now;
        this.all = all;
        trees = new Trees(tools.configuration.limits());
        ledger = new Ledger(
                tools.site,
                state,
                sink,
                report,
                now.id,
                now.at,
                tools.configuration.limits().problemsPerFile());
        layout = now.history.rules().layout();
        slugs = new Slugs(now.history, SUGGESTIONS);
        files = new CommitFiles(now.tree, trees);
    }

    public static Report take(
            Tools tools, SiteState state, Sink sink, Optional<Version> before, Version now, boolean all)
            throws IOException {
        try (ObjectReader reader = tools.repository.newObjectReader()) {
            return new Intake(tools, state, sink, reader, before, now, all || before.isEmpty()).run();
        }
    }

    private Report run() throws IOException {
        files();
        ZoneId zone = settings();
        lost();
        Set<ContentPath> documents = documents();
        webRoot(documents);
        remove();
        Set<String> moved = ledger.drainChanged();
        if (!all) {
            documents.addAll(waiting(moved));
        }
        // Topics and the files of posts are known only when the posts are built: who links to them is built once more.
        Set<String> done = new HashSet<>();
        for (int i = 0; i < ROUNDS && !documents.isEmpty(); i++) {
            build(documents, zone);
            assets(documents, i == 0);
            Set<String> keys = ledger.drainChanged();
            keys.removeAll(done);
            done.addAll(keys);
            documents = waiting(keys);
        }
        introductions();
        problems();
        return report;
    }

    private ZoneId settings() throws IOException {
        EffectiveSettings effective = new EffectiveSettings(tools.site, tools.configuration, reader, state);
        EffectiveSettings.Outcome outcome = effective.at(now.history.text(new ContentPath(Layout.SETTINGS)), false);
        ledger.put(outcome.settings());
        outcome.complaints()
                .ifPresent(list -> complaints
                        .computeIfAbsent(new ContentPath(Layout.SETTINGS), p -> new ArrayList<>())
                        .addAll(list));
        return ZoneId.of(outcome.settings().timeZone());
    }

    /** Looks at every file that differs, or at all. */
    private void files() throws IOException {
        boolean whole = all || !before.orElseThrow().history.rules().layout().equals(layout);
        TreeMap<ContentPath, ObjectId> there = new TreeMap<>();
        Trees.Visitor every = new Looking(change -> {
            file(change);
            if (change.blob() != null) {
                there.put(change.path(), change.blob());
            }
        });
        Trees.Visitor one = before.isEmpty() ? every : new Looking(this::file);
        int[] differing = {0};
        trees.differences(reader, before.map(Version::tree).orElse(null), now.tree, any -> true, new Trees.Visitor() {
            @Override
            public void file(TreeChange change) {
                differing[0]++;
                touched.add(change.path());
                one.file(change);
            }

            @Override
            public void tooLong(Trees.LongPath path) {
                differing[0]++;
                touched.add(path.cut());
                one.tooLong(path);
            }
        });
        report.files(differing[0]);
        if (whole) {
            if (before.isPresent()) {
                trees.differences(reader, null, now.tree, Layout::matters, every);
            }
            files.know(there);
            state.all(Kept.Asset.class).forEach(asset -> {
                if (Layout.JEKYLL.place(asset.path().value()) instanceof Place.WebRoot root) {
                    webRoot(asset.url());
                    webRoot(root.url());
                }
            });
        }
    }

    /** Also complains of paths that are too long. */
    private final class Looking implements Trees.Visitor {
        private final Consumer<TreeChange> files;

        Looking(Consumer<TreeChange> files) {
            this.files = files;
        }

        @Override
        public void file(TreeChange change) {
            files.accept(change);
        }

        @Override
        public void tooLong(Trees.LongPath path) {
            Complaint complaint = Complaint.problem(
                    1,
                    1,
                    "the path has more than " + tools.configuration.limits().path() + " bytes",
                    "shorten the names of the file or its folders, or raise limits.path");
            complain(path.cut(), path.there() ? Optional.of(complaint) : Optional.empty());
        }
    }

    private void file(TreeChange change) {
        ContentPath path = change.path();
        Place place = layout.place(path.value());
        if (place instanceof Place.NotPublished) {
            complain(path, Optional.empty());
            return;
        }
        boolean link = change.after() != null && change.after().link();
        if (link && (place instanceof Place.WebRoot || place instanceof Place.Neighbour)) {
            complain(path, Optional.of(Versions.LINK_COMPLAINT));
        }
        switch (place) {
            case Place.Refused refused ->
                complain(
                        path,
                        change.after() == null
                                ? Optional.empty()
                                : Optional.of(Complaint.problem(1, 1, refused.message(), refused.hint())));
            case Place.WebRoot root -> {
                webRoot(root.url()).add(path);
                complain(path, Optional.empty());
            }
            case Place.Neighbour neighbour -> {
                neighbours.add(path);
                // A bundle has the bytes of all files beside it; to other posts a file belongs because they refer to
                // it.
                if ((change.blob() == null) != (change.blobBefore() == null)
                        || Bundles.around(path, now.history).isEmpty()) {
                    ledger.changed(LinkKey.of(path));
                }
                complain(path, Optional.empty());
            }
            case Place.Document document -> {
                if (change.version() == null) {
                    complain(path, Optional.empty());
                }
            }
            case Place.Introduction introduction -> {
                if (hasText(now, path)
                        != before.filter(version -> hasText(version, path)).isPresent()) {
                    ledger.changed(LinkKey.of(path));
                }
                complain(path, Optional.empty());
            }
            case Place.Settings settings -> {}
            case Place.NotPublished other -> {}
        }
    }

    private static boolean hasText(Version version, ContentPath path) {
        return version.history.text(path).isPresent();
    }

    /** The files that are known to want the object at a URL: whose it is will be looked at. */
    private Set<ContentPath> webRoot(UrlPath url) {
        return webRoot.computeIfAbsent(ObjectKey.of(url).url(), u -> new TreeSet<>());
    }

    private void complain(ContentPath path, Optional<Complaint> complaint) {
        List<Complaint> list = complaints.computeIfAbsent(path, p -> new ArrayList<>());
        complaint.ifPresent(list::add);
    }

    /** A file that had lost its URL may have it now, or nobody may want it to have one: it is judged anew. */
    private void lost() throws IOException {
        for (ContentPath path : state.problems().keySet()) {
            if (isNeighbour(path) && Trees.blob(reader, now.tree, path.value()).isPresent()) {
                neighbours.add(path);
                ledger.changed(LinkKey.of(path));
                complain(path, Optional.empty());
            }
        }
    }

    /** The posts and pages that have to be looked at. */
    private Set<ContentPath> documents() throws IOException {
        Set<ContentPath> differing = new TreeSet<>();
        if (all) {
            now.history.forEachTrack((path, track) -> differing.add(path));
            state.documents().forEach(d -> differing.add(d.path()));
        } else {
            History former = before.orElseThrow().history();
            former.differingTracks(now.history, differing::add);
            if (!former.rules().zone().equals(now.history.rules().zone())) {
                now.history.forEachTrack((path, track) -> differing.add(path));
            }
        }
        Set<ContentPath> around = new TreeSet<>();
        for (ContentPath path : differing) {
            Optional<UrlPath> was = state.document(path)
                    .filter(d -> d.state() == Content.State.LIVE)
                    .map(Kept.Document::url);
            Optional<UrlPath> is = liveUrl(path);
            if (!was.equals(is)) {
                ledger.changed(LinkKey.of(path));
                was.ifPresent(this::moved);
                is.ifPresent(this::moved);
                was.ifPresent(url -> above(url, around));
                is.ifPresent(url -> above(url, around));
            }
            if (!all
                    && Bundles.isBundle(path)
                    && !(was.equals(is) && isThere(before.orElseThrow(), path) == isThere(now, path))) {
                // What lies in it is at other URLs now, or somebody else's.
                files.below(path.folder(), reader).keySet().forEach(file -> ledger.changed(LinkKey.of(file)));
            }
        }
        Set<ContentPath> documents = new TreeSet<>(differing);
        documents.addAll(around);
        for (ContentPath path : neighbours) {
            Bundles.around(path, now.history).ifPresent(documents::add);
        }
        for (ContentPath path : differing) {
            if (!all && Bundles.isBundle(path) && isThere(before.orElseThrow(), path) != isThere(now, path)) {
                bundleAbove(path).ifPresent(documents::add);
            }
        }
        return documents;
    }

    private static boolean isThere(Version version, ContentPath path) {
        return version.history.track(path).isPresent();
    }

    /** The bundle that has the files of this one when it is not there. */
    private Optional<ContentPath> bundleAbove(ContentPath index) {
        String folder = index.folder();
        return Bundles.around(new ContentPath(folder.substring(0, folder.length() - 1)), now.history);
    }

    /** A file of the web root may lie under the URL that a document had or has now. */
    private void moved(UrlPath url) {
        ledger.changed(LinkKey.of(url));
        if (url.equals(UrlPath.ROOT)) {
            ledger.changed(BLOG);
        }
        if (!all) {
            webRoot(url);
        }
    }

    /** Whoever has the URLs above: a file of its own may want this one. */
    private void above(UrlPath url, Set<ContentPath> documents) {
        String value = url.value();
        for (int slash = value.lastIndexOf('/'); slash > 0; slash = value.lastIndexOf('/', slash - 1)) {
            now.history.holderOf(new UrlPath(value.substring(0, slash))).ifPresent(documents::add);
        }
    }

    private Optional<UrlPath> liveUrl(ContentPath path) {
        Optional<Track> track = now.history.track(path);
        return track.filter(t -> now.history.isLive(path, t)).flatMap(t -> Optional.ofNullable(t.url()));
    }

    /** @param documents takes those of which a file may have lost its URL, or can have it again */
    private void webRoot(Set<ContentPath> documents) throws IOException {
        WebRoot files = files(now.history);
        for (Map.Entry<UrlPath, Set<ContentPath>> entry : webRoot.entrySet()) {
            ObjectKey key = ObjectKey.of(entry.getKey());
            WebRoot.Claim claim = files.claim(key, entry.getValue());
            above(key.url(), documents);
            if (key.url().equals(UrlPath.ROOT)) {
                ledger.changed(BLOG);
            }
            for (WebRoot.Loser loser : claim.losers()) {
                complain(loser.path(), Optional.of(loser.complaint()));
            }
            Optional<UrlPath> taken = claim.winner().map(WebRoot.Winner::url);
            key.urls().stream()
                    .filter(url -> !taken.equals(Optional.of(url)))
                    .filter(url ->
                            state.asset(url).filter(a -> !isNeighbour(a.path())).isPresent())
                    .forEach(this::removeAsset);
            if (claim.winner().isPresent()) {
                UrlPath url = claim.winner().get().url();
                ContentPath path = claim.winner().get().path();
                Optional<Kept.Asset> former = state.asset(url);
                complain(path, Optional.empty());
                boolean fresh = all
                        || touched.contains(path)
                        || former.filter(f -> f.path().equals(path)).isEmpty();
                if (fresh) {
                    put(files, url, path);
                }
            }
        }
    }

    private void put(WebRoot files, UrlPath url, ContentPath path) throws IOException {
        try {
            if (isNeighbour(path) && isPostInHtml(path)) {
                complain(path, Optional.of(POST_IN_HTML));
                if (state.asset(url).isPresent()) {
                    removeAsset(url);
                }
                return;
            }
            files.asset(url, path).filter(ledger::put).ifPresent(asset -> report.asset());
        } catch (IncorrectObjectTypeException e) {
            complain(path, Optional.of(Blobs.NO_FILE));
            if (state.asset(url).isPresent()) {
                removeAsset(url);
            }
        }
    }

    /** Nobody asked to hand it out with what stands above it. */
    private boolean isPostInHtml(ContentPath path) throws IOException {
        String name = path.name().toLowerCase(Locale.ROOT);
        Optional<ObjectId> blob =
                name.endsWith(".html") || name.endsWith(".htm") ? files.blob(path, reader) : Optional.empty();
        return blob.isPresent() && Blobs.begins(reader, blob.get(), "---\n", "---\r\n");
    }

    private WebRoot files(History history) {
        return new WebRoot(tools.site, reader, files, layout, history, tools.configuration.limits(), tools.work);
    }

    private boolean isNeighbour(ContentPath path) {
        return layout.place(path.value()) instanceof Place.Neighbour;
    }

    private void removeAsset(UrlPath url) {
        report.asset();
        ledger.put(new Content.Removed(
                tools.site,
                Kind.ASSET,
                url.key(),
                now.id,
                now.at,
                state.asset(url).map(Kept.Asset::path),
                Optional.empty()));
    }

    /** Posts and pages that are no more. */
    private void remove() throws IOException {
        Set<PostId> ids = new TreeSet<>(java.util.Comparator.comparing(PostId::toString));
        if (all) {
            now.history.forEachGone(gone -> ids.add(gone.id()));
            state.documents().forEach(d -> ids.add(d.id()));
            state.all(Kept.Removed.class).stream()
                    .filter(r -> r.facts().isPresent())
                    .forEach(r -> ids.add(PostId.of(r.id())));
        } else {
            History former = before.orElseThrow().history();
            former.differingGone(now.history, ids::add);
            former.differingTracks(now.history, path -> {
                state.document(path).ifPresent(d -> ids.add(d.id()));
                former.track(path).ifPresent(t -> ids.add(t.id()));
            });
        }
        Map<PostId, Unchanged> unchanged = unchanged(ids);
        for (PostId id : ids) {
            remove(id, unchanged);
        }
    }

    private record Departed(Gone gone, Optional<Kept.Document> written) {}

    private record Change(PostId id, Unchanged unchanged) {}

    /** How long those that are no more had read as they did. */
    private Map<PostId, Unchanged> unchanged(Set<PostId> ids) throws IOException {
        List<Departed> departed = ids.stream()
                .flatMap(id -> now.history.gone(id).stream())
                .filter(gone -> gone.revision() != null)
                .map(gone -> new Departed(gone, written(state.document(gone.kind(), gone.id()))))
                .toList();
        DocumentBuilder builder = builder(ZoneOffset.UTC);
        Map<PostId, Unchanged> changes = new HashMap<>();
        tools.pipeline.run(
                departed,
                d -> new Change(
                        d.gone.id(),
                        builder.unchanged(
                                new DocumentBuilder.Task(d.gone.path(), d.written),
                                Objects.requireNonNull(d.gone.revision()))),
                change -> changes.put(change.id, change.unchanged));
        return changes;
    }

    /** What was written is of a history that this one goes on from, unless all is looked at. */
    private Optional<Kept.Document> written(Optional<Kept.Document> document) {
        return all ? Optional.empty() : document;
    }

    private void remove(PostId id, Map<PostId, Unchanged> unchanged) {
        Optional<Kind> kind =
                now.history.holderOf(id).flatMap(now.history::track).map(Track::kind);
        Optional<Gone> gone = now.history.gone(id);
        for (Kind each : List.of(Kind.POST, Kind.PAGE)) {
            if (kind.equals(Optional.of(each))) {
                continue;
            }
            Optional<Kept.Document> document = state.document(each, id);
            document.ifPresent(d -> {
                assetOwners.add(id);
                assets.putIfAbsent(d.path(), Map.of());
                if (d.state() == Content.State.LIVE) {
                    report.outcome(CommitStage.What.GONE, d.path(), Optional.of(url(d.url())));
                }
            });
            if (gone.filter(g -> g.kind() == each).isPresent()) {
                ledger.put(removed(
                        gone.get(),
                        unchanged.getOrDefault(
                                id, new Unchanged(gone.get().birth().at(), true))));
            } else if (document.isPresent()
                    || (state.get(Content.key(tools.site, each, id.toString())) instanceof Kept.Removed former
                            && former.facts().isPresent())) {
                // Of a history that was rewritten, or gone over to another kind: nothing of it answers 410.
                ledger.put(new Content.Removed(
                        tools.site,
                        each,
                        id.toString(),
                        now.id,
                        now.at,
                        document.map(Kept.Document::path),
                        Optional.empty()));
            }
        }
    }

    private Content.Removed removed(Gone gone, Unchanged unchanged) {
        Revision revision = gone.revision();
        Facts facts = new Facts(
                gone.id(),
                gone.birth().path(),
                gone.birth().at(),
                Optional.ofNullable(revision).map(Revision::commit),
                Optional.ofNullable(revision).map(r -> r.blob().name()),
                unchanged.since(),
                unchanged.first(),
                gone.urls());
        return new Content.Removed(
                tools.site,
                gone.kind(),
                gone.id().toString(),
                gone.by().id(),
                gone.by().at(),
                Optional.of(gone.path()),
                Optional.of(facts));
    }

    private DocumentBuilder builder(ZoneId zone) {
        return new DocumentBuilder(
                tools.site, tools.repository, tools.configuration.limits(), tools.markdown, tools.work, shared(), zone);
    }

    private SiteTargets.Shared shared() {
        return new SiteTargets.Shared(now.history, files, layout, state, state.listings());
    }

    private void build(Set<ContentPath> paths, ZoneId zone) throws IOException {
        List<DocumentBuilder.Task> there = paths.stream()
                .filter(p -> now.history.track(p).isPresent())
                .map(p -> new DocumentBuilder.Task(p, written(state.document(p))))
                .toList();
        DocumentBuilder builder = builder(zone);
        tools.pipeline.run(there, builder::build, this::accept);
    }

    private void accept(Built built) {
        ContentPath path = built.path();
        boolean isTouched = touched.contains(path);
        List<Complaint> told = new ArrayList<>(built.complaints());
        // Here and not where documents are built, where chance decides who comes first.
        built.missing().forEach(missing -> told.add(missing.warning(slugs::nearest)));
        ledger.problems(
                path,
                told,
                built.stays()
                        .map(commit -> new Ledger.Stays(
                                Optional.of(commit),
                                url(built.kept().orElseThrow().url()))));
        if (built.kept().isEmpty()) {
            return;
        }
        Kept.Document document = built.kept().get();
        Optional<Kept.Document> former = state.document(document.kind(), document.id());
        boolean wasLive = former.filter(d -> d.state() == Content.State.LIVE).isPresent();
        boolean sameUrl = former.filter(d -> d.url().equals(document.url())).isPresent();
        String key = Content.key(tools.site, document.kind(), document.id().toString());
        boolean changed = ledger.put(key, document, built.value());
        assetOwners.add(document.id());
        assets.put(path, document.state() == Content.State.LIVE ? built.assets() : Map.of());
        // A round that comes back to it finds the links moved, and nothing else.
        if (!changed || !reported.add(path)) {
            return;
        }
        switch (document.state()) {
            case LIVE -> {
                if (isTouched || !wasLive || !sameUrl) {
                    report.outcome(CommitStage.What.LIVE, path, Optional.of(url(document.url())));
                }
            }
            case DRAFT, WITHHELD -> {
                if (wasLive) {
                    report.outcome(CommitStage.What.WITHDRAWN, path, Optional.of(url(document.url())));
                } else if (document.state() == Content.State.DRAFT) {
                    report.outcome(CommitStage.What.DRAFT, path, Optional.empty());
                }
            }
        }
    }

    private String url(UrlPath path) {
        String base = state.settings().map(Content.Settings::baseUrl).orElse("");
        return base + path.encoded();
    }

    /** The files that belong to the documents of a round. */
    private void assets(Set<ContentPath> round, boolean first) throws IOException {
        WebRoot files = files(now.history);
        Map<UrlPath, ContentPath> wanted = new TreeMap<>();
        for (ContentPath path : round) {
            Optional<UrlPath> url = liveUrl(path);
            if (url.isPresent()
                    && state.document(path)
                            .filter(d -> d.state() == Content.State.LIVE)
                            .isPresent()) {
                assets.getOrDefault(path, Map.of()).forEach(wanted::putIfAbsent);
                if (Bundles.isBundle(path)) {
                    bundle(path, url.get()).forEach(wanted::putIfAbsent);
                }
            }
        }
        Set<UrlPath> there = new TreeSet<>();
        assetOwners.forEach(id -> there.addAll(state.assetsOf(id)));
        assetOwners.clear();
        if (all && first) {
            // A process that died may have left some whose document is gone already.
            state.all(Kept.Asset.class).stream()
                    .filter(asset -> isNeighbour(asset.path()))
                    .forEach(asset -> there.add(asset.url()));
        }
        Set<ObjectKey> keys = new HashSet<>();
        for (Map.Entry<UrlPath, ContentPath> entry : wanted.entrySet()) {
            UrlPath url = entry.getKey();
            ContentPath path = entry.getValue();
            ObjectKey key = ObjectKey.of(url);
            Optional<Kept.Asset> former = state.asset(url);
            complain(path, Optional.empty());
            if (!keys.add(key)
                    || key.urls().stream().flatMap(u -> state.asset(u).stream()).anyMatch(a -> !isNeighbour(a.path()))
                    || now.history.at(key.url()).isPresent()) {
                complain(
                        path,
                        Optional.of(Complaint.problem(
                                1, 1, url + " is the URL of another file already", "rename one of the two")));
                continue;
            }
            there.remove(url);
            if (!all
                    && !touched.contains(path)
                    && former.filter(a -> a.path().equals(path)).isPresent()) {
                state.settle(url);
                continue;
            }
            Optional<ObjectId> blob = this.files.blob(path, reader);
            if (blob.isPresent()
                    && Blobs.size(reader, blob.get())
                            > tools.configuration.limits().asset()) {
                complain(path, Optional.of(files.tooLarge(Blobs.size(reader, blob.get()))));
                if (former.isPresent()) {
                    removeAsset(url);
                }
                continue;
            }
            put(files, url, path);
            state.settle(url);
        }
        there.forEach(this::removeAsset);
    }

    /** The files beside an {@code index.md}, but for those of bundles inside. */
    private Map<UrlPath, ContentPath> bundle(ContentPath index, UrlPath url) throws IOException {
        Map<UrlPath, ContentPath> files = new TreeMap<>();
        for (ContentPath path : this.files.below(index.folder(), reader).keySet()) {
            if (isNeighbour(path) && Bundles.around(path, now.history).equals(Optional.of(index))) {
                Bundles.url(url, path.value().substring(index.folder().length()))
                        .ifPresentOrElse(u -> files.put(u, path), () -> complain(path, Optional.of(NO_URL)));
            }
        }
        return files;
    }

    private Set<ContentPath> waiting(Set<String> keys) {
        Set<ContentPath> paths = new TreeSet<>();
        for (String key : keys) {
            for (PostId id : state.waitingFor(key)) {
                state.document(id).map(Kept.Document::path).ifPresent(paths::add);
            }
        }
        return paths;
    }

    private void introductions() throws IOException {
        Map<UrlPath, List<ContentPath>> byListing = new TreeMap<>();
        now.history.forEachText((path, text) -> {
            if (layout.place(path.value()) instanceof Place.Introduction introduction) {
                byListing
                        .computeIfAbsent(introduction.listing(), l -> new ArrayList<>())
                        .add(path);
            }
        });
        Set<UrlPath> none = new HashSet<>();
        for (Map.Entry<UrlPath, List<ContentPath>> entry : byListing.entrySet()) {
            List<ContentPath> paths = new ArrayList<>(entry.getValue());
            paths.sort(null);
            for (ContentPath path : paths) {
                if (!path.equals(paths.get(0))) {
                    complain(
                            path,
                            Optional.of(Complaint.problem(
                                    1,
                                    1,
                                    entry.getKey() + " has its introduction in "
                                            + paths.get(0).printable() + " already",
                                    "keep one of the two")));
                    continue;
                }
                Text text = now.history.text(path).orElseThrow();
                IntroductionBuilder.Outcome outcome =
                        new IntroductionBuilder(tools, reader, shared(), slugs).build(path, entry.getKey(), text);
                outcome.introduction().ifPresent(ledger::put);
                List<Complaint> all = new ArrayList<>(outcome.complaints());
                if (outcome.introduction().isEmpty()) {
                    none.add(entry.getKey());
                }
                if (outcome.hidden()) {
                    if (touched.contains(path)) {
                        report.outcome(CommitStage.What.DRAFT, path, Optional.empty());
                    }
                } else {
                    notShown(entry.getKey()).ifPresent(all::add);
                }
                ledger.problems(
                        path,
                        all,
                        Optional.ofNullable(text.good())
                                .filter(good -> !good.blob().equals(text.blob()))
                                .map(good -> new Ledger.Stays(Optional.empty(), url(entry.getKey()))));
            }
        }
        for (Kept.Introduction former : state.introductions()) {
            if (!byListing.containsKey(former.listing()) || none.contains(former.listing())) {
                ledger.put(new Content.Removed(
                        tools.site,
                        Kind.INTRODUCTION,
                        former.listing().key(),
                        now.id,
                        now.at,
                        Optional.of(former.path()),
                        Optional.empty()));
            }
        }
    }

    /** Tells of the introduction of a listing that is not there. */
    private Optional<Complaint> notShown(UrlPath listing) {
        String what = listing.value().startsWith("/topics/")
                ? "a topic"
                : listing.value().startsWith("/authors/") ? "an author" : "";
        return what.isEmpty() || state.listings().contains(listing)
                ? Optional.empty()
                : Optional.of(Complaint.warning(
                        1,
                        1,
                        "no post has " + what + " that is listed at " + listing + ", so this is shown nowhere",
                        "name the folder after " + what + " as it reads in the URL of its list"));
    }

    private void problems() {
        complaints.forEach((path, list) -> {
            if (!ledger.judged(path) || !list.isEmpty()) {
                ledger.problems(path, list, Optional.empty());
            }
        });
        ledger.settle(touched);
        if (all) {
            for (ContentPath path : new ArrayList<>(state.problems().keySet())) {
                if (!ledger.judged(path)) {
                    ledger.mended(path);
                }
            }
        }
    }
}
