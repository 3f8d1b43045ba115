package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
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
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Trees;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

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
        Facts facts = document.facts();
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
        ZoneId zone = state.settings().<ZoneId>map(s -> ZoneId.of(s.timeZone())).orElse(ZoneOffset.UTC);
        HistoryMemory memory = new HistoryMemory().zone(zone);
        Map<ContentPath, ObjectId> documents = new HashMap<>();
        List<ObjectId> introductions = new ArrayList<>();
        boolean[] broken = {false};
        trees.differences(reader, null, tree, Layout::matters, change -> {
            ObjectId blob = change.version();
            if (blob != null && Layout.isText(change.path().value())) {
                switch (LAYOUT.place(change.path().value())) {
                    case Place.Document document -> documents.put(change.path(), blob);
                    case Place.Introduction introduction -> {
                        broken[0] |= isBroken(change.path());
                        introductions.add(blob);
                        memory.text(change.path(), text(blob));
                    }
                    case Place.Settings settings -> {
                        broken[0] |= isBroken(change.path());
                        memory.text(change.path(), text(blob));
                    }
                    case Place.Neighbour other -> {}
                    case Place.WebRoot other -> {}
                    case Place.Refused other -> {}
                    case Place.NotPublished other -> {}
                }
            }
        });
        if (broken[0]) {
            // Which version of it was the last good one was not written down.
            return Optional.empty();
        }
        for (ObjectId introduction : introductions) {
            if (isDated(introduction)) {
                return Optional.empty();
            }
        }
        int found = 0;
        for (Kept.Document document : state.documents()) {
            ObjectId blob = documents.get(document.path());
            Facts facts = document.facts();
            boolean whole = facts.goodBlob().isEmpty()
                    || (facts.goodAt().isPresent() && facts.standing().isPresent());
            if (blob == null || !whole) {
                return Optional.empty();
            }
            memory.track(document.path(), track(document, blob));
            found++;
        }
        if (found != documents.size()) {
            return Optional.empty();
        }
        for (Kept.Removed removed : state.all(Kept.Removed.class)) {
            if (removed.facts().isPresent() && removed.path().isPresent()) {
                memory.gone(gone(removed, removed.facts().get(), removed.path().get()));
            }
        }
        return Optional.of(memory.history());
    }

    private boolean isBroken(ContentPath path) {
        PathProblems problems = state.problems().get(path);
        return problems != null && problems.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.PROBLEM);
    }

    /** Whether it is shown follows from when it was committed, which was not written down either. */
    private boolean isDated(ObjectId introduction) throws IOException {
        return versions.introduction(introduction) instanceof SourceFile.Readable file
                && file.authored().due(Kind.PAGE).findAny().isPresent();
    }

    private static Text text(ObjectId blob) {
        return new Text(blob, new Revision(blob, new CommitId("0".repeat(40)), Instant.EPOCH, null, null));
    }

    private Track track(Kept.Document document, ObjectId blob) throws IOException {
        Facts facts = document.facts();
        Birth birth = new Birth(facts.birthPath(), facts.bornAt());
        Good good = facts.goodBlob().isEmpty() ? null : good(document, facts);
        // An id that follows from nothing in the file was published before the history was rewritten.
        PostId kept = isBorn(document) || (good != null && good.id() != null) ? null : facts.id();
        return new Track(document.kind(), birth, blob, kept, good, facts.id(), facts.urls());
    }

    private Good good(Kept.Document document, Facts facts) throws IOException {
        ObjectId blob = ObjectId.fromString(facts.goodBlob().orElseThrow());
        CommitId commit = facts.goodCommit().orElseThrow();
        Instant at = facts.goodAt().orElseThrow();
        Revision shown = facts.shownBlob()
                .map(b -> new Revision(
                        ObjectId.fromString(b), document.commit(), document.committedAt(), null, facts.changedAt()))
                .orElse(null);
        Revision revision = new Revision(blob, commit, at, shown, shown == null ? facts.changedAt() : null);
        PostId id = null;
        if (!isBorn(document)) {
            Place place = LAYOUT.place(document.path().value());
            if (versions.read(document.path(), place, blob) instanceof FileVersion.Parsed parsed) {
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
                        facts.changedAt());
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
