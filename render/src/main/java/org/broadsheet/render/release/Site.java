package org.broadsheet.render.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.RecordKey;
import org.broadsheet.common.storage.ObjectKey;

/**
 * The site as {@code readable} has it, metadata only: every post and page, the lists they stand in, which URLs are gone, and the
 * digest of each object in the site store. Everything a site serves is a function of this. It knows what is at a URL by the one that
 * stands for all of its object's, see {@link ObjectKey#url}: an author's {@code /old.html}, and a post at that URL, as {@code /old}.
 *
 * <p>A value: {@link #with} and what is like it give another one, which shares what stays. Any thread may read any of them.
 */
public final class Site {
    public static final UrlPath ARCHIVE = new UrlPath("/archive");
    public static final UrlPath BLOG = new UrlPath("/blog");
    private static final String TOPIC = "/topics/";
    private static final String AUTHOR = "/authors/";

    /** Before anything was published. */
    public static final Site NOTHING = new Site();

    final Optional<Content.Settings> settings;
    private final Optional<Readable.Settings> rendered;
    private final Optional<Readable.Release> release;
    final PersistentIndex<DocumentKey, Kept> documents;
    final PersistentIndex<UrlPath, Kept> owners;
    final PersistentIndex<ContentPath, Kept> paths;
    final PersistentMap<DocumentKey, Readable.Former> formers;
    final PersistentMap<UrlPath, Claims> claims;
    final PersistentMap<UrlPath, Readable.Introduction> introductions;
    final PersistentMap<UrlPath, Readable.StoredObject> assets;
    private final PersistentIndex<UrlPath, AtUrl> objects;
    final PersistentMap<UrlPath, KeptList> lists;
    final Parts parts;
    /** What the generator of the content calls topics in URLs: of each such term those that it may be, in their order. */
    final PersistentMap<String, List<UrlPath>> terms;
    /** How many posts and pages lie in what is a list to the generator of the content, by where that would be. */
    final PersistentMap<String, Integer> sections;
    /** What posts call a topic, by its list. */
    final PersistentMap<UrlPath, TopicNames> topicNames;
    /** The posts that are elsewhere than where they would be by their slugs alone, by that. */
    final PersistentMap<UrlPath, List<DocumentKey>> names;
    /** The posts and pages that are to be readable, by key. */
    private final PersistentMap<String, Readable.Draft> scheduled;

    /**
     * Of the documents that had a URL how many there are whose URLs answer 410, and whose do not.
     *
     * @param moved those that are at another one now
     */
    record Claims(int gone, int withheld, List<DocumentKey> moved) {
        static final Claims NONE = new Claims(0, 0, List.of());

        Claims {
            moved = List.copyOf(moved);
        }
    }

    private Site() {
        settings = Optional.empty();
        rendered = Optional.empty();
        release = Optional.empty();
        documents = PersistentIndex.empty(Kept::key);
        owners = PersistentIndex.empty(Kept::object);
        paths = PersistentIndex.empty(Kept::path);
        formers = PersistentMap.empty();
        claims = PersistentMap.empty();
        introductions = PersistentMap.empty();
        assets = PersistentMap.empty();
        objects = PersistentIndex.empty(AtUrl::url);
        lists = PersistentMap.<UrlPath, KeptList>empty().plus(ARCHIVE, KeptList.EMPTY);
        parts = Parts.NONE;
        terms = PersistentMap.empty();
        sections = PersistentMap.empty();
        topicNames = PersistentMap.empty();
        names = PersistentMap.empty();
        scheduled = PersistentMap.empty();
    }

    private Site(
            Site of,
            Optional<Readable.Settings> rendered,
            Optional<Readable.Release> release,
            PersistentIndex<UrlPath, AtUrl> objects,
            PersistentMap<String, Readable.Draft> scheduled) {
        this.settings = of.settings;
        this.rendered = rendered;
        this.release = release;
        this.documents = of.documents;
        this.owners = of.owners;
        this.paths = of.paths;
        this.formers = of.formers;
        this.claims = of.claims;
        this.introductions = of.introductions;
        this.assets = of.assets;
        this.objects = objects;
        this.lists = of.lists;
        this.parts = of.parts;
        this.terms = of.terms;
        this.sections = of.sections;
        this.topicNames = of.topicNames;
        this.names = of.names;
        this.scheduled = scheduled;
    }

    Site(Site before, SiteChanges changes) {
        this.settings = changes.settings;
        this.rendered = before.rendered;
        this.release = before.release;
        this.documents = changes.documents;
        this.owners = changes.owners;
        this.paths = changes.paths;
        this.formers = changes.formers;
        this.claims = changes.claims;
        this.introductions = changes.introductions;
        this.assets = changes.assets;
        this.objects = before.objects;
        this.lists = changes.lists;
        this.parts = changes.parts;
        this.terms = changes.terms;
        this.sections = changes.sections;
        this.topicNames = changes.topicNames;
        this.names = changes.names;
        this.scheduled = before.scheduled;
    }

    /** @param readable the latest record of every key */
    public static Site of(Collection<? extends Readable> readable) {
        Map<String, Packed> records = new HashMap<>();
        readable.forEach(record -> records.put(record.key(), Packed.of(record)));
        return of(records);
    }

    /** @param records the latest of every key */
    public static Site of(Map<String, Packed> records) {
        return NOTHING.following(to -> records.forEach((key, record) -> to.accept(key, Optional.of(record))));
    }

    /**
     * What it is with these records of {@code readable}.
     *
     * @param records by key the latest of all that came since this; empty: a tombstone
     * @throws IllegalArgumentException of a tombstone's key that no record can have
     */
    public Site following(Map<String, Optional<Packed>> records) {
        return following(records::forEach);
    }

    private Site following(Consumer<BiConsumer<String, Optional<Packed>>> records) {
        Following following = new Following();
        records.accept(following::take);
        return following.end();
    }

    /** This while it becomes what it is with some records. */
    private final class Following {
        private final List<Incoming> incoming = new ArrayList<>();
        private final Map<UrlPath, AtUrl> files = new HashMap<>();
        private final Map<UrlPath, AtUrl> made = new HashMap<>();
        private final List<Packed> pages = new ArrayList<>();
        private final Map<UrlPath, Kind> left = new HashMap<>();
        private Optional<Readable.Settings> nowRendered = rendered;
        private Optional<Readable.Release> nowReleased = release;
        private PersistentMap<String, Readable.Draft> nowScheduled = scheduled;

        void take(String key, Optional<Packed> record) {
            if (record.isEmpty()) {
                nowScheduled = nowScheduled.minus(key);
                RecordKey.of(key).ifPresent(of -> {
                    absent(of).ifPresent(incoming::add);
                    object(of).ifPresent(url -> left.put(url, of.kind()));
                });
                return;
            }
            Optional<Kept> document = record.get().kept();
            if (document.isPresent()) {
                incoming.add(new Incoming.Live(document.get()));
                pages.add(record.get());
            } else if (record.get().isOfSite()) {
                take(record.get().record());
            }
        }

        private void take(Readable record) {
            switch (record) {
                case Readable.Former former ->
                    incoming.add(new Incoming.Absent(
                            new DocumentKey(former.kind(), former.id()), Optional.of(former.with(Optional.empty()))));
                case Readable.Introduction introduction -> incoming.add(new Incoming.Introduction(introduction));
                case Readable.Settings kept -> {
                    nowRendered = Optional.of(kept);
                    incoming.add(new Incoming.Settings(kept.settings()));
                }
                case Readable.Release last -> nowReleased = Optional.of(last);
                case Readable.Draft draft -> nowScheduled = with(nowScheduled, draft.key(), Optional.of(draft));
                case Readable.StoredObject object -> {
                    if (object.kind() == Kind.ASSET) {
                        incoming.add(new Incoming.Asset(object));
                        files.put(key(object.url()), new StoredAt(key(object.url()), Stored.of(object)));
                    } else {
                        made.put(object.url(), new StoredAt(object.url(), Stored.of(object)));
                    }
                }
                default -> throw new IllegalArgumentException("is no part of a site: " + record.key());
            }
        }

        Site end() {
            Change change = with(incoming);
            change.documents()
                    .forEach((key, document) -> document.was().ifPresent(was -> left.put(was.object(), was.kind())));
            PersistentIndex<UrlPath, AtUrl> there = objects;
            for (Map.Entry<UrlPath, Kind> of : left.entrySet()) {
                UrlPath url = of.getKey();
                AtUrl stored = there.get(url);
                if (stored != null && stored.stored().kind() == of.getValue()) {
                    Optional<Readable.StoredObject> asset = change.now().assetAt(url);
                    there = there.with(
                            url,
                            asset.map(is -> new StoredAt(url, Stored.of(is))).orElse(null));
                }
            }
            // Of two that a killed owner left of one URL the asset came last: the other one's digest shows that it is
            // to be
            // looked at. A document beats what else has its URL, in the store as in what is to be there.
            files.keySet().removeIf(url -> change.now().hasDocumentAt(url));
            files.putAll(made);
            List<AtUrl> all = new ArrayList<>(files.values());
            all.addAll(pages);
            return new Site(change.now(), nowRendered, nowReleased, there.plusAll(all), nowScheduled);
        }
    }

    private static Optional<Incoming> absent(RecordKey key) {
        return switch (key.kind()) {
            case POST, PAGE ->
                Optional.of(new Incoming.Absent(new DocumentKey(key.kind(), PostId.of(key.id())), Optional.empty()));
            case INTRODUCTION -> Optional.of(new Incoming.NoIntroduction(new UrlPath("/" + key.id())));
            case ASSET -> Optional.of(new Incoming.NoAsset(new UrlPath("/" + key.id())));
            case SOURCE, DRAFT, SETTINGS, LISTING, FILE, GONE -> Optional.empty();
        };
    }

    private static Optional<UrlPath> object(RecordKey key) {
        return switch (key.kind()) {
            case ASSET -> Optional.of(key(new UrlPath("/" + key.id())));
            case LISTING, FILE, GONE -> Optional.of(new UrlPath("/" + key.id()));
            case POST, PAGE, INTRODUCTION, SOURCE, DRAFT, SETTINGS -> Optional.empty();
        };
    }

    /**
     * Whether two documents are recorded at one place, as in the midst of a release that swaps them: then what {@link #following} makes
     * of what comes next is not to be trusted.
     */
    public boolean isDoubled() {
        return owners.size() != documents.size() || paths.size() != documents.size();
    }

    /** What it is with what a release brings, and what that was about. */
    public Change with(Collection<Incoming> incoming) {
        return new SiteChanges(this).apply(incoming);
    }

    public Optional<Content.Settings> settings() {
        return settings;
    }

    /** The settings as they are recorded: those of what is readable, with where it was and will be. */
    public Optional<Readable.Settings> rendered() {
        return rendered;
    }

    public Site rendered(Readable.Settings now) {
        return new Site(this, Optional.of(now), release, objects, scheduled);
    }

    public Optional<Readable.Release> release() {
        return release;
    }

    /** The offset in {@code content} up to and including which all is readable; -1 before the first release. */
    public long covered() {
        return release.map(Readable.Release::contentOffset).orElse(-1L);
    }

    public Site released(Readable.Release now) {
        return new Site(this, rendered, Optional.of(now), objects, scheduled);
    }

    /** A post or page that is to be readable, by its key in {@code readable}. */
    public Optional<Readable.Draft> scheduled(String key) {
        return Optional.ofNullable(scheduled.get(key));
    }

    /** All that are to be readable, in no order. */
    public List<Readable.Draft> scheduled() {
        return scheduled.values();
    }

    /** With what cannot be read under a key of {@code readable}. */
    public Site unread(String key, Optional<Readable.Draft> draft) {
        PersistentMap<String, Readable.Draft> now = with(scheduled, key, draft);
        return now == scheduled ? this : new Site(this, rendered, release, objects, now);
    }

    private static PersistentMap<String, Readable.Draft> with(
            PersistentMap<String, Readable.Draft> scheduled, String key, Optional<Readable.Draft> draft) {
        // Where its links lead nobody asks here.
        return scheduled.with(
                key,
                draft.filter(one -> one.scheduled().isPresent())
                        .map(one -> one.with(Lookups.NONE))
                        .orElse(null));
    }

    public boolean isReadable(PostId id) {
        return documents.get(new DocumentKey(Kind.POST, id)) != null
                || documents.get(new DocumentKey(Kind.PAGE, id)) != null;
    }

    public Optional<Published> document(DocumentKey key) {
        return kept(key).map(Kept::published);
    }

    /** In the form in which it is kept. */
    public Optional<Kept> kept(DocumentKey key) {
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
                        : kept(new DocumentKey(kind, PostId.of(id))).map(Incoming.Live::new);
            }
        }
        return Optional.empty();
    }

    /** The post or page whose page is at a URL. */
    public Optional<Published> documentAt(UrlPath url) {
        return keptAt(url).map(Kept::published);
    }

    /** The same, in the form in which it is kept. */
    public Optional<Kept> keptAt(UrlPath url) {
        return Optional.ofNullable(owners.get(key(url)));
    }

    public boolean hasDocumentAt(UrlPath url) {
        return owners.get(key(url)) != null;
    }

    /** The post or page that a file is, in the form in which it is kept. */
    public Optional<Kept> keptOf(ContentPath path) {
        return Optional.ofNullable(paths.get(path));
    }

    /** In no order; each is made anew when it is asked for. */
    public List<Published> documents() {
        return documents(kept -> true);
    }

    /** Those of a kind, in no order. */
    public List<Published> documents(Kind kind) {
        return documents(kept -> kept.kind() == kind);
    }

    private KeptList documents(Predicate<Kept> which) {
        List<Kept> all = new ArrayList<>();
        documents.forEach(kept -> {
            if (which.test(kept)) {
                all.add(kept);
            }
        });
        return new KeptList(all);
    }

    /** How many documents there are. */
    public int size() {
        return documents.size();
    }

    /** Of all documents, in no order. */
    public void eachKept(Consumer<Kept> to) {
        documents.forEach(to);
    }

    public Optional<Readable.Former> former(DocumentKey key) {
        return Optional.ofNullable(formers.get(key));
    }

    public Optional<Readable.Introduction> introduction(UrlPath listing) {
        return Optional.ofNullable(introductions.get(listing));
    }

    /** In no order. */
    public List<Readable.Introduction> introductions() {
        return introductions.values();
    }

    /** @param url as its author has it */
    public Optional<Readable.StoredObject> asset(UrlPath url) {
        return assetAt(key(url)).filter(asset -> asset.url().equals(url));
    }

    /** The author's file that is, but for a page, at a URL. */
    public Optional<Readable.StoredObject> assetAt(UrlPath url) {
        return Optional.ofNullable(assets.get(url));
    }

    static UrlPath key(UrlPath url) {
        return ObjectKey.object(url);
    }

    /** The keys, as of {@code content}, of all that came from there, but for the files. */
    public Set<String> sources(SiteId site) {
        Set<String> keys = new LinkedHashSet<>();
        formers.forEach((key, of) -> keys.add(key.in(site)));
        keys.addAll(texts(site));
        return keys;
    }

    /** The keys of all documents and introductions. */
    public Set<String> texts(SiteId site) {
        Set<String> keys = new LinkedHashSet<>();
        documents.forEach(document -> keys.add(document.key().in(site)));
        introductions().forEach(introduction -> keys.add(introduction.key()));
        return keys;
    }

    /** What is recorded to be in the site store at a URL. */
    public Optional<Stored> object(UrlPath url) {
        return Optional.ofNullable(objects.get(key(url))).map(AtUrl::stored);
    }

    public void objects(BiConsumer<UrlPath, Stored> to) {
        objects.forEach(at -> to.accept(at.url(), at.stored()));
    }

    /** @param object what is recorded to be there now; empty: nothing */
    public Site stored(UrlPath url, Optional<Stored> object) {
        return new Site(
                this,
                rendered,
                release,
                objects.with(url, object.map(now -> new StoredAt(url, now)).orElse(null)),
                scheduled);
    }

    /** All posts, oldest first. */
    public List<Published> posts() {
        return list(ARCHIVE);
    }

    /** The posts of the archive, a topic or an author, oldest first; empty if there is no such list. */
    public List<Published> list(UrlPath list) {
        return keptList(list);
    }

    /** All posts, for what would be too large of all. */
    public Parts parts() {
        return parts;
    }

    KeptList keptList(UrlPath list) {
        return Optional.ofNullable(lists.get(list)).orElse(KeptList.EMPTY);
    }

    /** Of the archive, and of the topics and authors that have posts. */
    public boolean hasList(UrlPath list) {
        return lists.get(list) != null;
    }

    /** Those lists, in no order. */
    public void lists(Consumer<UrlPath> to) {
        lists.forEach((list, posts) -> to.accept(list));
    }

    /** For which the content was written. */
    public Optional<Content.Generator> generator() {
        return settings.flatMap(Content.Settings::generator);
    }

    /** What the generator of the content calls a topic in URLs, and what it is called here; empty if there is no such topic, or none is known. */
    public Set<String> terms(UrlPath topic) {
        Optional<Content.Generator> generator = generator().filter(known -> isTopic(topic) && hasList(topic));
        return generator.isEmpty() ? Set.of() : Terms.of(generator.get(), nameOf(topic, list(topic)));
    }

    /** The lists of the topics that the generator calls so, the first one before those that it cannot tell from that. */
    public List<UrlPath> topicsOf(String term) {
        return Optional.ofNullable(terms.get(term)).orElse(List.of());
    }

    /** How many posts and pages the generator would have listed at a path; 0 where it would have no such list, or none is known. */
    public int inSection(String path) {
        return Optional.ofNullable(sections.get(path)).orElse(0);
    }

    /** Where the generator would have such lists, in no order. */
    public void sections(Consumer<String> to) {
        sections.forEach((path, number) -> to.accept(path));
    }

    /** Whether the generator of the content, if one is known, lists the same by both. */
    public static boolean isListedAlike(Optional<Content.Settings> some, Optional<Content.Settings> others) {
        return some.flatMap(Content.Settings::generator).equals(others.flatMap(Content.Settings::generator))
                && some.flatMap(Content.Settings::contentFolder)
                        .equals(others.flatMap(Content.Settings::contentFolder));
    }

    /** Those of a document, the one above first. */
    public List<String> sectionsOf(Kept document) {
        return settings.map(known -> Sections.of(known, document.path())).orElse(List.of());
    }

    /**
     * The posts of a topic's list that call it otherwise than its name, and not only in other letters; of many the newest.
     */
    public List<MetTopic> metTopics(UrlPath list) {
        TopicNames names = topicNames.get(list);
        KeptList posts = lists.get(list);
        return names == null || names.size() < 2 || posts == null ? List.of() : names.met(list, posts.kept());
    }

    /** What all pages of a list show above the posts. */
    public Heading heading(UrlPath list) {
        return new Heading(
                isTopic(list) || isAuthor(list) ? nameOf(list, list(list)) : "",
                introduction(list).flatMap(Readable.Introduction::title),
                pictureOf(list, list(list)));
    }

    /**
     * What all pages of a list show above the posts.
     *
     * @param name of the topic or author; the archive has none
     * @param title what its introduction calls it
     * @param picture of an author, as the newest post says
     */
    public record Heading(String name, Optional<String> title, Optional<String> picture) {}

    /** The next older post. */
    public Optional<Kept> previous(Kept post) {
        return post.kind() == Kind.POST ? PostOrder.before(keptList(ARCHIVE), post) : Optional.empty();
    }

    /** The next newer post. */
    public Optional<Kept> next(Kept post) {
        return post.kind() == Kind.POST ? PostOrder.after(keptList(ARCHIVE), post) : Optional.empty();
    }

    /** The older posts that a post shows because they have topics in common. */
    public List<Kept> related(Kept post) {
        return Related.of(this, post);
    }

    /** The posts that show one for that, or may: at most three for each of its topics. */
    public void relatedTo(Kept post, Consumer<Kept> to) {
        Related.shownBy(this, post, to);
    }

    /** Whether a page or file of the author's has taken {@code /}, so that the newest posts are at {@code /blog}. */
    public boolean pageAtRoot() {
        return owners.get(UrlPath.ROOT) != null || assets.get(UrlPath.ROOT) != null;
    }

    /** Where the newest posts are. */
    public UrlPath home() {
        return pageAtRoot() ? BLOG : UrlPath.ROOT;
    }

    /** Whether anything is, or ever was, published: before that nothing is generated either. */
    public boolean hasPublished() {
        return documents.size() > 0 || formers.size() > 0;
    }

    /** A URL that a removed document had answers 410, unless one that is withheld had it too, whose answer 404, or one that moved. */
    public boolean isGone(UrlPath url) {
        Claims of = claims.get(key(url));
        return of != null && of.gone > 0 && of.withheld == 0 && of.moved.isEmpty();
    }

    /** The post or page that was at a URL, and is at another now: of several the newest. */
    public Optional<Kept> movedFrom(UrlPath url) {
        Claims of = claims.get(key(url));
        return of == null
                ? Optional.empty()
                : of.moved.stream().flatMap(key -> kept(key).stream()).max(Kept.ORDER);
    }

    /** The post that would be at a URL by its slug alone, and is elsewhere: of several the newest. */
    public Optional<Kept> named(UrlPath url) {
        return Optional.ofNullable(names.get(url)).stream()
                .flatMap(List::stream)
                .flatMap(key -> kept(key).stream())
                .max(Kept.ORDER);
    }

    /** The URLs of documents that are not there any more, or are elsewhere. */
    public void claimed(Consumer<UrlPath> to) {
        claims.forEach((url, of) -> to.accept(url));
    }

    /** The URLs of the author's files. */
    public void assets(Consumer<UrlPath> to) {
        assets.forEach((url, of) -> to.accept(url));
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
    static String nameOf(UrlPath list, List<Published> posts) {
        return posts.stream()
                .flatMap(post -> names(list, post))
                .filter(each -> (isTopic(list) ? topic(each) : author(each)).equals(list))
                .findFirst()
                .orElseGet(() -> list.value().substring(list.value().lastIndexOf('/') + 1));
    }

    private static Stream<String> names(UrlPath list, Published post) {
        return isTopic(list)
                ? post.frontMatter().topics().stream()
                : post.frontMatter().authors().stream().map(FrontMatter.Author::name);
    }

    private static Optional<String> pictureOf(UrlPath list, List<Published> posts) {
        return !isAuthor(list) || posts.isEmpty()
                ? Optional.empty()
                : posts.getLast().frontMatter().authors().stream()
                        .filter(author -> author(author.name()).equals(list))
                        .findFirst()
                        .flatMap(FrontMatter.Author::picture)
                        .map(posts.getLast().lookups()::answer);
    }
}
