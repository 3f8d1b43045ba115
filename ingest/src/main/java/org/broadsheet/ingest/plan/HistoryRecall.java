package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.ingest.facts.Birth;
import org.broadsheet.ingest.facts.FileVersion;
import org.broadsheet.ingest.facts.Gone;
import org.broadsheet.ingest.facts.Good;
import org.broadsheet.ingest.facts.HistoricCommit;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryMemory;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.facts.Unchanged;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Trees;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the commit taken in last, out of what was written of it, so that a start does not walk the whole history. What
 * was written has to be of exactly the files that lie in the commit; else there is nothing to recall, and Git is asked.
 */
public final class HistoryRecall {
    private static final Layout LAYOUT = Layout.PLAIN;

    private final SiteId site;
    private final SiteState state;
    private final ObjectReader reader;
    private final Versions versions;
    private final Trees trees;

    public HistoryRecall(SiteId site, SiteState state, ObjectReader reader, Configuration.Limits limits) {
        this.site = site;
        this.state = state;
        this.reader = reader;
        versions = new Versions(reader, limits);
        trees = new Trees(limits);
    }

    /** Whether the id follows from the birth. */
    public boolean isBorn(Kept.Document document) {
        return isBorn(document.facts());
    }

    private boolean isBorn(Facts facts) {
        return PostId.born(site, facts.birthPath(), facts.bornAt()).equals(facts.id());
    }

    /** Whether the id is one that the author wrote into the document's last good version, as far as that is still there. */
    public boolean isAuthored(Kept.Document document) throws IOException {
        Facts facts = document.facts();
        if (facts.goodBlob().isEmpty() || isBorn(document)) {
            return false;
        }
        ObjectId blob = ObjectId.fromString(facts.goodBlob().get());
        return reader.has(blob)
                && versions.read(document.path(), LAYOUT.place(document.path().value()), blob)
                        instanceof FileVersion.Parsed parsed
                && parsed.id().equals(Optional.of(facts.id()));
    }

    /** @param tree of the commit taken in last */
    public Optional<History> recall(ObjectId tree) throws IOException {
        HistoryMemory memory = new HistoryMemory();
        Map<ContentPath, ObjectId> texts = new HashMap<>();
        trees.differences(reader, null, tree, Layout::matters, change -> {
            ObjectId blob = change.version();
            if (blob != null && Layout.isText(change.path().value())) {
                switch (LAYOUT.place(change.path().value())) {
                    case Place.Document document -> texts.put(change.path(), blob);
                    case Place.Introduction introduction -> texts.put(change.path(), blob);
                    case Place.Settings settings -> texts.put(change.path(), blob);
                    case Place.Neighbour other -> {}
                    case Place.WebRoot other -> {}
                    case Place.Refused other -> {}
                    case Place.NotPublished other -> {}
                }
            }
        });
        int found = 0;
        for (Kept.Remembered kept : state.all(Kept.Remembered.class)) {
            Content.Remembered remembered = kept.record();
            ObjectId blob = texts.get(remembered.path());
            if (blob == null || !blob.name().equals(remembered.blob())) {
                return Optional.empty();
            }
            if (remembered.document().isEmpty()) {
                Text text = new Text(blob, revision(remembered));
                memory.text(remembered.path(), text);
                if (LAYOUT.place(remembered.path().value()) instanceof Place.Settings place) {
                    memory.zone(zone(remembered.path(), place, text));
                }
            } else if (isWhole(remembered.document().get().facts())) {
                memory.track(
                        remembered.path(),
                        track(remembered.path(), remembered.document().get(), blob));
            } else {
                return Optional.empty();
            }
            found++;
        }
        for (Kept.Document document : state.documents()) {
            ObjectId blob = texts.get(document.path());
            if (blob == null || !isWhole(document.facts())) {
                return Optional.empty();
            }
            memory.track(document.path(), track(document.path(), document.claimant(), blob));
            found++;
        }
        if (found != texts.size()) {
            return Optional.empty();
        }
        for (Kept.Removed removed : state.all(Kept.Removed.class)) {
            if (removed.facts().isPresent() && removed.path().isPresent()) {
                if (removed.facts().get().cut()) {
                    return Optional.empty();
                }
                memory.gone(gone(removed, removed.facts().get(), removed.path().get()));
            }
        }
        return Optional.of(memory.history());
    }

    private ZoneId zone(ContentPath path, Place place, Text settings) throws IOException {
        return settings.good() != null
                        && versions.read(path, place, settings.good().blob()) instanceof FileVersion.Settings read
                ? read.zone()
                : ZoneOffset.UTC;
    }

    private static boolean isWhole(Facts facts) {
        return !facts.cut()
                && (facts.goodBlob().isEmpty()
                        || (facts.goodAt().isPresent() && facts.standing().isPresent()));
    }

    private static @Nullable Revision revision(Content.Remembered remembered) {
        Revision shown = remembered.shown().map(of -> revision(of, null)).orElse(null);
        return remembered.good().map(of -> revision(of, shown)).orElse(null);
    }

    private static Revision revision(Content.Remembered.Version of, @Nullable Revision before) {
        return new Revision(ObjectId.fromString(of.blob()), of.commit(), of.at(), before, false, null);
    }

    /** @param document a post or page, whether it has a record of its own or not */
    private Track track(ContentPath path, Content.Remembered.Claimant document, ObjectId blob) throws IOException {
        Facts facts = document.facts();
        Birth birth = new Birth(facts.birthPath(), facts.bornAt());
        Good good = facts.goodBlob().isEmpty() ? null : good(path, document, facts);
        // An id that follows from nothing in the file was published before the history was rewritten.
        PostId kept = isBorn(facts) || (good != null && good.id() != null) ? null : facts.id();
        return new Track(document.kind(), birth, blob, kept, good, facts.id(), facts.urls());
    }

    private Good good(ContentPath path, Content.Remembered.Claimant document, Facts facts) throws IOException {
        ObjectId blob = ObjectId.fromString(facts.goodBlob().orElseThrow());
        CommitId commit = facts.goodCommit().orElseThrow();
        Instant at = facts.goodAt().orElseThrow();
        Revision shown = facts.shownBlob()
                .map(b -> new Revision(
                        ObjectId.fromString(b),
                        document.commit(),
                        document.committedAt(),
                        null,
                        false,
                        Unchanged.of(facts)))
                .orElse(null);
        Revision revision = new Revision(blob, commit, at, shown, false, shown == null ? Unchanged.of(facts) : null);
        PostId id = null;
        if (!isBorn(facts)) {
            Place place = LAYOUT.place(path.value());
            if (versions.read(path, place, blob) instanceof FileVersion.Parsed parsed) {
                id = parsed.id().orElse(null);
            }
        }
        return new Good(revision, facts.standing().orElseThrow(), document.url(), id);
    }

    private static Gone gone(Kept.Removed removed, Facts facts, ContentPath path) {
        Revision revision = facts.goodBlob().isEmpty()
                ? null
                : new Revision(
                        ObjectId.fromString(facts.goodBlob().get()),
                        facts.goodCommit().orElseThrow(),
                        facts.changedAt(),
                        null,
                        false,
                        Unchanged.of(facts));
        return new Gone(
                facts.id(),
                removed.kind(),
                new Birth(facts.birthPath(), facts.bornAt()),
                path,
                new HistoricCommit(removed.commit(), removed.committedAt(), ZoneOffset.UTC),
                revision,
                facts.urls());
    }
}
