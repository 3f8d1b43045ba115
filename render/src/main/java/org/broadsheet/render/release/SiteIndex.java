package org.broadsheet.render.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ObjectKey;

/**
 * The site as {@code readable} has it, metadata only: every post and page, the lists they stand in, which URLs are gone, and the
 * digest of each object in the site store. {@link #targetAt} says of any URL what is to be there: everything a site serves is a
 * function of this. A URL here is the one that stands for all of its object's, see {@link ObjectKey#url}: an author's
 * {@code /old.html} is known as {@code /old}.
 *
 * <p>One thread changes it; between changes any may read it. The lists it hands out are never changed.
 */
public final class SiteIndex {
    public static final UrlPath ARCHIVE = new UrlPath("/archive");
    public static final UrlPath BLOG = new UrlPath("/blog");
    public static final UrlPath TOPICS = new UrlPath("/topics");
    public static final UrlPath NOT_FOUND = new UrlPath("/404");
    public static final UrlPath ICON = new UrlPath("/favicon.ico");
    public static final UrlPath ROBOTS = new UrlPath("/robots.txt");
    public static final UrlPath SITEMAP = new UrlPath("/sitemap.xml");
    public static final UrlPath SITEMAP_PAGES = new UrlPath("/sitemap-pages.xml");
    private static final String SITEMAP_POSTS = "/sitemap-posts-";
    private static final String TOPIC = "/topics/";
    private static final String AUTHOR = "/authors/";

    /** How many posts the home page shows. */
    public static final int NEWEST = 10;

    /** How many posts a sitemap holds. */
    public static final int SITEMAP_BLOCK = 200;

    private final UrlPath stylesheet;
    private Optional<Content.Settings> settings = Optional.empty();
    private Optional<Readable.Settings> rendered = Optional.empty();
    private Optional<Readable.Release> release = Optional.empty();
    private final Map<DocumentKey, Published> documents = new HashMap<>();
    private final Map<UrlPath, DocumentKey> owners = new HashMap<>();
    private final Map<DocumentKey, Readable.Former> formers = new HashMap<>();
    private final Map<UrlPath, Claims> claims = new HashMap<>();
    private final Map<UrlPath, Readable.Introduction> introductions = new HashMap<>();
    private final Map<UrlPath, Readable.StoredObject> assets = new HashMap<>();
    private final Map<UrlPath, Stored> objects = new HashMap<>();
    private final Map<DocumentKey, Readable.Told> told = new LinkedHashMap<>();
    private final LastEvents lastEvents = new LastEvents();
    private final SortedMap<UrlPath, List<Published>> lists = new TreeMap<>();

    /**
     * @param stylesheet where the theme's style sheet lies
     * @param readable the latest record of every key
     */
    public SiteIndex(UrlPath stylesheet, Collection<Readable> readable) {
        this.stylesheet = stylesheet;
        lists.put(ARCHIVE, List.of());
        List<Incoming> incoming = new ArrayList<>();
        for (Readable record : readable) {
            switch (record) {
                case Readable.Document document -> {
                    Published published = Published.of(document);
                    incoming.add(new Incoming.Live(published));
                    document.told().ifPresent(of -> told.put(published.key(), of));
                }
                case Readable.Former former -> {
                    DocumentKey key = new DocumentKey(former.kind(), former.id());
                    incoming.add(new Incoming.Absent(key, Optional.of(former.with(Optional.empty()))));
                    former.told().ifPresent(of -> told.put(key, of));
                }
                case Readable.Introduction introduction -> incoming.add(new Incoming.Introduction(introduction));
                case Readable.Settings kept -> {
                    rendered = Optional.of(kept);
                    incoming.add(new Incoming.Settings(kept.settings()));
                }
                case Readable.Release last -> release = Optional.of(last);
                case Readable.LastEvent event -> lastEvents.put(event);
                case Readable.StoredObject object -> {
                    if (object.kind() == Kind.ASSET) {
                        incoming.add(new Incoming.Asset(object));
                        objects.put(key(object.url()), new Stored(object.kind(), object.digest(), object.size()));
                    }
                }
            }
        }
        // Of two that a killed owner left of one URL the asset came last: the other one's digest shows that it is to be
        // looked at.
        for (Readable record : readable) {
            if (record instanceof Readable.StoredObject object && object.kind() != Kind.ASSET) {
                objects.put(object.url(), new Stored(object.kind(), object.digest(), object.size()));
            }
        }
        // A document beats what else has its URL, in the store as in targetAt.
        for (Readable record : readable) {
            if (record instanceof Readable.Document document) {
                objects.put(document.url(), new Stored(document.kind(), document.digest(), -1));
            }
        }
        apply(incoming);
        release.ifPresent(this::forgetTold);
        lastEvents.loaded(this::isReadable);
    }

    private boolean isReadable(PostId id) {
        return documents.containsKey(new DocumentKey(Kind.POST, id))
                || documents.containsKey(new DocumentKey(Kind.PAGE, id));
    }

    public Optional<Content.Settings> settings() {
        return settings;
    }

    /** The settings as they are recorded: those of what is readable, with where it was and will be. */
    public Optional<Readable.Settings> rendered() {
        return rendered;
    }

    public void rendered(Readable.Settings now) {
        rendered = Optional.of(now);
    }

    public Optional<Readable.Release> release() {
        return release;
    }

    public void released(Readable.Release now) {
        release = Optional.of(now);
        forgetTold(now);
    }

    private void forgetTold(Readable.Release ended) {
        told.values().removeIf(of -> of.contentOffset() <= ended.contentOffset());
    }

    /** What is told already of a release that has not ended: somebody else may have begun it. */
    public Map<DocumentKey, Readable.Told> told() {
        return told;
    }

    /** What was told last of each, and so goes into the id of what is told next. */
    public LastEvents lastEvents() {
        return lastEvents;
    }

    /** Forgets the last event of one that is no more, if nobody is told of that any more; the key of its record. */
    public Optional<String> forgetLastEvent(SiteId site, Instant now) {
        return lastEvents.forget(site, now, this::isReadable);
    }

    public Optional<Published> document(DocumentKey key) {
        return Optional.ofNullable(documents.get(key));
    }

    /** A post, page or introduction by its key in {@code readable}, as if it came once more. */
    public Optional<Incoming> readable(String key, SiteId site) {
        for (Kind kind : List.of(Kind.POST, Kind.PAGE, Kind.INTRODUCTION)) {
            String prefix = Content.key(site, kind, "");
            if (key.startsWith(prefix)) {
                String id = key.substring(prefix.length());
                return kind == Kind.INTRODUCTION
                        ? introduction(new UrlPath("/" + id)).map(Incoming.Introduction::new)
                        : document(new DocumentKey(kind, PostId.of(id))).map(Incoming.Live::new);
            }
        }
        return Optional.empty();
    }

    /** The post or page whose page is at a URL. */
    public Optional<Published> documentAt(UrlPath url) {
        DocumentKey owner = owners.get(url);
        return owner == null ? Optional.empty() : document(owner);
    }

    public Collection<Published> documents() {
        return documents.values();
    }

    public Optional<Readable.Former> former(DocumentKey key) {
        return Optional.ofNullable(formers.get(key));
    }

    public Optional<Readable.Introduction> introduction(UrlPath listing) {
        return Optional.ofNullable(introductions.get(listing));
    }

    public Collection<Readable.Introduction> introductions() {
        return introductions.values();
    }

    /** @param url as its author has it */
    public Optional<Readable.StoredObject> asset(UrlPath url) {
        return Optional.ofNullable(assets.get(key(url)))
                .filter(asset -> asset.url().equals(url));
    }

    private static UrlPath key(UrlPath url) {
        return ObjectKey.of(url).url();
    }

    /** The keys, as of {@code content}, of all that came from there. */
    public Set<String> sources(SiteId site) {
        Set<String> keys = new LinkedHashSet<>();
        documents
                .keySet()
                .forEach(key -> keys.add(Content.key(site, key.kind(), key.id().toString())));
        formers.keySet()
                .forEach(key -> keys.add(Content.key(site, key.kind(), key.id().toString())));
        introductions.keySet().forEach(listing -> keys.add(Content.key(site, Kind.INTRODUCTION, listing.key())));
        assets.values().forEach(asset -> keys.add(asset.key()));
        return keys;
    }

    /** What is recorded to be in the site store at a URL. */
    public Optional<Stored> object(UrlPath url) {
        return Optional.ofNullable(objects.get(url));
    }

    public Set<UrlPath> objects() {
        return objects.keySet();
    }

    public void stored(UrlPath url, Stored object) {
        objects.put(url, object);
    }

    public void removed(UrlPath url) {
        objects.remove(url);
    }

    /** All posts, oldest first. */
    public List<Published> posts() {
        return list(ARCHIVE);
    }

    /** The posts of the archive, a topic or an author, oldest first; empty if there is no such list. */
    public List<Published> list(UrlPath list) {
        return lists.getOrDefault(list, List.of());
    }

    /** The topics' lists, by URL. */
    public Collection<UrlPath> topics() {
        return lists.tailMap(new UrlPath("/topics")).keySet().stream()
                .filter(url -> url.value().startsWith(TOPIC))
                .toList();
    }

    /** The next older post. */
    public Optional<Published> previous(Published post) {
        return post.kind() == Kind.POST ? PostOrder.before(posts(), post) : Optional.empty();
    }

    /** The next newer post. */
    public Optional<Published> next(Published post) {
        return post.kind() == Kind.POST ? PostOrder.after(posts(), post) : Optional.empty();
    }

    /** Whether a page or file of the author's has taken {@code /}, so that the newest posts are at {@code /blog}. */
    public boolean pageAtRoot() {
        return owners.containsKey(UrlPath.ROOT) || assets.containsKey(UrlPath.ROOT);
    }

    /** Where the newest posts are. */
    public UrlPath home() {
        return pageAtRoot() ? BLOG : UrlPath.ROOT;
    }

    /** Whether anything is, or ever was, published: before that nothing is generated either. */
    public boolean hasPublished() {
        return !documents.isEmpty() || !formers.isEmpty();
    }

    public UrlPath stylesheet() {
        return stylesheet;
    }

    public int sitemapBlocks() {
        return (posts().size() + SITEMAP_BLOCK - 1) / SITEMAP_BLOCK;
    }

    public static UrlPath sitemapPosts(int block) {
        return new UrlPath(SITEMAP_POSTS + block + ".xml");
    }

    public static UrlPath topic(String name) {
        return new UrlPath(TOPIC + Slug.ofName(name));
    }

    public static UrlPath author(String name) {
        return new UrlPath(AUTHOR + Slug.ofName(name));
    }

    public static boolean isTopic(UrlPath list) {
        return list.value().startsWith(TOPIC);
    }

    public static boolean isAuthor(UrlPath list) {
        return list.value().startsWith(AUTHOR);
    }

    /** The name of a topic or author, as the oldest post of the list writes it; else the end of the URL. */
    public static String nameOf(UrlPath list, List<Published> posts) {
        if (isTopic(list) || isAuthor(list)) {
            for (Published post : posts) {
                Optional<String> name = names(list, post)
                        .filter(each -> (isTopic(list) ? topic(each) : author(each)).equals(list))
                        .findFirst();
                if (name.isPresent()) {
                    return name.get();
                }
            }
        }
        return list.value().substring(list.value().lastIndexOf('/') + 1);
    }

    private static Stream<String> names(UrlPath list, Published post) {
        return isTopic(list)
                ? post.frontMatter().topics().stream()
                : post.frontMatter().authors().stream().map(FrontMatter.Author::name);
    }

    /** The picture of an author: as the newest post shows it. */
    public static Optional<String> pictureOf(UrlPath list, List<Published> posts) {
        return !isAuthor(list) || posts.isEmpty()
                ? Optional.empty()
                : posts.getLast().frontMatter().authors().stream()
                        .filter(author -> author(author.name()).equals(list))
                        .findFirst()
                        .flatMap(FrontMatter.Author::picture);
    }

    /** What is to be at a URL: the author's own beats what is generated, and both beat what is gone. */
    public Optional<Target> targetAt(UrlPath url) {
        Optional<Published> document = documentAt(url);
        if (document.isPresent()) {
            return document.map(Target.Document::new);
        }
        Readable.StoredObject asset = assets.get(url);
        if (asset != null) {
            return Optional.of(new Target.Asset(asset));
        }
        Optional<Target> generated = hasPublished() ? generatedAt(url) : Optional.empty();
        return generated.isPresent() ? generated : isGone(url) ? Optional.of(new Target.Gone()) : Optional.empty();
    }

    private Optional<Target> generatedAt(UrlPath url) {
        if (url.equals(home())) {
            return Optional.of(new Target.Home());
        } else if (url.equals(TOPICS)) {
            return Optional.of(new Target.Topics());
        } else if (url.equals(stylesheet)) {
            return Optional.of(new Target.Stylesheet());
        } else if (url.equals(NOT_FOUND)) {
            return Optional.of(new Target.NotFound());
        } else if (url.equals(ICON)) {
            return Optional.of(new Target.Icon());
        } else if (url.equals(ROBOTS)) {
            return Optional.of(new Target.Robots());
        } else if (url.equals(SITEMAP)) {
            return Optional.of(new Target.SitemapIndex());
        } else if (url.equals(SITEMAP_PAGES)) {
            return Optional.of(new Target.SitemapPages());
        } else if (lists.containsKey(url)) {
            return Optional.of(new Target.Listing(url, 0));
        }
        String value = url.value();
        if (value.startsWith(SITEMAP_POSTS) && value.endsWith(".xml")) {
            int block = number(value.substring(SITEMAP_POSTS.length(), value.length() - ".xml".length()));
            return block >= 1 && block <= sitemapBlocks()
                    ? Optional.of(new Target.SitemapPosts(block))
                    : Optional.empty();
        }
        int slash = value.lastIndexOf('/');
        if (slash > 0) {
            UrlPath list = new UrlPath(value.substring(0, slash));
            int page = number(value.substring(slash + 1));
            if (page >= 1 && lists.containsKey(list) && new ListPages(list, list(list)).has(page)) {
                return Optional.of(new Target.Listing(list, page));
            }
        }
        return Optional.empty();
    }

    /** A number as we write it, else -1. */
    private static int number(String text) {
        boolean ours = !text.isEmpty()
                && text.length() <= 9
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return ours ? Integer.parseInt(text) : -1;
    }

    /** A URL that a removed or moved document had answers 410, unless one that is withheld had it too: that one's answer 404. */
    private boolean isGone(UrlPath url) {
        Claims of = claims.get(url);
        return of != null && of.gone > 0 && of.withheld == 0;
    }

    /** Every URL at which something is to be, or is. */
    public Set<UrlPath> everything() {
        Set<UrlPath> all = new HashSet<>(objects.keySet());
        all.addAll(owners.keySet());
        all.addAll(assets.keySet());
        all.addAll(claims.keySet());
        all.addAll(List.of(home(), TOPICS, stylesheet, ICON, NOT_FOUND, ROBOTS, SITEMAP, SITEMAP_PAGES));
        lists.forEach((url, posts) -> {
            ListPages pages = new ListPages(url, posts);
            for (int page = 0; page <= pages.full(); page++) {
                all.add(pages.url(page));
            }
        });
        for (int block = 1; block <= sitemapBlocks(); block++) {
            all.add(sitemapPosts(block));
        }
        return all;
    }

    /** Takes in what a release brings, and says what that was about. */
    Applied apply(Collection<Incoming> incoming) {
        Applied applied = new Applied(settings, hasPublished(), pageAtRoot());
        List<Published> arriving = new ArrayList<>();
        Map<UrlPath, List<Published>> removed = new TreeMap<>();
        Map<UrlPath, List<Published>> added = new TreeMap<>();
        // All leave before any arrives: two posts may swap their URLs.
        for (Incoming one : incoming) {
            switch (one) {
                case Incoming.Live live -> {
                    Optional<Published> before = document(live.document().key());
                    former(live.document().key()).ifPresent(former -> applied.urls.addAll(former.urls()));
                    leave(live.document().key(), removed);
                    Published now = before.map(b -> live.document().announced(b.announcedAt()))
                            .orElse(live.document());
                    arriving.add(now);
                    applied.documents.put(
                            now.key(), new DocumentChange(now.key(), before, Optional.of(now), Optional.empty()));
                }
                case Incoming.Absent absent -> {
                    Optional<Published> before = document(absent.key());
                    Optional<Readable.Former> formerBefore = former(absent.key());
                    if (before.isEmpty() && formerBefore.equals(absent.former())) {
                        continue;
                    }
                    formerBefore.ifPresent(former -> applied.urls.addAll(former.urls()));
                    leave(absent.key(), removed);
                    absent.former().ifPresent(former -> {
                        formers.put(absent.key(), former);
                        former.urls().forEach(url -> claim(url, former.why() == Readable.Former.Why.REMOVED, 1));
                        applied.urls.addAll(former.urls());
                    });
                    applied.documents.put(
                            absent.key(), new DocumentChange(absent.key(), before, Optional.empty(), absent.former()));
                }
                case Incoming.Asset asset -> {
                    assets.put(key(asset.object().url()), asset.object());
                    applied.assets.add(asset.object().url());
                    applied.urls.add(key(asset.object().url()));
                }
                case Incoming.NoAsset none -> {
                    // Another file may have its object by now.
                    asset(none.url()).ifPresent(there -> assets.remove(key(none.url())));
                    applied.assets.add(none.url());
                    applied.urls.add(key(none.url()));
                }
                case Incoming.Introduction introduction ->
                    applied.introductions.put(
                            introduction.introduction().listing(),
                            Optional.ofNullable(introductions.put(
                                    introduction.introduction().listing(), introduction.introduction())));
                case Incoming.NoIntroduction none ->
                    applied.introductions.put(
                            none.listing(), Optional.ofNullable(introductions.remove(none.listing())));
                case Incoming.Settings now -> settings = Optional.of(now.settings());
            }
        }
        for (DocumentChange change : applied.documents.values()) {
            if (!change.before().equals(change.now())) {
                Stream.concat(change.before().stream(), change.now().stream()).forEach(document -> {
                    applied.urls.addAll(document.urls());
                    applied.urls.add(document.url());
                });
            }
        }
        for (Published document : arriving) {
            arrive(document, added);
        }
        Set<UrlPath> changed = new LinkedHashSet<>(removed.keySet());
        changed.addAll(added.keySet());
        for (UrlPath list : changed) {
            List<Published> before = list(list);
            List<Published> now = PostOrder.changed(
                    before, removed.getOrDefault(list, List.of()), added.getOrDefault(list, List.of()));
            applied.lists.put(list, before);
            if (now.isEmpty() && !list.equals(ARCHIVE)) {
                lists.remove(list);
            } else {
                lists.put(list, now);
            }
        }
        return applied;
    }

    private void leave(DocumentKey key, Map<UrlPath, List<Published>> removed) {
        Published document = documents.remove(key);
        if (document != null) {
            owners.remove(document.url(), key);
            former(document, -1);
            listsOf(document)
                    .forEach(list -> removed.computeIfAbsent(list, l -> new ArrayList<>())
                            .add(document));
        }
        Readable.Former former = formers.remove(key);
        if (former != null) {
            former.urls().forEach(url -> claim(url, former.why() == Readable.Former.Why.REMOVED, -1));
        }
    }

    private void arrive(Published document, Map<UrlPath, List<Published>> added) {
        documents.put(document.key(), document);
        owners.put(document.url(), document.key());
        former(document, 1);
        listsOf(document)
                .forEach(list ->
                        added.computeIfAbsent(list, l -> new ArrayList<>()).add(document));
    }

    /** The URLs that a document had before its present one. */
    private void former(Published document, int by) {
        for (UrlPath url : document.urls()) {
            if (!url.equals(document.url())) {
                claim(url, true, by);
            }
        }
    }

    private void claim(UrlPath url, boolean gone, int by) {
        Claims of = claims.computeIfAbsent(url, u -> new Claims());
        if (gone) {
            of.gone += by;
        } else {
            of.withheld += by;
        }
        if (of.gone == 0 && of.withheld == 0) {
            claims.remove(url);
        }
    }

    /** The lists that a document stands in; a page stands in none. */
    private static Set<UrlPath> listsOf(Published document) {
        Set<UrlPath> urls = new LinkedHashSet<>();
        if (document.kind() == Kind.POST) {
            urls.add(ARCHIVE);
            document.frontMatter().topics().forEach(topic -> urls.add(topic(topic)));
            document.frontMatter().authors().forEach(author -> urls.add(author(author.name())));
        }
        return urls;
    }

    /** How many documents had a URL, those apart whose URLs are not to answer 410. */
    private static final class Claims {
        private int gone;
        private int withheld;
    }

    /** What {@link #apply} did. */
    static final class Applied {
        final Optional<Content.Settings> settingsBefore;
        final boolean publishedBefore;
        final boolean pageAtRootBefore;
        final Map<DocumentKey, DocumentChange> documents = new LinkedHashMap<>();

        /** The lists that changed, as they were. */
        final Map<UrlPath, List<Published>> lists = new LinkedHashMap<>();

        /** The URLs of documents, now and formerly, and of assets. */
        final Set<UrlPath> urls = new HashSet<>();

        /** As their authors have them. */
        final Set<UrlPath> assets = new HashSet<>();

        /** The introductions that changed, as they were. */
        final Map<UrlPath, Optional<Readable.Introduction>> introductions = new HashMap<>();

        private Applied(Optional<Content.Settings> settingsBefore, boolean publishedBefore, boolean pageAtRootBefore) {
            this.settingsBefore = settingsBefore;
            this.publishedBefore = publishedBefore;
            this.pageAtRootBefore = pageAtRootBefore;
        }
    }
}
