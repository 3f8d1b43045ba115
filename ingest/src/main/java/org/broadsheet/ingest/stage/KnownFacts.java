package org.broadsheet.ingest.stage;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.facts.FileVersion;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryFile;
import org.broadsheet.ingest.facts.HistoryMemory;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.plan.KeptDocument;
import org.broadsheet.ingest.plan.SiteState;
import org.broadsheet.ingest.source.Commits;
import org.broadsheet.ingest.source.HistoryReader;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the commit taken in last. Memory has them; after a start the snapshot and the commits since; without one all
 * commits. The outcome is the same. One thread.
 */
final class KnownFacts {
    /** After so many commits and texts, and a quarter of the site, a snapshot costs less than it may save. */
    private static final int DUE = 1_000;
    /** Of so many posts and pages one is walked sooner than all are written: an end must not take long. */
    private static final int AT_END = 100;

    private final SiteId site;
    private final Repository repository;
    private final Configuration.Limits limits;
    private final SiteState state;
    private final HistoryReader history;
    private final HistoryFile file;
    private HistoryFile.@Nullable Snapshot current;
    /** What was walked when the snapshot on disk was made. */
    private long saved;

    KnownFacts(
            SiteId site,
            Repository repository,
            Configuration.Limits limits,
            SiteState state,
            HistoryReader history,
            HistoryFile file) {
        this.site = site;
        this.repository = repository;
        this.limits = limits;
        this.state = state;
        this.history = history;
        this.file = file;
    }

    /** What follows is compared with these. */
    void taken(HistoryFile.Snapshot of) {
        current = of;
    }

    /** What memory has. */
    Optional<History> now() {
        return Optional.ofNullable(current).map(HistoryFile.Snapshot::history);
    }

    /** @param commit the one taken in last */
    History of(RevCommit commit) throws IOException {
        HistoryFile.Snapshot known = current;
        CommitId id = new CommitId(commit.name());
        if (known == null || !known.commit().equals(id)) {
            Optional<History> since = sinceSnapshot(commit);
            History now = since.isPresent()
                    ? since.get()
                    : keep(commit, history.readAll(commit, Optional.empty()), published(false));
            known = new HistoryFile.Snapshot(id, now);
            current = known;
        }
        history.remember(commit, known.history());
        return known.history();
    }

    /**
     * Whatever commit the snapshot is of: another owner, or a history that was rewritten and came back, may have given other ids
     * since, so that what was written decides.
     */
    private Optional<History> sinceSnapshot(RevCommit commit) throws IOException {
        Optional<HistoryFile.Snapshot> snapshot = file.read();
        try (RevWalk walk = new RevWalk(repository)) {
            Optional<RevCommit> then = snapshot.flatMap(s -> Commits.find(walk, s.commit()));
            if (then.isEmpty()) {
                return Optional.empty();
            }
            history.remember(then.get(), snapshot.orElseThrow().history());
            saved = history.walked();
            return Optional.of(history.read(commit, Optional.of(then.get()))).filter(this::isWritten);
        }
    }

    private boolean isWritten(History facts) {
        return state.documents().stream().allMatch(d -> facts.holderOf(d.id()).equals(Optional.of(d.path())));
    }

    /** {@code walked} with what does not follow from Git. */
    History keep(RevCommit commit, History walked, Map<ContentPath, PostId> ids) {
        if (ids.isEmpty()) {
            return walked;
        }
        History kept = HistoryMemory.keeping(walked, ids);
        history.remember(commit, kept);
        return kept;
    }

    /**
     * The ids that do not follow from history and that the author did not write, by path.
     *
     * @param all of a history that was rewritten: whatever was published
     */
    Map<ContentPath, PostId> published(boolean all) throws IOException {
        Map<ContentPath, PostId> ids = new HashMap<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            Versions versions = new Versions(site, reader, limits);
            for (KeptDocument document : state.documents()) {
                boolean born = isBorn(document);
                if (born ? all : !isAuthored(document, reader, versions)) {
                    ids.put(document.path(), document.id());
                }
            }
        }
        return ids;
    }

    private boolean isBorn(KeptDocument document) {
        return PostId.born(site, document.past().birthPath(), document.past().bornAt())
                .equals(document.id());
    }

    /** Whether the id is one that the author wrote into the document's last good version, as far as that is still there. */
    private static boolean isAuthored(KeptDocument document, ObjectReader reader, Versions versions)
            throws IOException {
        Optional<ObjectId> blob = document.past().goodBlob().map(ObjectId::fromString);
        return blob.isPresent()
                && reader.has(blob.get())
                && versions.read(
                                document.path(),
                                Layout.PLAIN.place(document.path().value()),
                                blob.get())
                        instanceof FileVersion.Parsed parsed
                && parsed.id().equals(Optional.of(document.id()));
    }

    /** When all is committed, and nobody waits: a kill from here on costs the next start little. */
    void saveIfDue() {
        save(documents -> Math.max(DUE, documents / 4));
    }

    void saveAtEnd() {
        save(documents -> 1 + documents / AT_END);
    }

    private void save(IntUnaryOperator due) {
        HistoryFile.Snapshot now = current;
        if (now != null
                && history.walked() - saved >= due.applyAsInt(now.history().documents())) {
            file.write(now);
            saved = history.walked();
        }
    }
}
