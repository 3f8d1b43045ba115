package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.link.Target;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.link.Targets;
import org.eclipse.jgit.lib.ObjectReader;

/** What there is to be linked to at a commit, seen from one document. One thread. */
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

    private final Shared shared;
    private final ObjectReader reader;
    private final Place.Document place;
    private final ContentPath from;
    private final UrlPath url;
    private final Map<UrlPath, ContentPath> assets;

    /**
     * What all documents of a commit see the same.
     *
     * @param listings of topics and authors
     */
    record Shared(History history, CommitFiles files, Layout layout, SiteState site, Set<UrlPath> listings) {}

    /** @param assets takes the files that become assets of the document because it refers to them */
    SiteTargets(
            Shared shared,
            ObjectReader reader,
            Place.Document place,
            ContentPath from,
            UrlPath url,
            Map<UrlPath, ContentPath> assets) {
        this.shared = shared;
        this.reader = reader;
        this.place = place;
        this.from = from;
        this.url = url;
        this.assets = assets;
    }

    @Override
    public Optional<UrlPath> find(Target target) throws IOException {
        return switch (target) {
            case Target.AtUrl at -> exists(at.url()) ? Optional.of(at.url()) : Optional.empty();
            case Target.OfFile file -> of(file.path());
        };
    }

    private boolean exists(UrlPath wanted) {
        return shared.history.at(wanted).isPresent()
                || shared.site.assetUrls().contains(wanted)
                || ALWAYS.contains(wanted.value())
                || shared.listings.contains(wanted)
                || (wanted.value().equals("/blog")
                        && (shared.history.at(UrlPath.ROOT).isPresent()
                                || shared.site.assetUrls().contains(INDEX)));
    }

    private Optional<UrlPath> of(ContentPath path) throws IOException {
        return switch (shared.layout.place(path.value())) {
            case Place.Document document -> {
                Optional<Track> track = shared.history.track(path);
                yield track.filter(t -> shared.history.isLive(path, t)).flatMap(t -> Optional.ofNullable(t.url()));
            }
            case Place.WebRoot root -> shared.site.webRoot(path);
            case Place.Neighbour neighbour -> neighbour(path, neighbour);
            case Place.Introduction introduction ->
                shared.history.text(path).isPresent() && exists(introduction.listing())
                        ? Optional.of(introduction.listing())
                        : Optional.empty();
            case Place.Settings settings -> Optional.empty();
            case Place.Refused refused -> Optional.empty();
            case Place.NotPublished other -> Optional.empty();
        };
    }

    private Optional<UrlPath> neighbour(ContentPath path, Place.Neighbour neighbour) throws IOException {
        if (!shared.files.contains(path, reader)) {
            return Optional.empty();
        }
        Optional<ContentPath> bundle = Bundles.around(path, shared.history);
        if (bundle.isPresent()) {
            return shared.history
                    .track(bundle.get())
                    .filter(t -> bundle.get().equals(from) || shared.history.isLive(bundle.get(), t))
                    .flatMap(t -> Optional.ofNullable(t.url()))
                    .flatMap(bundleUrl -> Bundles.url(
                            bundleUrl,
                            path.value().substring(bundle.get().folder().length())));
        }
        if (!neighbour.amongPosts() || place.kind() != Kind.POST) {
            return Optional.empty();
        }
        Optional<UrlPath> own = Bundles.url(url, below(path));
        own.ifPresent(u -> assets.putIfAbsent(u, path));
        // Two files that would have one URL: the first that is referred to has it.
        return own.filter(u -> path.equals(assets.get(u)));
    }

    /** Below the post's folder if it lies there, else below the folder of posts, so that two of one name stay two. */
    private String below(ContentPath path) {
        String folder = from.folder();
        return path.value().startsWith(folder)
                ? path.value().substring(folder.length())
                : Layout.belowPosts(path.value()).orElse(path.name());
    }
}
