package org.broadsheet.render.lookup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.config.Nearest;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.TextPosition;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.page.AssetFile;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.DocumentChange;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.MetTopic;
import org.broadsheet.render.release.Packed;
import org.broadsheet.render.release.Site;

/**
 * Finds where the destinations of texts lead: of those that come, and of those for which what comes changes an answer. Circles
 * there are none: first what documents, lists and files of the web root there are, then what posts serve because they refer to it,
 * then who refers to that. One thread.
 */
public final class Resolver {
    /** Each suggestion of a slug looks at all of them. */
    private static final int SUGGESTIONS = 200;

    /** From which on phones leave a picture out. */
    private static final long MANY_PIXELS = 50_000_000;

    /** Code points of a name that are repeated. */
    private static final int LONGEST_NAME = 60;

    /** Documents of which a start holds what they ask. */
    private static final int AT_ONCE = 1_000;

    /** Version of the texts that every start reads: there are few. */
    private static final long ALWAYS_READ = 0;

    private final SiteId id;
    private final Outputs outputs;
    private final SiteFiles files;
    private final Askers askers;
    private final Path cache;
    /** By key. */
    private final Map<String, Readable.Draft> drafts = new HashMap<>();

    /** What an article says of its text, in compact form: a release keeps it of all that comes. */
    public static final class Asked {
        private final byte[] links;
        private final List<Finding> findings;
        private final byte[] anchors;
        private final String baseUrl;

        private Asked(byte[] links, List<Finding> findings, byte[] anchors, String baseUrl) {
            this.links = links;
            this.baseUrl = baseUrl;
            this.anchors = anchors;
            this.findings = findings;
        }

        /** @param baseUrl whole URLs below it are paths of the site */
        public static Asked of(Article article, String baseUrl) {
            List<Link> links = article.links().stream()
                    .flatMap(link -> ofSite(link, baseUrl).stream())
                    .toList();
            try {
                return new Asked(
                        BinaryWriter.bytesOf(out -> out.all(links, link -> link.write(out))),
                        article.findings(),
                        BinaryWriter.bytesOf(out -> out.all(article.anchors(), out::string)),
                        baseUrl);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Optional<Link> ofSite(Link link, String baseUrl) {
            if (!Destination.isHttp(link.destination())) {
                return Optional.of(link);
            }
            return Destination.below(link.destination(), baseUrl)
                    .map(path -> new Link(path, link.image(), link.line(), link.column()));
        }

        /** Whether it was made for a site with this base URL. */
        public boolean isBelow(String base) {
            return baseUrl.equals(base);
        }

        /** What there is to lead to within it. */
        private Set<String> anchors() throws IOException {
            BinaryReader in = BinaryReader.of(anchors, 0);
            return Set.copyOf(in.all(in::string));
        }

        /** The destinations that may be ours, in their order, with their places in the text. */
        private List<Link> links() throws IOException {
            BinaryReader in = BinaryReader.of(links, 0);
            return in.all(() -> Link.read(in));
        }
    }

    /** The articles of texts. */
    public interface Articles {
        /** Empty if it is lost: then what the text was told stays. */
        Optional<Asked> get(String key, Digest article) throws IOException;
    }

    /**
     * What follows.
     *
     * @param incoming what came, and what is told something else, its links resolved; and the files that are at other URLs
     * @param records of the files that came or went, and of what cannot be read, by key
     * @param findings of the files of all these; empty lists where nothing is wrong
     */
    public record Resolved(
            List<Incoming> incoming,
            Map<String, Optional<Readable>> records,
            Map<ContentPath, List<Problem>> findings) {}

    /**
     * @param readable the latest record of every key; {@code site} was made of them
     * @param cache of who asks for what, see {@link #save}
     */
    public Resolver(SiteId id, Collection<Packed> readable, Site site, Outputs outputs, Path cache) {
        this.id = id;
        this.outputs = outputs;
        this.cache = cache;
        List<Readable.SourceFile> sources = readable.stream()
                .filter(record -> record.is(Readable.SourceFile.class))
                .map(record -> (Readable.SourceFile) record.record())
                .toList();
        Map<ContentPath, Readable.SourceFile> byPath = new HashMap<>();
        sources.forEach(file -> byPath.put(file.path(), file));
        askers = AskersFile.read(cache).orElseGet(Askers::new);
        files = SiteFiles.of(sources, site, takeIn(site, byPath));
        Collection<Readable.Introduction> introductions = site.introductions();
        introductions.forEach(this::asks);
        readable.forEach(record -> {
            if (record.is(Readable.Draft.class)) {
                Readable.Draft draft = (Readable.Draft) record.record();
                drafts.put(draft.key(), draft);
                asks(draft);
            }
        });
        if (askers.count() != site.size() + introductions.size() + drafts.size()) {
            Set<String> texts = site.texts(id);
            texts.addAll(drafts.keySet());
            askers.keepOnly(texts);
        }
    }

    /** So that the next one need not read every text to know what it asks; after the last release. */
    public void save() {
        if (!askers.isAsRead()) {
            AskersFile.write(cache, askers);
        }
    }

    /**
     * What documents ask, and serve; of most that is known already. The others, and those that serve files, are read on all
     * processors: there may be hundreds of thousands, and the first release waits.
     */
    private Map<DocumentKey, Map<UrlPath, ContentPath>> takeIn(Site site, Map<ContentPath, Readable.SourceFile> files) {
        // Who serves a file asks for it.
        Set<String> serving = askers.of(files.values().stream()
                .filter(file -> file.place() instanceof AssetPlace.AmongPosts)
                .map(file -> LinkKey.of(file.path()))
                .collect(Collectors.toSet()));
        Map<DocumentKey, Map<UrlPath, ContentPath>> served = new HashMap<>();
        List<Kept> some = new ArrayList<>(AT_ONCE);
        site.eachKept(document -> {
            String key = document.key().in(id);
            if (!askers.isAsOf(key, document.fingerprint()) || serving.contains(key)) {
                some.add(document);
            }
            if (some.size() == AT_ONCE) {
                takeIn(some, files, served);
                some.clear();
            }
        });
        takeIn(some, files, served);
        return served;
    }

    private void takeIn(
            List<Kept> documents,
            Map<ContentPath, Readable.SourceFile> files,
            Map<DocumentKey, Map<UrlPath, ContentPath>> served) {
        List<Known> known = documents.parallelStream()
                .map(document -> known(document, files))
                .toList();
        for (Known one : known) {
            askers.ask(one.key().in(id), one.fingerprint(), one.questions());
            if (!one.served().isEmpty()) {
                served.put(one.key(), one.served());
            }
        }
    }

    /** What a document that was resolved asks, and what it serves. */
    private record Known(
            DocumentKey key, long fingerprint, Askers.Questions questions, Map<UrlPath, ContentPath> served) {}

    private static Known known(Kept kept, Map<ContentPath, Readable.SourceFile> files) {
        Published document = kept.published();
        return new Known(document.key(), kept.fingerprint(), questions(document), served(document, files));
    }

    private static Askers.Questions questions(Published document) {
        return Askers.Questions.of(keys(document.path(), document.url(), document.lookups()));
    }

    /** What a post that was resolved serves: each file of which an answer is the URL that it has below the post's. */
    private static Map<UrlPath, ContentPath> served(Published post, Map<ContentPath, Readable.SourceFile> files) {
        if (!SiteFiles.mayServe(post.kind())) {
            return Map.of();
        }
        String below = ObjectKey.object(post.url()).encoded() + "/";
        Map<UrlPath, ContentPath> served = new HashMap<>();
        post.lookups().answers().forEach((written, answer) -> {
            if (answer.startsWith(below)) {
                Destination.of(written).stream()
                        .flatMap(destination -> destination.targets(post.path(), post.url()).stream())
                        .flatMap(target -> target instanceof Target.OfFile of
                                ? Stream.ofNullable(files.get(of.path()))
                                : Stream.empty())
                        .forEach(file -> {
                            if (file.place() instanceof AssetPlace.AmongPosts among) {
                                SiteFiles.ofPost(post.path(), post.url(), file.path(), among)
                                        .filter(url -> isAnswer(url, answer))
                                        .ifPresent(url -> served.put(url, file.path()));
                            }
                        });
            }
        });
        return served;
    }

    /** What there is to say of a picture. Nothing is done about it: nothing of ours decodes it. */
    private static Optional<Finding> judged(Readable.Picture picture) {
        PictureSize size = picture.size();
        if (picture.isCut()) {
            return Optional.of(Finding.warning(
                    1,
                    1,
                    "the file ends before the picture does",
                    "export the picture again: readers see a part of it"));
        }
        return (long) size.width() * size.height() < MANY_PIXELS
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        1,
                        1,
                        "the picture has " + size.width() + " × " + size.height()
                                + " pixels, more than many browsers show",
                        "make it smaller: pages are seldom wider than 2000 pixels"));
    }

    /** Of an answer. */
    private static Optional<UrlPath> url(String answer) {
        return Destination.of(answer)
                .map(Destination::path)
                .filter(UrlPath::isValid)
                .map(UrlPath::new);
    }

    private static boolean isAnswer(UrlPath url, String answer) {
        String path = url.encoded();
        return answer.startsWith(path)
                && (answer.length() == path.length() || "?#".indexOf(answer.charAt(path.length())) >= 0);
    }

    /** The paths of all files that may be served. */
    public Set<ContentPath> files() {
        return files.paths();
    }

    /** The files that by their names are pictures, of which it is not known how large they are. */
    public List<Readable.SourceFile> unseen() {
        return files.paths().stream()
                .flatMap(path -> files.file(path).stream())
                .filter(file -> file.picture().isEmpty()
                        && MediaTypes.of(file.path().name()).startsWith("image/"))
                .sorted(Comparator.comparing(Readable.SourceFile::path))
                .toList();
    }

    /** The file that is at exactly this URL, but for a document. */
    public Optional<ContentPath> fileAt(UrlPath url) {
        return files.at(url).map(SiteFiles.Claim::path);
    }

    private void asks(Incoming.Live live) {
        Published document = live.document();
        askers.ask(document.key().in(id), live.kept().fingerprint(), questions(document));
    }

    private void asks(Readable.Introduction introduction) {
        List<String> keys = keys(introduction.path(), introduction.listing(), introduction.lookups());
        keys.add(LinkKey.of(introduction.listing()));
        askers.ask(introduction.key(), ALWAYS_READ, Askers.Questions.of(keys));
    }

    private void asks(Readable.Draft draft) {
        askers.ask(draft.key(), ALWAYS_READ, Askers.Questions.of(keys(draft.path(), draft.url(), draft.lookups())));
    }

    private static List<String> keys(ContentPath from, UrlPath url, Lookups lookups) {
        List<String> keys = new ArrayList<>();
        lookups.answers().keySet().forEach(written -> keys.addAll(LinkKey.of(written, from, url)));
        lookups.answers().values().forEach(answer -> LinkKey.ofAnswer(answer).ifPresent(keys::add));
        lookups.unanswered().forEach(written -> keys.addAll(LinkKey.of(written, from, url)));
        return keys;
    }

    /**
     * @param incoming by key in {@code content}
     * @param changed the files that came, or went
     * @param seen files that were looked at again: of how large they are texts are told when they come
     * @param unread the posts and pages that came and cannot be read, by key; empty for one that can, or is no more
     * @param all whether every text is to be looked at: somebody may have recorded a part of what follows from what comes
     */
    public Resolved resolve(
            Site before,
            Map<String, Incoming> incoming,
            Map<ContentPath, Optional<Readable.SourceFile>> changed,
            List<Readable.SourceFile> seen,
            Map<String, Optional<Readable.Draft>> unread,
            Articles articles,
            boolean all)
            throws IOException {
        try {
            return new Resolution(before, incoming, articles).run(changed, seen, unread, all);
        } finally {
            files.documents(Site.NOTHING);
        }
    }

    private final class Resolution {
        private final Site before;
        private final Map<String, Incoming> incoming;
        private final Articles articles;
        private final Change change;
        private final Site now;
        private final Map<ContentPath, UrlPath> introductions = new HashMap<>();
        /** By key. Those that are told are short of what it was made of: there may be as many as posts. */
        private final Map<String, Answered> asking = new TreeMap<>();

        private final Map<ContentPath, List<Problem>> findings = new TreeMap<>();
        private final Map<String, Optional<Readable>> records = new TreeMap<>();
        private final Set<UrlPath> objects = new TreeSet<>();
        private final Set<ContentPath> judged = new TreeSet<>();
        private final Map<UrlPath, List<MetTopic>> met = new HashMap<>();
        /** Of articles. */
        private final Map<Digest, Set<String>> anchors = new HashMap<>();

        private int suggestions = SUGGESTIONS;
        private Optional<Set<String>> slugs = Optional.empty();
        private Optional<Map<String, Set<String>>> names = Optional.empty();

        Resolution(Site before, Map<String, Incoming> incoming, Articles articles) {
            this.before = before;
            this.incoming = new LinkedHashMap<>(incoming);
            this.articles = articles;
            this.change = before.with(incoming.values());
            this.now = change.now();
            now.introductions().forEach(one -> introductions.put(one.path(), one.listing()));
        }

        Resolved run(
                Map<ContentPath, Optional<Readable.SourceFile>> changed,
                List<Readable.SourceFile> seen,
                Map<String, Optional<Readable.Draft>> unread,
                boolean all)
                throws IOException {
            Set<String> keys = new HashSet<>();
            files.documents(before);
            changed.forEach((path, file) -> {
                // Of other bytes nobody who shows it shows anything else, unless it is larger or smaller.
                if (!samePlace(path, file)) {
                    keys.add(LinkKey.of(path));
                } else if (!files.size(path)
                        .equals(file.flatMap(Readable.SourceFile::picture).map(Readable.Picture::size))) {
                    keys.add(LinkKey.of(path));
                    files.claimsOf(path).forEach(claim -> keys.add(LinkKey.of(claim.url())));
                }
                file.ifPresentOrElse(files::put, () -> files.remove(path));
                records.put(Content.key(id, Kind.SOURCE, path.value()), file.map(Readable.class::cast));
            });
            seen.forEach(file -> {
                files.seen(file);
                judged.add(file.path());
                records.put(file.key(), Optional.of(file));
            });
            unread.forEach((key, draft) -> {
                left(Optional.ofNullable(drafts.get(key)).map(Readable.Draft::path), draft.map(Readable.Draft::path));
                if (draft.isPresent()) {
                    drafts.put(key, draft.get());
                } else if (drafts.remove(key) != null) {
                    askers.forget(key);
                    records.put(key, Optional.empty());
                }
            });
            documents(keys);
            if (all) {
                files.lookAtAll();
                before.assets(objects::add);
            }
            SiteFiles.Touched touched = files.drain();
            look(touched, keys);
            Set<String> texts = new TreeSet<>(askersOf(keys));
            touched.posts()
                    .forEach(post ->
                            texts.add(Content.key(id, post.kind(), post.id().toString())));
            incoming.forEach((key, one) -> {
                switch (one) {
                    case Incoming.Live live -> texts.add(key);
                    case Incoming.Introduction introduction -> texts.add(key);
                    case Incoming.Absent absent -> askers.forget(key);
                    default -> {}
                }
            });
            if (all) {
                texts.addAll(now.texts(id));
            }
            change.lists().keySet().stream().filter(Site::isTopic).forEach(list -> metAnew(list, texts));
            unread.forEach((key, draft) -> draft.ifPresent(came -> texts.add(key)));
            if (all) {
                texts.addAll(drafts.keySet());
            }
            for (String key : texts) {
                ask(key, false);
            }
            // What posts serve is known: who refers to that, and has no other answer, is told now.
            Set<String> more = new HashSet<>();
            look(files.drain(), more);
            Set<String> again = new TreeSet<>(askersOf(more));
            asking.forEach((key, one) -> {
                if (one instanceof Asking) {
                    again.add(key);
                }
            });
            for (String key : again) {
                ask(key, true);
            }
            asking.forEach((key, one) -> told(key, (Told) one));
            files();
            return new Resolved(List.copyOf(incoming.values()), records, findings);
        }

        /** The posts to which something else is to be said of a topic: few, however many it has. */
        private void metAnew(UrlPath list, Set<String> texts) {
            Set<MetTopic> was = new HashSet<>(before.metTopics(list));
            List<MetTopic> is = now.metTopics(list);
            met.put(list, is);
            Stream.concat(
                            was.stream().filter(one -> !is.contains(one)),
                            is.stream().filter(one -> !was.contains(one)))
                    .forEach(one -> texts.add(one.post().in(id)));
        }

        /** Who asks for an introduction's file is told where its list is: it depends on that too. */
        private Set<String> askersOf(Set<String> keys) {
            introductions.forEach((path, listing) -> {
                if (keys.contains(LinkKey.of(listing))) {
                    keys.add(LinkKey.of(path));
                }
            });
            return askers.of(keys);
        }

        private boolean isThere(ContentPath path) {
            return files.file(path).isPresent();
        }

        /** Nothing is wrong any more at a path from which a text has gone, but for what is found of another there. */
        private void left(Optional<ContentPath> lay, Optional<ContentPath> lies) {
            lay.filter(path -> !lies.equals(Optional.of(path))).ifPresent(path -> findings.put(path, List.of()));
        }

        private boolean samePlace(ContentPath path, Optional<Readable.SourceFile> file) {
            return files.file(path).map(Readable.SourceFile::place).equals(file.map(Readable.SourceFile::place));
        }

        /** What came, went or moved among the documents, and the lists and introductions that there are. */
        private void documents(Set<String> keys) {
            files.documents(now);
            for (DocumentChange one : change.documents().values()) {
                Optional<UrlPath> was = one.was().map(Kept::url);
                Optional<UrlPath> is = one.is().map(Kept::url);
                Optional<ContentPath> lay = one.was().map(Kept::path);
                Optional<ContentPath> lies = one.is().map(Kept::path);
                left(lay, lies);
                files.owner(one.key(), was, is);
                if (is.isEmpty()) {
                    files.serve(one.key(), Map.of());
                }
                // Who asks for what comes or goes is asked anyhow.
                if (one.was().isPresent()
                        && one.is().isPresent()
                        && !article(one.was().get()).equals(article(one.is().get()))) {
                    keys.add(LinkKey.within(is.get()));
                }
                Set<UrlPath> named = Stream.concat(one.was().stream(), one.is().stream())
                        .flatMap(kept -> kept.named().stream())
                        .collect(Collectors.toSet());
                if (!was.equals(is)
                        || !lay.equals(lies)
                        || !one.was().flatMap(Kept::named).equals(one.is().flatMap(Kept::named))) {
                    named.forEach(name -> keys.add(LinkKey.of(name)));
                    Stream.concat(was.stream(), is.stream()).forEach(url -> {
                        keys.add(LinkKey.of(url));
                        files.look(url);
                        if (url.equals(UrlPath.ROOT)) {
                            outputs.ofNewestPosts(now).forEach(list -> keys.add(LinkKey.of(list)));
                        }
                    });
                    // Those lead elsewhere now.
                    Stream.concat(one.was().stream(), one.is().stream())
                            .flatMap(kept -> kept.urls().stream())
                            .forEach(url -> keys.add(LinkKey.of(url)));
                    Stream.concat(lay.stream(), lies.stream()).forEach(path -> keys.add(LinkKey.of(path)));
                }
            }
            for (UrlPath list : change.lists().keySet()) {
                if (before.hasList(list) != now.hasList(list)) {
                    keys.add(LinkKey.of(list));
                    files.list(list, now.hasList(list));
                }
            }
            outputs.generatedAnew(change).forEach(url -> keys.add(LinkKey.of(url)));
            for (UrlPath listing : change.introductions()) {
                Optional<ContentPath> lay = before.introduction(listing).map(Readable.Introduction::path);
                Optional<ContentPath> lies = now.introduction(listing).map(Readable.Introduction::path);
                if (!lay.equals(lies)) {
                    Stream.concat(lay.stream(), lies.stream()).forEach(path -> keys.add(LinkKey.of(path)));
                }
                if (lay.isPresent() && lies.isEmpty()) {
                    askers.forget(Content.key(id, Kind.INTRODUCTION, listing.key()));
                }
            }
        }

        private static Digest article(Kept kept) {
            return kept.published().article();
        }

        /** Files that may be at other URLs now. */
        private void look(SiteFiles.Touched touched, Set<String> keys) {
            objects.addAll(touched.objects());
            judged.addAll(touched.files());
            for (UrlPath object : touched.objects()) {
                Optional<UrlPath> was = before.assetAt(object).map(Readable.StoredObject::url);
                Optional<UrlPath> is = files.winner(object).map(SiteFiles.Claim::url);
                // The answer is a URL: another one changes it, other bytes do not.
                if (!was.equals(is)) {
                    Stream.concat(was.stream(), is.stream()).forEach(url -> keys.add(LinkKey.of(url)));
                }
                if (object.equals(UrlPath.ROOT)) {
                    outputs.ofNewestPosts(now).forEach(list -> keys.add(LinkKey.of(list)));
                }
                Set<SiteFiles.Claim> claimants = files.claimants(object);
                boolean several = claimants.size() > 1;
                claimants.stream()
                        .filter(claim -> several || (!was.equals(is) && claim.rank() != SiteFiles.Rank.REFERRED))
                        .forEach(claim -> keys.add(LinkKey.of(claim.path())));
            }
            touched.moved().forEach(path -> keys.add(LinkKey.of(path)));
        }

        /** What is known of a text by now. */
        private sealed interface Answered {}

        /**
         * All that follows, in compact form: a release may tell it of as many texts as there are posts.
         *
         * @param text with what it is told
         * @param draft likewise; one of the two
         * @param isAnother whether it came, or is told something else than before
         */
        private record Told(
                Optional<Incoming> text,
                Optional<Readable.Draft> draft,
                boolean isAnother,
                ContentPath path,
                List<Problem> findings)
                implements Answered {}

        /** A text, and where its destinations lead. */
        private static final class Asking implements Answered {
            /** Empty: it is a draft. */
            private final Optional<Incoming> text;

            private final Optional<DocumentKey> self;
            private final ContentPath path;
            private final UrlPath url;
            private final Lookups lookups;
            private final List<Link> asked;
            private final List<Finding> ofText;
            private Links links = new Links(new TreeMap<>(), new TreeSet<>(), List.of(), Map.of(), List.of());

            Asking(
                    Optional<Incoming> text,
                    Optional<DocumentKey> self,
                    ContentPath path,
                    UrlPath url,
                    Lookups lookups,
                    List<Link> asked,
                    List<Finding> ofText) {
                this.text = text;
                this.self = self;
                this.path = path;
                this.url = url;
                this.lookups = lookups;
                this.asked = asked;
                this.ofText = ofText;
            }
        }

        private void ask(String key, boolean last) throws IOException {
            Optional<Asking> found = asking.get(key) instanceof Asking open ? Optional.of(open) : asking(key);
            if (found.isEmpty()) {
                return;
            }
            Asking one = found.get();
            boolean mayServe =
                    one.self.filter(self -> SiteFiles.mayServe(self.kind())).isPresent();
            SiteTargets targets = new SiteTargets(
                    now, outputs, files, introductions, one.path, one.url, one.self, mayServe, last, this::anchors);
            one.links = Links.of(one.path, one.url, one.asked, targets);
            if (one.text.isPresent() && one.self.isPresent() && !last) {
                files.serve(one.self.get(), targets.served());
            }
            asking.put(key, last || one.links.unresolved().isEmpty() ? told(key, one) : one);
        }

        private Optional<Set<String>> anchors(Kept document) {
            Digest article = document.published().article();
            Optional<Set<String>> known = Optional.ofNullable(anchors.get(article));
            if (known.isPresent()) {
                return known;
            }
            try {
                Optional<Asked> asked = articles.get(document.key().in(id), article);
                if (asked.isPresent()) {
                    if (anchors.size() == AT_ONCE) {
                        anchors.clear();
                    }
                    anchors.put(article, asked.get().anchors());
                }
                return Optional.ofNullable(anchors.get(article));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Optional<Asking> asking(String key) throws IOException {
            Readable.Draft draft = drafts.get(key);
            if (draft != null) {
                return asking(
                        key,
                        Optional.empty(),
                        Optional.of(new DocumentKey(draft.kind(), draft.id())),
                        draft.path(),
                        draft.url(),
                        draft.article(),
                        draft.lookups());
            }
            Optional<Incoming> text = Optional.ofNullable(incoming.get(key)).or(() -> now.readable(key, id));
            if (text.isEmpty()) {
                return Optional.empty();
            }
            return switch (text.get()) {
                case Incoming.Live live -> {
                    Kept kept = now.kept(live.kept().key()).orElse(live.kept());
                    Published document = kept.published();
                    yield asking(
                            key,
                            Optional.of(new Incoming.Live(kept)),
                            Optional.of(document.key()),
                            document.path(),
                            document.url(),
                            document.article(),
                            document.lookups());
                }
                case Incoming.Introduction one ->
                    asking(
                            key,
                            Optional.of(one),
                            Optional.empty(),
                            one.introduction().path(),
                            one.introduction().listing(),
                            one.introduction().article(),
                            one.introduction().lookups());
                default -> Optional.empty();
            };
        }

        private Optional<Asking> asking(
                String key,
                Optional<Incoming> text,
                Optional<DocumentKey> self,
                ContentPath path,
                UrlPath url,
                Digest article,
                Lookups lookups)
                throws IOException {
            Optional<Asked> made = articles.get(key, article);
            if (made.isEmpty()) {
                return Optional.empty();
            }
            List<Link> asked = new ArrayList<>(lookups.pictures());
            made.get().links().forEach(link -> asked.add(link.below(lookups.linesAbove())));
            return Optional.of(new Asking(text, self, path, url, lookups, asked, made.get().findings));
        }

        private Told told(String key, Asking one) {
            Lookups lookups = one.lookups.told(one.links.resolved(), sizes(one), one.links.unresolved());
            boolean isAnother = incoming.containsKey(key) || !lookups.equals(one.lookups);
            Optional<Incoming> text = one.text.map(was -> switch (was) {
                case Incoming.Live live ->
                    isAnother ? new Incoming.Live(live.document().with(lookups)) : live;
                case Incoming.Introduction of ->
                    new Incoming.Introduction(of.introduction().with(lookups));
                default -> throw new IllegalStateException("asks for nothing: " + was);
            });
            Optional<Readable.Draft> draft = one.text.isPresent()
                    ? Optional.empty()
                    : Optional.of(Objects.requireNonNull(drafts.get(key)).with(lookups));
            return new Told(text, draft, isAnother, one.path, findings(key, one));
        }

        /** How large the pictures are that a text shows. */
        private SortedMap<String, PictureSize> sizes(Asking one) {
            SortedMap<String, PictureSize> sizes = new TreeMap<>();
            for (Link link : one.asked) {
                if (link.image()) {
                    Optional.ofNullable(one.links.resolved().get(link.destination()))
                            .flatMap(Resolver::url)
                            .filter(url -> !now.hasDocumentAt(url))
                            .flatMap(files::at)
                            .flatMap(claim -> files.size(claim.path()))
                            .ifPresent(size -> sizes.put(link.destination(), size));
                }
            }
            return sizes;
        }

        private void told(String key, Told one) {
            one.draft.ifPresent(draft -> {
                drafts.put(key, draft);
                records.put(key, Optional.of(draft));
                asks(draft);
            });
            one.text.ifPresent(text -> {
                if (one.isAnother) {
                    incoming.put(key, text);
                }
                switch (text) {
                    case Incoming.Live live -> asks(live);
                    case Incoming.Introduction of -> asks(of.introduction());
                    default -> throw new IllegalStateException("asks for nothing: " + text);
                }
            });
            findings.put(one.path, one.findings);
        }

        private List<Problem> findings(String key, Asking one) {
            List<Finding> found = new ArrayList<>();
            one.ofText.forEach(finding -> found.add(finding.below(one.lookups.linesAbove())));
            found.addAll(one.links.findings(new Likeness(one)));
            if (key.startsWith(Content.key(id, Kind.INTRODUCTION, ""))) {
                notShown(one).ifPresent(found::add);
            }
            if (one.text.orElse(null) instanceof Incoming.Live live) {
                found.addAll(topics(live.document()));
            }
            return found.stream().map(each -> each.in(one.path)).toList();
        }

        /** Tells of topics that are shown under another's name. */
        private List<Finding> topics(Published post) {
            List<String> names = post.frontMatter().topics();
            List<TextPosition> places = post.lookups().topicsAt();
            List<Finding> found = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                TextPosition at = i < places.size() ? places.get(i) : new TextPosition(1, 1);
                for (MetTopic one : met.computeIfAbsent(Site.topic(names.get(i)), now::metTopics)) {
                    if (one.post().equals(post.key())) {
                        found.add(Finding.warning(
                                at.line(),
                                at.column(),
                                "the topic " + quoted(one.name()) + " is at " + one.list() + ", as "
                                        + quoted(one.shown()) + " of "
                                        + one.oldest().printable() + " is, which gives the list its name",
                                "write both alike, or give one of them another name"));
                    }
                }
            }
            return found;
        }

        private static String quoted(String name) {
            return '"' + Printable.cut(name, LONGEST_NAME) + '"';
        }

        /** Tells of the introduction of a listing that is not there. */
        private Optional<Finding> notShown(Asking introduction) {
            UrlPath listing = introduction.url;
            String what = Site.isTopic(listing) ? "a topic" : Site.isAuthor(listing) ? "an author" : "";
            return what.isEmpty() || now.hasList(listing)
                    ? Optional.empty()
                    : Optional.of(Finding.warning(
                            "no post has " + what + " that is listed at " + listing + ", so this is shown nowhere",
                            "name the folder after " + what + " as it reads in the URL of its list"));
        }

        /** What is like what a text asks for. */
        private final class Likeness implements Links.Near {
            private final Asking text;

            Likeness(Asking text) {
                this.text = text;
            }

            @Override
            public Optional<String> slug(String slug) {
                return suggestions-- <= 0 ? Optional.empty() : Nearest.of(slug, slugs());
            }

            @Override
            public Optional<String> name(Destination destination) {
                return suggestions-- <= 0
                        ? Optional.empty()
                        : destination.places(text.path, text.url).stream()
                                .flatMap(place -> nearest(place).stream())
                                .findFirst();
            }

            private Optional<String> nearest(String place) {
                int at = place.lastIndexOf('/') + 1;
                String name = place.substring(at);
                Set<String> there = names().getOrDefault(place.substring(0, at), Set.of());
                // What is there and yet leads nowhere is of a draft, or gives way to something else.
                return there.contains(name) ? Optional.empty() : Nearest.of(name, there);
            }
        }

        private Set<String> slugs() {
            Set<String> there = slugs.orElseGet(() -> {
                Set<String> gathered = new TreeSet<>();
                now.eachKept(document -> {
                    if (document.kind() == Kind.POST) {
                        gathered.add(document.slug());
                    }
                });
                return gathered;
            });
            slugs = Optional.of(there);
            return there;
        }

        /** What there is in each folder, of the repository and, after a slash, of the site. */
        private Map<String, Set<String>> names() {
            Map<String, Set<String>> there = names.orElseGet(() -> {
                Map<String, Set<String>> gathered = new HashMap<>();
                Consumer<String> add = place -> gathered.computeIfAbsent(
                                place.substring(0, place.lastIndexOf('/') + 1), folder -> new TreeSet<>())
                        .add(place.substring(place.lastIndexOf('/') + 1));
                files.paths().forEach(path -> add.accept(path.value()));
                before.assets(url -> add.accept(url.value()));
                now.eachKept(document -> {
                    add.accept(document.path().value());
                    add.accept(document.url().value());
                });
                return gathered;
            });
            names = Optional.of(there);
            return there;
        }

        /** Which files are at which URLs, and what there is to say of the others. */
        private void files() {
            look(files.drain(), new HashSet<>());
            for (UrlPath object : objects) {
                Optional<Readable.StoredObject> is = files.winner(object)
                        .flatMap(claim -> files.file(claim.path()).map(file -> AssetFile.of(claim.url(), file)));
                Optional<Readable.StoredObject> was = before.assetAt(object);
                was.filter(asset -> is.map(Readable.StoredObject::url)
                                .filter(asset.url()::equals)
                                .isEmpty())
                        .ifPresent(asset -> incoming.put(asset.key(), new Incoming.NoAsset(asset.url())));
                is.ifPresent(asset -> incoming.put(asset.key(), new Incoming.Asset(asset)));
            }
            for (ContentPath path : judged) {
                findings.put(path, isThere(path) ? judge(path) : List.of());
            }
        }

        private List<Problem> judge(ContentPath path) {
            List<Problem> found = new ArrayList<>();
            Readable.SourceFile file = files.file(path).orElseThrow();
            file.picture().flatMap(Resolver::judged).ifPresent(finding -> found.add(finding.in(path)));
            boolean hasNone = file.place() instanceof AssetPlace.Beside at
                    && now.document(new DocumentKey(at.kind(), at.owner()))
                            .filter(owner ->
                                    SiteFiles.below(owner.url(), at.below()).isEmpty())
                            .isPresent();
            if (hasNone) {
                found.add(SiteFiles.NO_URL.in(path));
            }
            for (SiteFiles.Claim claim : new TreeSet<>(files.claimsOf(path))) {
                UrlPath object = ObjectKey.of(claim.url()).url();
                Optional<Published> document = now.documentAt(object);
                if (document.isEmpty() && files.givesWay(claim)) {
                    String other =
                            below(claim.url()).map(ContentPath::printable).orElse("the list of posts there");
                    found.add(SiteFiles.needsFolder(claim.url(), other).in(path));
                    continue;
                }
                document.map(holder -> isTaken(claim.url(), holder.url(), holder.path()))
                        .or(() -> files.winner(object)
                                .filter(winner -> !winner.equals(claim))
                                .map(winner -> isTaken(claim.url(), winner.url(), winner.path())))
                        .ifPresent(finding -> found.add(finding.in(path)));
            }
            return found;
        }

        private static Finding isTaken(UrlPath url, UrlPath theirs, ContentPath holder) {
            String taken = url.equals(theirs)
                    ? " is the URL of " + holder.printable() + " already"
                    : " would be the same file of the site as " + theirs + ", the URL of " + holder.printable();
            return Finding.problem(url + taken, "rename one of the two, or take it away");
        }

        private Optional<ContentPath> below(UrlPath url) {
            return files.documentBelow(url)
                    .map(Kept::path)
                    .or(() -> files.fileBelow(url).map(SiteFiles.Claim::path));
        }
    }
}
