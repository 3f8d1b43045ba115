package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.frontmatter.Complaint;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Blobs;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Files that are served as they are: whose an object is, and the way of the bytes into the work store. One thread. */
final class WebRoot {
    private final SiteId site;
    private final ObjectReader reader;
    private final CommitFiles files;
    private final Layout layout;
    private final History history;
    private final Configuration.Limits limits;
    private final Storage work;

    WebRoot(
            SiteId site,
            ObjectReader reader,
            CommitFiles files,
            Layout layout,
            History history,
            Configuration.Limits limits,
            Storage work) {
        this.site = site;
        this.reader = reader;
        this.files = files;
        this.layout = layout;
        this.history = history;
        this.limits = limits;
        this.work = work;
    }

    /** Whose an object of the web root is, and what the others that would be it have to be told. */
    record Claim(Optional<Winner> winner, List<Loser> losers) {}

    record Winner(UrlPath url, ContentPath path) {}

    record Loser(ContentPath path, Complaint complaint) {}

    /** @param known paths that may lie there besides those of the usual folders */
    Claim claim(ObjectKey key, Set<ContentPath> known) throws IOException {
        Set<ContentPath> paths = new LinkedHashSet<>();
        for (String path : Layout.webRootPaths(key)) {
            paths.add(new ContentPath(path));
        }
        paths.addAll(known);
        Optional<Winner> winner = Optional.empty();
        List<Loser> losers = new ArrayList<>();
        Optional<ContentPath> document =
                history.at(key.url()).isPresent() ? history.holderOf(key.url()) : Optional.empty();
        for (ContentPath path : paths) {
            if (!(layout.place(path.value()) instanceof Place.WebRoot root)
                    || !key.urls().contains(root.url())) {
                continue;
            }
            Optional<ObjectId> blob = files.blob(path, reader);
            if (blob.isEmpty()) {
                continue;
            }
            Optional<ContentPath> other = document.or(optional(winner.map(Winner::path)));
            if (other.isPresent()) {
                losers.add(new Loser(
                        path,
                        Complaint.problem(
                                1,
                                1,
                                root.url() + " is the URL of " + other.get().printable() + " already",
                                "rename one of the two, or take it away")));
            } else if (Blobs.size(reader, blob.get()) > limits.asset()) {
                losers.add(new Loser(path, tooLarge(Blobs.size(reader, blob.get()))));
            } else {
                winner = Optional.of(new Winner(root.url(), path));
            }
        }
        return new Claim(winner, losers);
    }

    private static <T> java.util.function.Supplier<Optional<T>> optional(Optional<T> value) {
        return () -> value;
    }

    Complaint tooLarge(long size) {
        return Complaint.problem(
                1,
                1,
                "the file has " + size + " bytes, at most " + limits.asset() + " are allowed",
                "make it smaller, or raise limits.asset");
    }

    /** Brings the bytes into the work store; empty if there is no such file. */
    Optional<Content.Asset> asset(UrlPath url, ContentPath path) throws IOException {
        Optional<ObjectId> blob = files.blob(path, reader);
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        Storage.ByteSource bytes = Blobs.source(reader, blob.get());
        Digest digest = Blobs.digest(bytes);
        ObjectKey key = ObjectKey.source(digest);
        String mediaType = MediaTypes.of(path.name());
        work.keep(key, ObjectType.of(mediaType), bytes, digest);
        return Optional.of(new Content.Asset(site, url, path, mediaType, bytes.size(), digest));
    }
}
