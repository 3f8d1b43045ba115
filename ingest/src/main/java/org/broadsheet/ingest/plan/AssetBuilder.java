package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Blobs;
import org.broadsheet.ingest.source.LfsPointer;
import org.broadsheet.ingest.source.TreeChange;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Makes the records of files that are served as they are, and brings their bytes into the work store. Safe for all threads. */
final class AssetBuilder {
    private static final Finding POST_IN_HTML = Finding.problem(
            "front matter in an HTML file whose name makes it no post",
            "name it after the post, with .html at its end, or take the front matter away");

    private final Intake.Tools tools;
    private final History history;

    AssetBuilder(Intake.Tools tools, History history) {
        this.tools = tools;
        this.history = history;
    }

    /** Why there is no record, if that is to be told. */
    record Outcome(Optional<Content.Asset> asset, Optional<Finding> finding) {
        static final Outcome NONE = new Outcome(Optional.empty(), Optional.empty());

        static Outcome of(Finding finding) {
            return new Outcome(Optional.empty(), Optional.of(finding));
        }
    }

    /**
     * @param place of the path
     * @param there what lies there
     * @param written the record that stands there, if the file is still the same
     */
    Outcome build(ContentPath path, Place place, TreeChange.Entry there, Optional<Content.Asset> written)
            throws IOException {
        if (there.link()) {
            return Outcome.of(Versions.LINK_FINDING);
        }
        Optional<AssetPlace> at = place(path, place);
        if (at.isEmpty()) {
            return Outcome.NONE;
        }
        if (written.isPresent()) {
            Content.Asset same = written.get();
            return of(path, at.get(), same.size(), same.digest());
        }
        try (ObjectReader reader = tools.repository().newObjectReader()) {
            return read(path, at.get(), reader, there.id());
        } catch (IncorrectObjectTypeException e) {
            return Outcome.of(Blobs.NO_FILE);
        }
    }

    private Outcome of(ContentPath path, AssetPlace place, long size, Digest digest) {
        return new Outcome(
                Optional.of(new Content.Asset(tools.site(), path, place, MediaTypes.of(path.name()), size, digest)),
                Optional.empty());
    }

    private Optional<AssetPlace> place(ContentPath path, Place place) {
        if (place instanceof Place.WebRoot root) {
            return Optional.of(new AssetPlace.WebRoot(root.url()));
        }
        Optional<ContentPath> bundle = Bundles.around(path, history);
        if (bundle.isPresent()) {
            Track track = history.track(bundle.get()).orElseThrow();
            String below = path.value().substring(bundle.get().folder().length());
            return Bundles.owner(bundle.get(), history).map(id -> new AssetPlace.Beside(track.kind(), id, below));
        }
        return place instanceof Place.Neighbour neighbour && neighbour.amongPosts()
                ? Optional.of(new AssetPlace.AmongPosts(
                        history.rules().layout().belowPosts(path.value()).orElse(path.name())))
                : Optional.empty();
    }

    private Outcome read(ContentPath path, AssetPlace place, ObjectReader reader, ObjectId blob) throws IOException {
        long size = Blobs.size(reader, blob);
        long most = tools.configuration().limits().asset();
        if (size > most) {
            return Outcome.of(Finding.problem(
                    "the file has " + size + " bytes, at most " + most + " are allowed",
                    "make it smaller, or raise limits.asset"));
        }
        ByteSource bytes = Blobs.source(reader, blob);
        if (size <= LfsPointer.LONGEST && isPointer(bytes)) {
            return Outcome.of(LfsPointer.FINDING);
        }
        if (!(place instanceof AssetPlace.WebRoot) && isPostInHtml(path, bytes)) {
            return Outcome.of(POST_IN_HTML);
        }
        Digest digest = bytes.digest();
        tools.work().put(ContentName.source(digest), bytes);
        return of(path, place, bytes.size(), digest);
    }

    private static boolean isPointer(ByteSource bytes) throws IOException {
        try (InputStream in = bytes.open()) {
            return LfsPointer.is(in.readAllBytes());
        }
    }

    /** Nobody asked to hand it out with what stands above it. */
    private static boolean isPostInHtml(ContentPath path, ByteSource bytes) throws IOException {
        String name = path.name().toLowerCase(Locale.ROOT);
        return (name.endsWith(".html") || name.endsWith(".htm")) && SourceFile.hasFrontMatter(bytes);
    }
}
