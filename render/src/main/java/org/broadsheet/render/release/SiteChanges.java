package org.broadsheet.render.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/** A {@link Site} while it becomes another. One thread, once. */
final class SiteChanges {
    private final Site before;
    Optional<Content.Settings> settings;
    PersistentIndex<DocumentKey, Kept> documents;
    PersistentIndex<UrlPath, Kept> owners;
    PersistentIndex<ContentPath, Kept> paths;
    PersistentMap<DocumentKey, Readable.Former> formers;
    PersistentMap<UrlPath, Site.Claims> claims;
    PersistentMap<UrlPath, List<DocumentKey>> names;
    PersistentMap<UrlPath, Readable.Introduction> introductions;
    PersistentMap<UrlPath, Readable.StoredObject> assets;
    PersistentMap<UrlPath, KeptList> lists;
    Parts parts;
    PersistentMap<String, List<UrlPath>> terms;
    PersistentMap<String, Integer> sections;
    PersistentMap<UrlPath, TopicNames> topicNames;

    private final Map<DocumentKey, DocumentChange> changed = new LinkedHashMap<>();
    private final Set<UrlPath> urls = new HashSet<>();
    private final Set<UrlPath> changedAssets = new HashSet<>();
    private final Set<UrlPath> changedIntroductions = new HashSet<>();
    private final Map<UrlPath, List<Kept>> removed = new TreeMap<>();
    private final Map<UrlPath, List<Kept>> added = new TreeMap<>();
    private final Map<ContentPath, Integer> lying = new HashMap<>();
    private final Map<String, UrlPath> topics = new HashMap<>();
    private final Map<String, UrlPath> authors = new HashMap<>();
    /** How many posts more call a topic something, by its list. */
    private final Map<UrlPath, Map<String, Integer>> spelled = new HashMap<>();

    private final Map<String, String> folded = new HashMap<>();

    SiteChanges(Site before) {
        this.before = before;
        settings = before.settings;
        documents = before.documents;
        owners = before.owners;
        paths = before.paths;
        formers = before.formers;
        claims = before.claims;
        names = before.names;
        introductions = before.introductions;
        assets = before.assets;
        lists = before.lists;
        parts = before.parts;
        terms = before.terms;
        sections = before.sections;
        topicNames = before.topicNames;
    }

    Change apply(Collection<Incoming> incoming) {
        List<Kept> arriving = new ArrayList<>();
        // All leave before any arrives: two posts may swap their URLs.
        for (Incoming one : incoming) {
            switch (one) {
                case Incoming.Live live -> arriving.add(leave(live));
                case Incoming.Absent absent -> leave(absent);
                case Incoming.Asset asset -> {
                    UrlPath url = asset.object().url();
                    assets = assets.plus(Site.key(url), asset.object());
                    changedAssets.add(url);
                    urls.add(Site.key(url));
                }
                case Incoming.NoAsset none -> {
                    UrlPath key = Site.key(none.url());
                    Readable.StoredObject there = assets.get(key);
                    // Another file may have its object by now.
                    if (there != null && there.url().equals(none.url())) {
                        assets = assets.minus(key);
                    }
                    changedAssets.add(none.url());
                    urls.add(key);
                }
                case Incoming.Introduction introduction -> {
                    UrlPath listing = introduction.introduction().listing();
                    introductions = introductions.plus(listing, introduction.introduction());
                    changedIntroductions.add(listing);
                }
                case Incoming.NoIntroduction none -> {
                    introductions = introductions.minus(none.listing());
                    changedIntroductions.add(none.listing());
                }
                case Incoming.Settings now -> settings = Optional.of(now.settings());
            }
        }
        // So that each list has them in its order.
        arriving.sort(Kept.ORDER);
        arriving.forEach(this::arrive);
        documents = documents.plusAll(arriving);
        owners = owners.plusAll(arriving);
        paths = paths.plusAll(arriving);
        spelled.forEach((list, by) -> topicNames = topicNames.with(list, TopicNames.with(topicNames.get(list), by)));
        Map<UrlPath, ListChange> changedLists = changeLists();
        changeTerms(changedLists.keySet());
        changeSections();
        return new Change(
                before, new Site(before, this), changed, changedLists, urls, changedAssets, changedIntroductions);
    }

    private Kept leave(Incoming.Live live) {
        DocumentKey key = live.kept().key();
        Optional<Kept> was = before.kept(key);
        remove(key);
        Kept now = was.map(of -> announced(live.kept(), of)).orElse(live.kept());
        changed.put(key, new DocumentChange(key, was, Optional.of(now), Optional.empty()));
        return now;
    }

    /** When it was first. */
    private static Kept announced(Kept now, Kept was) {
        if (now.equals(was)) {
            return was;
        }
        Instant first = was.published().announcedAt();
        Published is = now.published();
        return is.announcedAt().equals(first) ? now : Kept.of(is.announced(first));
    }

    private void leave(Incoming.Absent absent) {
        DocumentKey key = absent.key();
        Optional<Kept> was = before.kept(key);
        if (was.isEmpty() && before.former(key).equals(absent.former())) {
            return;
        }
        remove(key);
        absent.former().ifPresent(former -> {
            formers = formers.plus(key, former);
            claim(former, 1);
        });
        changed.put(key, new DocumentChange(key, was, Optional.empty(), absent.former()));
    }

    private void remove(DocumentKey key) {
        Kept kept = documents.get(key);
        if (kept != null) {
            Kept.Place place = kept.place();
            documents = documents.minus(key);
            owners = owners.minus(Site.key(place.url()));
            paths = paths.minus(place.path());
            lying.merge(place.path(), -1, Integer::sum);
            claim(key, place, -1);
            place.named(kept.kind()).ifPresent(name -> name(name, key, -1));
            spell(kept.kind(), place, -1);
            listsOf(kept.kind(), place)
                    .forEach(list -> removed.computeIfAbsent(list, l -> new ArrayList<>())
                            .add(kept));
        }
        Readable.Former former = formers.get(key);
        if (former != null) {
            formers = formers.minus(key);
            claim(former, -1);
        }
    }

    private void arrive(Kept kept) {
        Kept.Place place = kept.place();
        lying.merge(place.path(), 1, Integer::sum);
        claim(kept.key(), place, 1);
        place.named(kept.kind()).ifPresent(name -> name(name, kept.key(), 1));
        spell(kept.kind(), place, 1);
        listsOf(kept.kind(), place)
                .forEach(list ->
                        added.computeIfAbsent(list, l -> new ArrayList<>()).add(kept));
    }

    /** The URLs that a document had before its present one lead there. */
    private void claim(DocumentKey key, Kept.Place document, int by) {
        Set<UrlPath> had = keys(document.urls());
        UrlPath has = Site.key(document.url());
        urls.addAll(had);
        urls.add(has);
        for (UrlPath url : had) {
            if (!url.equals(has)) {
                Site.Claims of = claimsOf(url);
                List<DocumentKey> now = new ArrayList<>(of.moved());
                if (by > 0) {
                    now.add(key);
                } else {
                    now.remove(key);
                }
                claim(url, new Site.Claims(of.gone(), of.withheld(), now));
            }
        }
    }

    private void name(UrlPath name, DocumentKey key, int by) {
        List<DocumentKey> now =
                new ArrayList<>(Optional.ofNullable(names.get(name)).orElse(List.of()));
        if (by > 0) {
            now.add(key);
        } else {
            now.remove(key);
        }
        names = names.with(name, now.isEmpty() ? null : List.copyOf(now));
    }

    /** As what a post writes its topics. */
    private void spell(Kind kind, Kept.Place place, int by) {
        if (kind == Kind.POST) {
            place.topics()
                    .forEach(name -> spelled.computeIfAbsent(
                                    topics.computeIfAbsent(name, Site::topic), list -> new HashMap<>())
                            .merge(folded.computeIfAbsent(name, TopicNames::folded), by, Integer::sum));
        }
    }

    private void claim(Readable.Former former, int by) {
        Set<UrlPath> had = keys(former.urls());
        urls.addAll(had);
        boolean gone = former.why().isGone();
        for (UrlPath url : had) {
            Site.Claims of = claimsOf(url);
            claim(url, new Site.Claims(of.gone() + (gone ? by : 0), of.withheld() + (gone ? 0 : by), of.moved()));
        }
    }

    /** Of two that are one object one. */
    private static Set<UrlPath> keys(Collection<UrlPath> urls) {
        Set<UrlPath> keys = new LinkedHashSet<>();
        urls.forEach(url -> keys.add(Site.key(url)));
        return keys;
    }

    private Site.Claims claimsOf(UrlPath url) {
        return Optional.ofNullable(claims.get(url)).orElse(Site.Claims.NONE);
    }

    private void claim(UrlPath url, Site.Claims now) {
        claims = claims.with(url, now.equals(Site.Claims.NONE) ? null : now);
    }

    private Map<UrlPath, ListChange> changeLists() {
        Set<UrlPath> all = new LinkedHashSet<>(removed.keySet());
        all.addAll(added.keySet());
        Map<UrlPath, ListChange> changes = new LinkedHashMap<>();
        for (UrlPath list : all) {
            ListChange change = ListChange.of(
                    before.keptList(list),
                    new KeptList(removed.getOrDefault(list, List.of())),
                    new KeptList(added.getOrDefault(list, List.of())));
            boolean isThere = !change.now().isEmpty() || list.equals(Site.ARCHIVE);
            lists = lists.with(list, isThere ? KeptList.of(change.now()) : null);
            changes.put(list, change);
        }
        if (all.contains(Site.ARCHIVE)) {
            parts = parts.with(
                    removed.getOrDefault(Site.ARCHIVE, List.of()), added.getOrDefault(Site.ARCHIVE, List.of()));
        }
        return changes;
    }

    private void changeTerms(Set<UrlPath> changed) {
        Optional<Content.Generator> generator = settings.flatMap(Content.Settings::generator);
        if (!generator.equals(before.generator())) {
            terms = PersistentMap.empty();
            generator.ifPresent(of ->
                    lists.forEach((list, posts) -> terms(of, list, posts).forEach(term -> name(list, term))));
        } else if (generator.isPresent()) {
            for (UrlPath list : changed) {
                Set<String> was = before.terms(list);
                KeptList posts = lists.get(list);
                Set<String> is = posts == null ? Set.of() : terms(generator.get(), list, posts);
                if (Site.isTopic(list) && !was.equals(is)) {
                    was.forEach(term -> unname(list, term));
                    is.forEach(term -> name(list, term));
                }
            }
        }
    }

    private static Set<String> terms(Content.Generator generator, UrlPath list, KeptList posts) {
        return Site.isTopic(list) ? Terms.of(generator, Site.nameOf(list, posts)) : Set.of();
    }

    private void changeSections() {
        if (settings.isEmpty()) {
            return;
        }
        if (Site.isListedAlike(before.settings, settings)) {
            lying.forEach((path, by) -> count(settings.get(), path, by));
        } else {
            sections = PersistentMap.empty();
            documents.forEach(kept -> count(settings.get(), kept.path(), 1));
        }
    }

    private void count(Content.Settings by, ContentPath path, int more) {
        for (String section : Sections.of(by, path)) {
            int now = Optional.ofNullable(sections.get(section)).orElse(0) + more;
            sections = sections.with(section, now == 0 ? null : now);
        }
    }

    private void name(UrlPath topic, String term) {
        List<UrlPath> all = new ArrayList<>(topicsOf(term));
        all.add(topic);
        // Whose own slug it is comes first, whatever came first.
        all.sort(Comparator.comparing((UrlPath of) -> !of.value().endsWith("/" + term))
                .thenComparing(of -> of));
        terms = terms.plus(term, List.copyOf(all));
    }

    private void unname(UrlPath topic, String term) {
        List<UrlPath> all = new ArrayList<>(topicsOf(term));
        all.remove(topic);
        terms = terms.with(term, all.isEmpty() ? null : List.copyOf(all));
    }

    private List<UrlPath> topicsOf(String term) {
        return Optional.ofNullable(terms.get(term)).orElse(List.of());
    }

    /** The lists that a document stands in; a page stands in none. */
    private Set<UrlPath> listsOf(Kind kind, Kept.Place place) {
        Set<UrlPath> urls = new LinkedHashSet<>();
        if (kind == Kind.POST) {
            urls.add(Site.ARCHIVE);
            place.topics().forEach(topic -> urls.add(topics.computeIfAbsent(topic, Site::topic)));
            place.authors().forEach(author -> urls.add(authors.computeIfAbsent(author.name(), Site::author)));
        }
        return urls;
    }
}
