package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.facts.Gone;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.Track;
import org.broadsheet.ingest.facts.Unchanged;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectReader;

/** Writes and tells of posts and pages that are no more. One thread. */
final class Departures {
    private final Intake.Tools tools;
    private final SiteState state;
    private final Intake.Version now;
    private final Ledger ledger;
    private final Report report;

    Departures(Intake.Tools tools, SiteState state, Intake.Version now, Ledger ledger, Report report) {
        this.tools = tools;
        this.state = state;
        this.now = now;
        this.ledger = ledger;
        this.report = report;
    }

    private record Departed(Gone gone, Revision last, Optional<Kept.Document> written) {}

    private record Change(PostId id, Unchanged unchanged) {}

    /**
     * @param ids of those that may be no more
     * @param trusted whether what was written is of a history that this one goes on from
     */
    void write(Set<PostId> ids, boolean trusted) throws IOException {
        List<Departed> departed = ids.stream()
                .flatMap(id -> now.history().gone(id).stream())
                .flatMap(gone -> Optional.ofNullable(gone.revision()).stream()
                        .map(last -> new Departed(gone, last, trusted ? written(gone) : Optional.empty())))
                .toList();
        // How long they had read as they did.
        Map<PostId, Unchanged> unchanged = new HashMap<>();
        tools.pipeline().run(departed, this::change, change -> unchanged.put(change.id, change.unchanged));
        for (PostId id : ids) {
            write(id, unchanged);
        }
    }

    private Optional<Kept.Document> written(Gone gone) {
        return state.document(gone.kind(), gone.id())
                .filter(document -> document.path().equals(gone.path()));
    }

    private Change change(Departed departed) throws IOException {
        try (ObjectReader reader = tools.repository().newObjectReader()) {
            Versions versions = new Versions(reader, tools.configuration().limits(), tools.texts());
            Place.Document place =
                    (Place.Document) Layout.PLAIN.place(departed.gone.path().value());
            return new Change(departed.gone.id(), new LastChange(versions, place, departed.written).of(departed.last));
        }
    }

    private void write(PostId id, Map<PostId, Unchanged> unchanged) {
        Optional<Kind> kind =
                now.history().holderOf(id).flatMap(now.history()::track).map(Track::kind);
        Optional<Gone> gone = now.history().gone(id);
        for (Kind each : List.of(Kind.POST, Kind.PAGE)) {
            if (kind.equals(Optional.of(each))) {
                continue;
            }
            Optional<Kept.Document> document = state.document(each, id);
            document.filter(d -> d.state() == Content.State.LIVE)
                    .ifPresent(d -> report.outcome(CommitStage.What.GONE, d.path(), Optional.of(state.url(d.url()))));
            if (gone.filter(g -> g.kind() == each).isPresent()) {
                Unchanged none = new Unchanged(gone.get().birth().at(), true);
                ledger.put(removed(gone.get(), unchanged.getOrDefault(id, none)));
            } else if (document.isPresent()
                    || (state.get(Content.key(tools.site(), each, id.toString())) instanceof Kept.Removed former
                            && former.remembered())) {
                // Of a history that was rewritten, or gone over to another kind: nothing of it answers 410.
                ledger.put(new Content.Removed(
                        tools.site(),
                        each,
                        id.toString(),
                        now.id(),
                        now.at(),
                        document.map(Kept.Document::path),
                        Optional.empty()));
            }
        }
    }

    private Content.Removed removed(Gone gone, Unchanged unchanged) {
        Optional<Revision> revision = Optional.ofNullable(gone.revision());
        Facts facts = new Facts(
                gone.id(),
                gone.birth().path(),
                gone.birth().at(),
                revision.map(Revision::commit),
                revision.map(r -> r.blob().name()),
                unchanged.since(),
                unchanged.first(),
                gone.urls());
        return new Content.Removed(
                tools.site(),
                gone.kind(),
                gone.id().toString(),
                gone.by().id(),
                gone.by().at(),
                Optional.of(gone.path()),
                Optional.of(facts));
    }
}
