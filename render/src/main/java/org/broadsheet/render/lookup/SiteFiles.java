package org.broadsheet.render.lookup;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;

/**
 * The author's files that are served as they are, and which of them is at which URL: those of the web root before those of
 * documents, of which the files beside them come before those that they refer to. A document at the same URL beats them all; that
 * is not looked at here.
 *
 * <p>A file is not where a folder has to be, for a document, a list or another file below its URL: the site store may be a folder
 * of files, which holds one of the two. So the lowest of them stays, and above it there is no file. What posts refer to is known
 * after who is where, and takes nobody's room; it lies below its own post, and no post is below another. One thread.
 */
final class SiteFiles {
    static final Finding NO_URL = Finding.problem(
            "the file can have no URL below that of its page or post",
            "shorten the names of the file or its folders, or give it another ending");
    private static final int MAX_SEGMENT_BYTES = 200;

    private final Map<ContentPath, Readable.SourceFile> files = new HashMap<>();
    /** By the URL that stands for all of an object's, the first one has it that does not give way. */
    private final NavigableMap<UrlPath, TreeSet<Claim>> claims = new TreeMap<>();

    private final Map<ContentPath, Set<Claim>> claimsOf = new HashMap<>();
    private final Map<DocumentKey, Set<ContentPath>> beside = new HashMap<>();
    /** With the documents as of now. It is kept while a release is looked at only. */
    private Site site;
    /** How many of these are below each folder. */
    private final Map<UrlPath, Integer> folders = new HashMap<>();

    /** Below each are its other pages. */
    private final Set<UrlPath> lists = new HashSet<>();

    private final Map<DocumentKey, Map<UrlPath, ContentPath>> served = new HashMap<>();
    /** Where something may be another file's since {@link #drain}. */
    private Set<UrlPath> touched = new HashSet<>();

    private Set<ContentPath> touchedFiles = new HashSet<>();
    private Set<ContentPath> moved = new HashSet<>();
    private Set<DocumentKey> posts = new HashSet<>();

    enum Rank {
        PUBLIC,
        STATIC,
        OTHER_FOLDER,
        BESIDE,
        REFERRED
    }

    /** @param url as the file has it */
    record Claim(Rank rank, UrlPath url, ContentPath path) implements Comparable<Claim> {
        private static final Comparator<Claim> ORDER =
                Comparator.comparing(Claim::rank).thenComparing(Claim::url).thenComparing(Claim::path);

        @Override
        public int compareTo(Claim other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What {@link #drain} found.
     *
     * @param moved files whose document is somewhere else
     * @param posts below which there may be room for files that they refer to, or none any more
     */
    record Touched(Set<UrlPath> objects, Set<ContentPath> files, Set<ContentPath> moved, Set<DocumentKey> posts) {}

    /**
     * @param site with its documents and lists
     * @param served what documents serve because they refer to it
     */
    static SiteFiles of(
            Collection<Readable.SourceFile> files, Site site, Map<DocumentKey, Map<UrlPath, ContentPath>> served) {
        SiteFiles all = new SiteFiles(site);
        files.forEach(all::put);
        site.lists(all.lists::add);
        site.eachKept(document -> all.count(document.url(), 1));
        served.forEach(all::serve);
        all.drain();
        all.documents(Site.NOTHING);
        return all;
    }

    private SiteFiles(Site site) {
        this.site = site;
    }

    /** @param now with the documents that there are from here on; {@link #owner} is told of each that came, went or moved */
    void documents(Site now) {
        site = now;
    }

    Optional<Readable.SourceFile> file(ContentPath path) {
        return Optional.ofNullable(files.get(path));
    }

    /** How large it is, if it is a picture. */
    Optional<PictureSize> size(ContentPath path) {
        return file(path).flatMap(Readable.SourceFile::picture).map(Readable.Picture::size);
    }

    Set<ContentPath> paths() {
        return files.keySet();
    }

    /** The same file, of which more is known. */
    void seen(Readable.SourceFile file) {
        files.replace(file.path(), file);
    }

    void put(Readable.SourceFile file) {
        Readable.SourceFile former = files.get(file.path());
        if (former != null && former.place().equals(file.place())) {
            files.put(file.path(), file);
            claimsOf(file.path())
                    .forEach(claim -> lookAgain(ObjectKey.of(claim.url()).url()));
            touchedFiles.add(file.path());
            return;
        }
        remove(file.path());
        files.put(file.path(), file);
        switch (file.place()) {
            case AssetPlace.WebRoot root -> claim(new Claim(rank(file.path()), root.url(), file.path()));
            case AssetPlace.Beside at -> {
                DocumentKey owner = new DocumentKey(at.kind(), at.owner());
                beside.computeIfAbsent(owner, o -> new TreeSet<>()).add(file.path());
                site.kept(owner)
                        .flatMap(document -> below(document.url(), at.below()))
                        .ifPresent(u -> claim(new Claim(Rank.BESIDE, u, file.path())));
            }
            case AssetPlace.AmongPosts among -> {}
        }
    }

    /** What posts serve because they refer to it is theirs to say, see {@link #serve}. */
    void remove(ContentPath path) {
        Readable.SourceFile former = files.remove(path);
        if (former != null && former.place() instanceof AssetPlace.Beside at) {
            beside.computeIfPresent(new DocumentKey(at.kind(), at.owner()), (owner, paths) -> {
                paths.remove(path);
                return paths.isEmpty() ? null : paths;
            });
        }
        Set.copyOf(claimsOf(path)).stream()
                .filter(claim -> claim.rank() != Rank.REFERRED)
                .forEach(this::disclaim);
        touchedFiles.add(path);
    }

    /**
     * @param former where the document was; empty: it was not live
     * @param url where it is now; likewise
     */
    void owner(DocumentKey owner, Optional<UrlPath> former, Optional<UrlPath> url) {
        if (former.equals(url)) {
            return;
        }
        Set<ContentPath> paths = Set.copyOf(beside.getOrDefault(owner, Set.of()));
        for (ContentPath path : paths) {
            Set.copyOf(claimsOf.getOrDefault(path, Set.of())).stream()
                    .filter(claim -> claim.rank() == Rank.BESIDE)
                    .forEach(this::disclaim);
        }
        former.ifPresent(was -> count(was, -1));
        url.ifPresent(is -> count(is, 1));
        for (ContentPath path : paths) {
            touchedFiles.add(path);
            moved.add(path);
            if (url.isPresent()
                    && file(path).map(Readable.SourceFile::place).orElse(null) instanceof AssetPlace.Beside at) {
                below(url.get(), at.below()).ifPresent(u -> claim(new Claim(Rank.BESIDE, u, path)));
            }
        }
    }

    private void count(UrlPath document, int by) {
        above(document)
                .forEach(folder -> folders.compute(folder, (f, count) -> {
                    int now = (count == null ? 0 : count) + by;
                    return now == 0 ? null : now;
                }));
    }

    /** @param now the files that a post serves because it refers to them, by URL */
    void serve(DocumentKey post, Map<UrlPath, ContentPath> now) {
        Map<UrlPath, ContentPath> before = served.getOrDefault(post, Map.of());
        if (before.equals(now)) {
            return;
        }
        before.forEach((url, path) -> disclaim(new Claim(Rank.REFERRED, url, path)));
        now.forEach((url, path) -> claim(new Claim(Rank.REFERRED, url, path)));
        if (now.isEmpty()) {
            served.remove(post);
        } else {
            served.put(post, Map.copyOf(now));
        }
    }

    private void claim(Claim claim) {
        UrlPath object = ObjectKey.of(claim.url()).url();
        claims.computeIfAbsent(object, o -> new TreeSet<>()).add(claim);
        claimsOf.computeIfAbsent(claim.path(), p -> new HashSet<>()).add(claim);
        touch(object, claim);
    }

    private void disclaim(Claim claim) {
        UrlPath object = ObjectKey.of(claim.url()).url();
        claims.computeIfPresent(object, (o, all) -> {
            all.remove(claim);
            return all.isEmpty() ? null : all;
        });
        claimsOf.computeIfPresent(claim.path(), (p, all) -> {
            all.remove(claim);
            return all.isEmpty() ? null : all;
        });
        touch(object, claim);
    }

    /** Somebody came, or went. */
    private void touch(UrlPath object, Claim claim) {
        touched.add(object);
        touchedFiles.add(claim.path());
        claimants(object).forEach(other -> touchedFiles.add(other.path()));
        if (claim.rank() != Rank.REFERRED) {
            lookAbove(object);
        }
    }

    /** Looks at what a document that came to a URL, or went, may have to do with. */
    void look(UrlPath url) {
        ObjectKey.at(url).map(ObjectKey::url).ifPresent(this::lookAgain);
        lookAbove(url);
    }

    /** A list came, or went. */
    void list(UrlPath url, boolean isThere) {
        if (isThere ? lists.add(url) : lists.remove(url)) {
            lookAgain(url);
        }
    }

    private void lookAgain(UrlPath object) {
        if (claims.containsKey(object)) {
            touched.add(object);
            claimants(object).forEach(claim -> touchedFiles.add(claim.path()));
        }
    }

    /** What came or went may take, or have taken, the room of files above it, and of those that posts above it refer to. */
    private void lookAbove(UrlPath url) {
        for (UrlPath folder : above(url)) {
            lookAgain(folder);
            site.keptAt(folder)
                    .filter(document -> mayServe(document.kind()))
                    .ifPresent(document -> posts.add(document.key()));
        }
    }

    /** Looks at everything again. */
    void lookAtAll() {
        touched.addAll(claims.keySet());
        touchedFiles.addAll(files.keySet());
    }

    /** All that was touched since the last call. */
    Touched drain() {
        Touched drained = new Touched(touched, touchedFiles, moved, posts);
        touched = new HashSet<>();
        touchedFiles = new HashSet<>();
        moved = new HashSet<>();
        posts = new HashSet<>();
        return drained;
    }

    /** Who wants an object, in the order in which they have it. */
    Set<Claim> claimants(UrlPath object) {
        TreeSet<Claim> all = claims.get(object);
        return all == null ? Set.of() : all;
    }

    /** What a file wants. */
    Set<Claim> claimsOf(ContentPath path) {
        return claimsOf.getOrDefault(path, Set.of());
    }

    Optional<Claim> winner(UrlPath object) {
        return claimants(object).stream().filter(claim -> !givesWay(claim)).findFirst();
    }

    /** Whether a folder has to be where this file would be. */
    boolean givesWay(Claim claim) {
        return !isPage(claim.url())
                && (lists.contains(claim.url())
                        || folders.containsKey(claim.url())
                        || fileBelow(claim.url()).isPresent());
    }

    /** The first document below a URL. */
    Optional<Kept> documentBelow(UrlPath url) {
        if (!folders.containsKey(url)) {
            return Optional.empty();
        }
        List<Kept> below = new ArrayList<>();
        String folder = url + "/";
        site.eachKept(document -> {
            if (document.url().value().startsWith(folder)) {
                below.add(document);
            }
        });
        return below.stream().min(Comparator.comparing(Kept::url));
    }

    /** The first file below a URL, but for what posts refer to. */
    Optional<Claim> fileBelow(UrlPath url) {
        return below(claims, url).values().stream()
                .flatMap(Set::stream)
                .filter(claim -> claim.rank() != Rank.REFERRED)
                .findFirst();
    }

    /** What takes the room of a file that a post refers to: what is above that is a file, or what is below needs a folder there. */
    Optional<UrlPath> inTheWay(UrlPath url) {
        return above(url).stream()
                .filter(this::isFile)
                .findFirst()
                .or(() -> isPage(url)
                        ? Optional.empty()
                        : documentBelow(url)
                                .map(Kept::url)
                                .or(() -> fileBelow(url).map(Claim::url)));
    }

    private boolean isFile(UrlPath url) {
        return !site.hasDocumentAt(url)
                && at(url).filter(claim -> claim.rank() != Rank.REFERRED).isPresent();
    }

    /** Whether a file that would be there gives way. */
    boolean isAway(ContentPath path, UrlPath url) {
        return claimsOf(path).stream().anyMatch(claim -> claim.url().equals(url) && givesWay(claim));
    }

    /** @param below what lies there, for people */
    static Finding needsFolder(UrlPath file, String below) {
        return Finding.problem(
                file + " is a file, and " + below + " needs a folder of that name", "rename one of the two");
    }

    /** It has {@code .html} at its end, and no folder has. */
    static boolean isPage(UrlPath url) {
        return url.value().endsWith(ObjectKey.PAGE);
    }

    /** The folders above a URL, the nearest first, without the root. */
    static List<UrlPath> above(UrlPath url) {
        List<UrlPath> above = new ArrayList<>(2);
        String value = url.value();
        for (int slash = value.lastIndexOf('/'); slash > 0; slash = value.lastIndexOf('/', slash - 1)) {
            above.add(new UrlPath(value.substring(0, slash)));
        }
        return above;
    }

    /** What lies below a URL: what is after it with a slash, and before it with the character that follows a slash. */
    static <V> NavigableMap<UrlPath, V> below(NavigableMap<UrlPath, V> all, UrlPath url) {
        // No name begins with a character before the space.
        return all.subMap(new UrlPath(url + "/ "), true, new UrlPath(url + "0"), false);
    }

    /** The file that is at exactly this URL, but for a document. */
    Optional<Claim> at(UrlPath url) {
        return ObjectKey.at(url)
                .map(ObjectKey::url)
                .flatMap(this::winner)
                .filter(claim -> claim.url().equals(url));
    }

    private static Rank rank(ContentPath path) {
        return path.value().startsWith("public/")
                ? Rank.PUBLIC
                : path.value().startsWith("static/") ? Rank.STATIC : Rank.OTHER_FOLDER;
    }

    /** The URL of a file below a document's, without its {@code .html}; empty when there can be none. */
    static Optional<UrlPath> below(UrlPath of, String below) {
        UrlPath document = ObjectKey.object(of);
        String path = (document.equals(UrlPath.ROOT) ? "/" : document + "/")
                + Normalizer.normalize(below, Normalizer.Form.NFC);
        for (String segment : path.split("/")) {
            if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                return Optional.empty();
            }
        }
        return UrlPath.isValid(path)
                ? Optional.of(new UrlPath(path))
                        .filter(url -> ObjectKey.at(url)
                                .filter(key -> key.urls().contains(url))
                                .isPresent())
                : Optional.empty();
    }

    /** Below the post's folder if the file lies there, else below the folder of posts, so that two of one name stay two. */
    static Optional<UrlPath> ofPost(ContentPath post, UrlPath url, ContentPath file, AssetPlace.AmongPosts place) {
        String folder = post.folder();
        return below(url, file.value().startsWith(folder) ? file.value().substring(folder.length()) : place.below());
    }

    /** Whether a document may serve files because it refers to them. */
    static boolean mayServe(Kind kind) {
        return kind == Kind.POST;
    }
}
