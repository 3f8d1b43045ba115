package org.broadsheet.render.lookup;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;

/** What there is to be linked to on a site, seen from one text. One thread. */
final class SiteTargets implements Targets {
    /** What render and notify make whatever the content is. */
    private static final Set<String> ALWAYS = Set.of(
            "/",
            "/archive",
            "/topics",
            "/feed.xml",
            "/atom.xml",
            "/feed.json",
            "/sitemap.xml",
            "/robots.txt",
            "/favicon.ico");

    /** A file of the author's that takes {@code /}, as an {@code index.md} among the pages does. */
    private static final UrlPath INDEX = new UrlPath("/index.html");

    private final Site site;
    private final Outputs outputs;
    private final SiteFiles files;
    private final Map<ContentPath, UrlPath> introductions;
    private final ContentPath from;
    private final UrlPath url;
    private final Optional<DocumentKey> self;
    private final boolean mayServe;
    private final boolean last;
    private final Function<Kept, Optional<Set<String>>> anchors;
    private final NavigableMap<UrlPath, ContentPath> served = new TreeMap<>();
    private final Map<ContentPath, Finding> noRoom = new HashMap<>();

    /**
     * @param introductions the listings by their files
     * @param self if the text is a post or page
     * @param mayServe whether files become the text's own because it refers to them
     * @param last whether what posts serve is known
     * @param anchors of a document
     */
    SiteTargets(
            Site site,
            Outputs outputs,
            SiteFiles files,
            Map<ContentPath, UrlPath> introductions,
            ContentPath from,
            UrlPath url,
            Optional<DocumentKey> self,
            boolean mayServe,
            boolean last,
            Function<Kept, Optional<Set<String>>> anchors) {
        this.site = site;
        this.outputs = outputs;
        this.files = files;
        this.introductions = introductions;
        this.from = from;
        this.url = url;
        this.self = self;
        this.mayServe = mayServe;
        this.last = last;
        this.anchors = anchors;
    }

    /** The files that became its own, by URL. */
    Map<UrlPath, ContentPath> served() {
        return served;
    }

    @Override
    public Optional<UrlPath> find(Target target) {
        return switch (target) {
            case Target.AtUrl at ->
                site.keptAt(at.url())
                        .map(Kept::url)
                        .or(() -> Optional.of(at.url()).filter(this::exists))
                        .or(() -> site.movedFrom(at.url()).map(Kept::url))
                        .or(() -> site.named(at.url()).map(Kept::url))
                        .or(() -> outputs.ofGenerator(site, at.url(), hasRoot() ? Site.BLOG : UrlPath.ROOT));
            case Target.OfFile file -> of(file.path());
        };
    }

    @Override
    public boolean isServedByPost(UrlPath wanted) {
        return last && files.at(wanted).isPresent();
    }

    private boolean exists(UrlPath wanted) {
        return site.hasDocumentAt(wanted)
                || isFile(wanted)
                || ALWAYS.contains(wanted.value())
                // Whatever file the site has there yet: it gives way.
                || site.hasList(wanted)
                || (wanted.equals(Site.BLOG) ? hasRoot() : outputs.isGenerated(site, wanted));
    }

    /** Whether the author has taken the root, so that the list of posts is elsewhere. */
    private boolean hasRoot() {
        return site.hasDocumentAt(UrlPath.ROOT) || isFile(INDEX);
    }

    private boolean isFile(UrlPath wanted) {
        return files.at(wanted)
                .filter(claim -> claim.rank() != SiteFiles.Rank.REFERRED)
                .isPresent();
    }

    private Optional<UrlPath> of(ContentPath path) {
        Optional<Kept> document = site.keptOf(path);
        if (document.isPresent()) {
            return document.map(Kept::url);
        }
        UrlPath listing = introductions.get(path);
        if (listing != null) {
            return exists(listing) ? Optional.of(listing) : Optional.empty();
        }
        return files.file(path).flatMap(this::of);
    }

    private Optional<UrlPath> urlOf(DocumentKey owner) {
        return self.equals(Optional.of(owner))
                ? Optional.of(url)
                : site.kept(owner).map(Kept::url);
    }

    private Optional<UrlPath> of(Readable.SourceFile file) {
        return switch (file.place()) {
            case AssetPlace.WebRoot root ->
                Optional.of(root.url())
                        .filter(at -> files.at(at)
                                .filter(claim -> claim.path().equals(file.path()))
                                .isPresent());
            case AssetPlace.Beside at ->
                urlOf(new DocumentKey(at.kind(), at.owner()))
                        .flatMap(owner -> SiteFiles.below(owner, at.below()))
                        .filter(below -> !files.isAway(file.path(), below));
            case AssetPlace.AmongPosts among -> {
                if (!mayServe) {
                    yield Optional.empty();
                }
                Optional<UrlPath> own = SiteFiles.ofPost(from, url, file.path(), among);
                Optional<UrlPath> other = own.flatMap(this::inTheWay);
                if (own.isEmpty() || other.isPresent()) {
                    noRoom.put(file.path(), own.map(u -> noRoom(u, other.get())).orElse(SiteFiles.NO_URL));
                    yield Optional.empty();
                }
                own.ifPresent(u -> served.putIfAbsent(u, file.path()));
                // Two files that would have one URL: the first that is referred to has it.
                yield own.filter(u -> file.path().equals(served.get(u)));
            }
        };
    }

    /** Of a file of its own. Who is no part of the site, a draft, is told as if there were nothing. */
    private Optional<UrlPath> inTheWay(UrlPath own) {
        Optional<UrlPath> ofItsOwn = SiteFiles.above(own).stream()
                .filter(served::containsKey)
                .findFirst()
                .or(() -> SiteFiles.isPage(own)
                        ? Optional.empty()
                        : SiteFiles.below(served, own).keySet().stream().findFirst());
        return ofItsOwn.isPresent() || self.flatMap(site::kept).isEmpty() ? ofItsOwn : files.inTheWay(own);
    }

    private static Finding noRoom(UrlPath own, UrlPath other) {
        return other.value().startsWith(own + "/")
                ? SiteFiles.needsFolder(own, other.toString())
                : SiteFiles.needsFolder(other, own.toString());
    }

    @Override
    public boolean isFormer(UrlPath wanted) {
        return !exists(wanted) && site.movedFrom(wanted).isPresent();
    }

    @Override
    public Optional<Set<String>> anchors(UrlPath wanted) {
        return site.keptAt(wanted).flatMap(anchors);
    }

    @Override
    public Optional<Finding> noRoom(Target target) {
        return target instanceof Target.OfFile file ? Optional.ofNullable(noRoom.get(file.path())) : Optional.empty();
    }
}
