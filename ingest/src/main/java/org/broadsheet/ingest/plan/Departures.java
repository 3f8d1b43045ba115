package org.broadsheet.ingest.plan;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.facts.Gone;
import org.broadsheet.ingest.facts.Track;

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

    void write(PostId id) {
        Optional<Kind> kind =
                now.history().holderOf(id).flatMap(now.history()::track).map(Track::kind);
        Optional<Gone> gone = now.history().gone(id);
        for (Kind each : List.of(Kind.POST, Kind.PAGE)) {
            if (kind.equals(Optional.of(each))) {
                continue;
            }
            Optional<KeptDocument> document = state.document(each, id);
            // A post that has become a page leads there.
            document.filter(d -> d.state() == Content.State.LIVE && !leads(id, d))
                    .ifPresent(d -> report.outcome(
                            gone.filter(g -> g.kind() == each && g.urls().contains(d.url()))
                                            .isPresent()
                                    ? CommitStage.What.GONE
                                    : CommitStage.What.WITHDRAWN,
                            d.path(),
                            Optional.of(state.url(d.url()))));
            if (gone.filter(g -> g.kind() == each).isPresent()) {
                ledger.put(removed(gone.get()));
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
                        document.map(KeptDocument::path),
                        new TreeSet<>()));
            }
        }
    }

    private boolean leads(PostId id, KeptDocument former) {
        return now.history()
                .holderOf(id)
                .flatMap(path -> now.history()
                        .track(path)
                        .filter(track -> now.history().isLive(path, track))
                        .filter(track -> track.urls().contains(former.url())))
                .isPresent();
    }

    private Content.Removed removed(Gone gone) {
        return new Content.Removed(
                tools.site(),
                gone.kind(),
                gone.id().toString(),
                gone.by(),
                gone.at(),
                Optional.of(gone.path()),
                gone.urls());
    }
}
