package org.broadsheet.render.lookup;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ObjectKey;

/**
 * The author's files that are served as they are, and which of them is at which URL: those of the web root before those of
 * documents, of which the files beside them come before those that they refer to. A document at the same URL beats them all; that
 * is not looked at here. One thread.
 */
final class SiteFiles {
    private static final int MAX_SEGMENT_BYTES = 200;

    private final Map<ContentPath, Readable.SourceFile> files = new HashMap<>();
    /** By the URL that stands for all of an object's, the first one has it. */
    private final Map<UrlPath, TreeSet<Claim>> claims = new HashMap<>();

    private final Map<ContentPath, Set<Claim>> claimsOf = new HashMap<>();
    private final Map<DocumentKey, Set<ContentPath>> beside = new HashMap<>();
    /** The URLs of live documents that have files beside them. */
    private final Map<DocumentKey, UrlPath> owners = new HashMap<>();

    private final Map<DocumentKey, Map<UrlPath, ContentPath>> served = new HashMap<>();
    /** Where something may be another file's since {@link #drain}. */
    private Set<UrlPath> touched = new HashSet<>();

    private Set<ContentPath> touchedFiles = new HashSet<>();
    private Set<ContentPath> moved = new HashSet<>();

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
     */
    record Touched(Set<UrlPath> objects, Set<ContentPath> files, Set<ContentPath> moved) {}

    /**
     * @param documents all that are live
     * @param served what each serves because it refers to it
     */
    static SiteFiles of(
            Collection<Readable.SourceFile> files,
            Collection<Published> documents,
            Function<Published, Map<UrlPath, ContentPath>> served) {
        SiteFiles all = new SiteFiles();
        files.forEach(file -> all.put(file));
        for (Published document : documents) {
            all.owner(document.key(), Optional.of(document.url()));
        }
        return all.serving(documents, served);
    }

    private SiteFiles serving(Collection<Published> documents, Function<Published, Map<UrlPath, ContentPath>> serves) {
        for (Published document : documents) {
            serve(document.key(), serves.apply(document));
        }
        drain();
        return this;
    }

    Optional<Readable.SourceFile> file(ContentPath path) {
        return Optional.ofNullable(files.get(path));
    }

    Set<ContentPath> paths() {
        return files.keySet();
    }

    void put(Readable.SourceFile file) {
        Readable.SourceFile former = files.get(file.path());
        if (former != null && former.place().equals(file.place())) {
            files.put(file.path(), file);
            claimsOf(file.path())
                    .forEach(claim -> touch(ObjectKey.of(claim.url()).url(), file.path()));
            return;
        }
        remove(file.path());
        files.put(file.path(), file);
        switch (file.place()) {
            case AssetPlace.WebRoot root -> claim(new Claim(rank(file.path()), root.url(), file.path()));
            case AssetPlace.Beside at -> {
                DocumentKey owner = new DocumentKey(at.kind(), at.owner());
                beside.computeIfAbsent(owner, o -> new TreeSet<>()).add(file.path());
                UrlPath url = owners.get(owner);
                if (url != null) {
                    below(url, at.below()).ifPresent(u -> claim(new Claim(Rank.BESIDE, u, file.path())));
                }
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

    /** @param url where the document is now; empty: it is not live */
    void owner(DocumentKey owner, Optional<UrlPath> url) {
        if (Optional.ofNullable(owners.get(owner)).equals(url)) {
            return;
        }
        Set<ContentPath> paths = Set.copyOf(beside.getOrDefault(owner, Set.of()));
        for (ContentPath path : paths) {
            Set.copyOf(claimsOf.getOrDefault(path, Set.of())).stream()
                    .filter(claim -> claim.rank() == Rank.BESIDE)
                    .forEach(this::disclaim);
        }
        url.ifPresentOrElse(u -> owners.put(owner, u), () -> owners.remove(owner));
        for (ContentPath path : paths) {
            touchedFiles.add(path);
            moved.add(path);
            if (url.isPresent()
                    && file(path).map(Readable.SourceFile::place).orElse(null) instanceof AssetPlace.Beside at) {
                below(url.get(), at.below()).ifPresent(u -> claim(new Claim(Rank.BESIDE, u, path)));
            }
        }
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
        touch(object, claim.path());
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
        touch(object, claim.path());
    }

    private void touch(UrlPath object, ContentPath path) {
        touched.add(object);
        touchedFiles.add(path);
        claimants(object).forEach(claim -> touchedFiles.add(claim.path()));
    }

    /** Looks at an object again: a document came to its URL, or went. */
    void look(UrlPath url) {
        Optional<ObjectKey> key = ObjectKey.at(url);
        key.map(ObjectKey::url).filter(claims::containsKey).ifPresent(object -> {
            touched.add(object);
            claimants(object).forEach(claim -> touchedFiles.add(claim.path()));
        });
    }

    /** Looks at everything again. */
    void lookAtAll() {
        touched.addAll(claims.keySet());
        touchedFiles.addAll(files.keySet());
    }

    /** All that was touched since the last call. */
    Touched drain() {
        Touched drained = new Touched(touched, touchedFiles, moved);
        touched = new HashSet<>();
        touchedFiles = new HashSet<>();
        moved = new HashSet<>();
        return drained;
    }

    /** Who wants an object, the one that has it first. */
    Set<Claim> claimants(UrlPath object) {
        TreeSet<Claim> all = claims.get(object);
        return all == null ? Set.of() : all;
    }

    /** What a file wants. */
    Set<Claim> claimsOf(ContentPath path) {
        return claimsOf.getOrDefault(path, Set.of());
    }

    Optional<Claim> winner(UrlPath object) {
        return claimants(object).stream().findFirst();
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

    /** The URL of a file below a document's; empty when there can be none. */
    static Optional<UrlPath> below(UrlPath document, String below) {
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
