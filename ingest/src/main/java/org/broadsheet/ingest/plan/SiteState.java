package org.broadsheet.ingest.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.link.LinkKey;
import org.jspecify.annotations.Nullable;

/**
 * What ingest has written of a site, with what it takes to find what a change touches: who waits for which link, which topics
 * there are, whose an asset is. One thread.
 */
public final class SiteState {
    private static final Layout LAYOUT = Layout.JEKYLL;

    private final SiteId site;
    private final StateFold<Kept> content;
    private final Map<ContentPath, PathProblems> problems = new HashMap<>();
    private final Map<ContentPath, PathProblems> problemsView = Collections.unmodifiableMap(problems);
    /** What stood under each key that was put since {@link #keep}; empty for nothing. */
    private final Map<String, Optional<Kept>> unkept = new HashMap<>();
    /** Likewise of {@link #problems}. */
    private final Map<ContentPath, Optional<PathProblems>> unkeptProblems = new HashMap<>();

    private final Map<ContentPath, PostId> ids = new HashMap<>();
    /** By {@link LinkKey}. */
    private final Map<String, Set<PostId>> waiting = new HashMap<>();

    private final Map<UrlPath, Integer> listings = new HashMap<>();
    private @Nullable Set<UrlPath> listingsNow;
    private final Map<UrlPath, Kept.Introduction> introductions = new HashMap<>();
    private final Map<UrlPath, PostId> live = new HashMap<>();
    private int drafts;
    private final Map<PostId, Set<UrlPath>> assets = new HashMap<>();
    private final Map<UrlPath, PostId> owners = new HashMap<>();
    private final Set<UrlPath> assetUrls = new HashSet<>();
    private final Map<ContentPath, UrlPath> webRoot = new HashMap<>();
    /** The URLs of files beside posts and pages. */
    private final TreeMap<ContentPath, Set<UrlPath>> neighbours = new TreeMap<>();

    public SiteState(SiteId site, StateFold<Kept> content, Collection<PathProblems> problems) {
        this.site = site;
        this.content = content;
        problems.stream()
                .filter(p -> p.site().equals(site) && p.role() == Role.INGEST)
                .forEach(p -> this.problems.put(p.path(), p));
        index();
    }

    /** All that follows from what is kept. */
    private void index() {
        ids.clear();
        waiting.clear();
        listings.clear();
        listingsNow = null;
        introductions.clear();
        live.clear();
        assets.clear();
        owners.clear();
        assetUrls.clear();
        webRoot.clear();
        neighbours.clear();
        String prefix = site + "/";
        content.values().forEach((key, kept) -> {
            if (key.startsWith(prefix) && kept instanceof Kept.Document document) {
                index(document);
            } else if (key.startsWith(prefix) && kept instanceof Kept.Introduction introduction) {
                introductions.put(introduction.listing(), introduction);
            }
        });
        content.values().forEach((key, kept) -> {
            if (key.startsWith(prefix) && kept instanceof Kept.Asset asset) {
                index(asset);
            }
        });
    }

    /** What was put goes to the log: from here on it is what stands there. */
    public void keep() {
        unkept.clear();
        unkeptProblems.clear();
    }

    /** What was put since {@link #keep} never was. Costs as much as the site is large. */
    public void undo() {
        if (unkept.isEmpty() && unkeptProblems.isEmpty()) {
            return;
        }
        unkept.forEach(
                (key, former) -> former.ifPresentOrElse(kept -> content.put(key, kept), () -> content.remove(key)));
        unkeptProblems.forEach((path, former) ->
                former.ifPresentOrElse(found -> problems.put(path, found), () -> problems.remove(path)));
        keep();
        index();
    }

    private void store(String key, Kept kept) {
        unkept.putIfAbsent(key, Optional.ofNullable(content.values().get(key)));
        content.put(key, kept);
    }

    public Optional<Content.CommitIngested> cursor() {
        return content.values().get(Content.cursorKey(site)) instanceof Kept.Cursor c
                ? Optional.of(c.cursor())
                : Optional.empty();
    }

    public Optional<Content.Settings> settings() {
        return content.values().get(Content.settingsKey(site)) instanceof Kept.Settings s
                ? Optional.of(s.settings())
                : Optional.empty();
    }

    @Nullable Kept get(String key) {
        return content.values().get(key);
    }

    Optional<Kept.Document> document(Kind kind, PostId id) {
        return content.values().get(Content.key(site, kind, id.toString())) instanceof Kept.Document d
                ? Optional.of(d)
                : Optional.empty();
    }

    Optional<Kept.Document> document(PostId id) {
        return document(Kind.POST, id).or(() -> document(Kind.PAGE, id));
    }

    Optional<Kept.Document> document(ContentPath path) {
        return Optional.ofNullable(ids.get(path)).flatMap(this::document);
    }

    /** How many posts and pages are drafts. */
    public int drafts() {
        return drafts;
    }

    public List<Kept.Document> documents() {
        return all(Kept.Document.class);
    }

    <T extends Kept> List<T> all(Class<T> type) {
        String prefix = site + "/";
        List<T> all = new ArrayList<>();
        content.values().forEach((key, kept) -> {
            if (key.startsWith(prefix) && type.isInstance(kept)) {
                all.add(type.cast(kept));
            }
        });
        return all;
    }

    /** Notes that settings or the cursor are being written. */
    public void note(Content record, byte[] value) {
        store(record.key(), Kept.of(record, value));
    }

    /** Notes what is being written. Whoever waits for what comes, goes or moves by it is told to {@code moved} by its {@link LinkKey}. */
    void put(String key, Kept kept, Set<String> moved) {
        // Other bytes of the same file at the same URL: whoever shows them has the same link.
        boolean stays = kept instanceof Kept.Asset now
                && content.values().get(key) instanceof Kept.Asset former
                && now.url().equals(former.url())
                && now.path().equals(former.path());
        Set<String> changed = stays ? new HashSet<>() : moved;
        boolean stood = kept instanceof Kept.Document document && document.id().equals(ids.get(document.path()));
        forget(key, changed);
        store(key, kept);
        switch (kept) {
            case Kept.Document document -> {
                for (UrlPath listing : index(document)) {
                    changed.add(LinkKey.of(listing));
                }
            }
            case Kept.Asset asset -> {
                index(asset);
                keys(asset, changed);
            }
            case Kept.Removed r -> {}
            case Kept.Introduction introduction -> introductions.put(introduction.listing(), introduction);
            case Kept.Settings s -> {}
            case Kept.Cursor c -> {}
        }
        if (kept instanceof Kept.Document document && !stood) {
            take(document.path());
        }
    }

    /** A bundle that comes has the files below its folder. Of one that goes they are until it is decided what becomes of them. */
    private void take(ContentPath document) {
        if (Bundles.isBundle(document)) {
            String folder = document.folder();
            List<UrlPath> below = new ArrayList<>();
            neighbours.tailMap(new ContentPath(folder + "\0"), true).entrySet().stream()
                    .takeWhile(entry -> entry.getKey().value().startsWith(folder))
                    .forEach(entry -> below.addAll(entry.getValue()));
            below.forEach(this::settle);
        }
    }

    /** Finds whose an asset is now. */
    void settle(UrlPath url) {
        asset(url).filter(asset -> neighbours.containsKey(asset.path())).ifPresent(asset -> {
            release(url);
            assign(asset);
        });
    }

    private void forget(String key, Set<String> changed) {
        Kept former = content.values().get(key);
        if (former instanceof Kept.Document document) {
            ids.remove(document.path(), document.id());
            live.remove(document.url(), document.id());
            drafts -= document.state() == Content.State.DRAFT ? 1 : 0;
            for (UrlPath listing : document.listings()) {
                if (listings.merge(listing, -1, Integer::sum) == 0) {
                    listings.remove(listing);
                    listingsNow = null;
                    changed.add(LinkKey.of(listing));
                }
            }
            for (String destination : document.destinations()) {
                for (String wanted : LinkKey.of(destination, document.path(), document.url())) {
                    waiting.computeIfPresent(wanted, (k, ids) -> without(ids, document.id()));
                }
            }
        } else if (former instanceof Kept.Introduction introduction) {
            introductions.remove(introduction.listing());
        } else if (former instanceof Kept.Asset asset) {
            assetUrls.remove(asset.url());
            webRoot.remove(asset.path(), asset.url());
            release(asset.url());
            neighbours.computeIfPresent(asset.path(), (path, urls) -> {
                urls.remove(asset.url());
                return urls.isEmpty() ? null : urls;
            });
            keys(asset, changed);
        }
    }

    private static void keys(Kept.Asset asset, Set<String> to) {
        to.add(LinkKey.of(asset.url()));
        to.add(LinkKey.of(asset.path()));
    }

    /** The listings that are there from now on. */
    private List<UrlPath> index(Kept.Document document) {
        ids.put(document.path(), document.id());
        drafts += document.state() == Content.State.DRAFT ? 1 : 0;
        if (document.state() == Content.State.LIVE) {
            live.put(document.url(), document.id());
        }
        for (String destination : document.destinations()) {
            for (String key : LinkKey.of(destination, document.path(), document.url())) {
                waiting.compute(key, (k, ids) -> with(ids, document.id()));
            }
        }
        List<UrlPath> fresh = new ArrayList<>();
        for (UrlPath listing : document.listings()) {
            if (listings.merge(listing, 1, Integer::sum) == 1) {
                listingsNow = null;
                fresh.add(listing);
            }
        }
        return fresh;
    }

    /** Most keys have one who waits: of them there are as many as a site has links. */
    private static Set<PostId> with(@Nullable Set<PostId> ids, PostId id) {
        if (ids == null) {
            return Set.of(id);
        }
        if (ids.contains(id)) {
            return ids;
        }
        Set<PostId> more = ids instanceof HashSet<PostId> ? ids : new HashSet<>(ids);
        more.add(id);
        return more;
    }

    private static @Nullable Set<PostId> without(Set<PostId> ids, PostId id) {
        if (!ids.contains(id)) {
            return ids;
        }
        if (ids.size() == 1) {
            return null;
        }
        ids.remove(id);
        return ids;
    }

    private void index(Kept.Asset asset) {
        assetUrls.add(asset.url());
        if (!(LAYOUT.place(asset.path().value()) instanceof Place.Neighbour)) {
            webRoot.put(asset.path(), asset.url());
            return;
        }
        neighbours.computeIfAbsent(asset.path(), path -> new TreeSet<>()).add(asset.url());
        assign(asset);
    }

    private void assign(Kept.Asset asset) {
        owner(asset).ifPresent(owner -> {
            owners.put(asset.url(), owner);
            assets.computeIfAbsent(owner, o -> new HashSet<>()).add(asset.url());
        });
    }

    private void release(UrlPath url) {
        PostId owner = owners.remove(url);
        if (owner != null) {
            assets.getOrDefault(owner, new HashSet<>()).remove(url);
        }
    }

    /** The bundle that the file lies in; of others the post under whose URL it is, for it is there because that refers to it. */
    private Optional<PostId> owner(Kept.Asset asset) {
        Optional<ContentPath> bundle = Bundles.around(asset.path(), ids::containsKey);
        if (bundle.isPresent()) {
            return bundle.map(ids::get);
        }
        String url = asset.url().value();
        for (int slash = url.lastIndexOf('/'); slash > 0; slash = url.lastIndexOf('/', slash - 1)) {
            PostId owner = live.get(new UrlPath(url.substring(0, slash)));
            if (owner != null) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    /** The assets of a document's own. */
    Set<UrlPath> assetsOf(PostId id) {
        return Set.copyOf(assets.getOrDefault(id, Set.of()));
    }

    Optional<Kept.Asset> asset(UrlPath url) {
        return content.values().get(Content.key(site, Kind.ASSET, url.key())) instanceof Kept.Asset a
                ? Optional.of(a)
                : Optional.empty();
    }

    /** The URLs of all assets; of other threads only while nothing is put. */
    Set<UrlPath> assetUrls() {
        return assetUrls;
    }

    /** Where a file of the web root is served; of other threads only while nothing is put. */
    Optional<UrlPath> webRoot(ContentPath path) {
        return Optional.ofNullable(webRoot.get(path));
    }

    List<Kept.Introduction> introductions() {
        return List.copyOf(introductions.values());
    }

    /** The URLs of the topics and authors that live posts have, as of now. */
    Set<UrlPath> listings() {
        Set<UrlPath> now = listingsNow;
        if (now == null) {
            now = Set.copyOf(listings.keySet());
            listingsNow = now;
        }
        return now;
    }

    /** @param key a {@link LinkKey} */
    Set<PostId> waitingFor(String key) {
        return Set.copyOf(waiting.getOrDefault(key, Set.of()));
    }

    /** What stands against files, and the branch; changes with what is put. */
    public Map<ContentPath, PathProblems> problems() {
        return problemsView;
    }

    /** Notes problems that are being written. */
    public void put(PathProblems found) {
        unkeptProblems.putIfAbsent(found.path(), Optional.ofNullable(problems.put(found.path(), found)));
    }

    /** Notes that nothing stands against a path any more; false if nothing did. */
    public boolean mend(ContentPath path) {
        PathProblems former = problems.remove(path);
        if (former != null) {
            unkeptProblems.putIfAbsent(path, Optional.of(former));
        }
        return former != null;
    }

    /** Writes what is kept to disk, so that the next owner need not read it all. */
    public void saveAtEnd(LongSupplier reflected) {
        content.saveAtEnd(reflected);
    }

    /** Likewise, if much has changed since. */
    public void saveIfDue(LongSupplier reflected) {
        content.saveIfDue(reflected);
    }
}
