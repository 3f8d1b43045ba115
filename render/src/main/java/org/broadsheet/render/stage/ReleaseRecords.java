package org.broadsheet.render.stage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.release.DocumentChange;
import org.broadsheet.render.release.DocumentEvents;
import org.broadsheet.render.release.DocumentKey;
import org.broadsheet.render.release.Plan;
import org.broadsheet.render.release.Published;
import org.broadsheet.render.release.SiteIndex;
import org.broadsheet.render.release.Stored;

/**
 * Records what stands in the site store now: into {@code readable} what can be read, and into {@code events} what the world is
 * told of it, both of a document in one transaction. Brings the index up to date with it.
 */
final class ReleaseRecords {
    /** As many as a commit's record names. */
    private static final int OUTCOMES = 100;

    private final SiteId site;
    private final SiteIndex index;
    private final Outbox outbox;
    private final List<CommitStage.Outcome> outcomes = new ArrayList<>();
    private int published;
    private int updated;
    private int removed;
    private int gone;
    private boolean changed;

    ReleaseRecords(SiteId site, SiteIndex index, Outbox outbox) {
        this.site = site;
        this.index = index;
        this.outbox = outbox;
    }

    /** @param events empty: nobody is told anything */
    void add(Plan plan, Map<UrlPath, SiteWriter.Result> results, Optional<DocumentEvents> events) {
        if (plan.settingsChanged() && index.settings().isPresent()) {
            Readable.Settings settings = new Readable.Settings(plan.settings());
            readable(settings.key(), Optional.of(settings));
        }
        Set<DocumentKey> recorded = new HashSet<>();
        for (DocumentChange change : plan.documents()) {
            document(change, results, recorded);
            events.ifPresent(of -> of.of(change).ifPresent(event -> tell(event, change, of)));
            flushIfFull();
        }
        plan.introductions().forEach(listing -> {
            readable(
                    Content.key(site, Kind.INTRODUCTION, listing.key()),
                    index.introduction(listing).map(Readable.class::cast));
            flushIfFull();
        });
        plan.assets().forEach(url -> {
            readable(Content.key(site, Kind.ASSET, url.key()), index.asset(url).map(Readable.class::cast));
            flushIfFull();
        });
        results.forEach((url, result) -> {
            object(url, result.stored(), recorded);
            flushIfFull();
        });
    }

    private void document(DocumentChange change, Map<UrlPath, SiteWriter.Result> results, Set<DocumentKey> recorded) {
        changed = true;
        if (change.now().isPresent()) {
            Published now = change.now().get();
            SiteWriter.Result result = results.get(now.url());
            Stored page = (result == null ? index.object(now.url()) : result.stored())
                    .orElseThrow(() -> new IllegalStateException("no page was made for " + now.url()));
            readable(now.toReadable(site, page.digest()));
            recorded.add(now.key());
        } else if (change.former().isPresent()) {
            readable(change.former().get());
        } else {
            DocumentKey key = change.key();
            readable(Content.key(site, key.kind(), key.id().toString()), Optional.empty());
        }
    }

    private void object(UrlPath url, Optional<Stored> now, Set<DocumentKey> recorded) {
        Optional<Stored> before = index.object(url);
        changed |= !before.map(Stored::digest).equals(now.map(Stored::digest));
        if (before.isPresent()
                && isObject(before.get())
                && !now.map(Stored::kind).equals(before.map(Stored::kind))) {
            readable(Content.key(site, before.get().kind(), url.key()), Optional.empty());
        }
        if (now.isEmpty()) {
            index.removed(url);
            return;
        }
        Stored stored = now.get();
        boolean same = before.filter(
                        b -> b.kind() == stored.kind() && b.digest().equals(stored.digest()))
                .isPresent();
        if (!same && isObject(stored)) {
            readable(new Readable.StoredObject(site, stored.kind(), url, stored.digest(), stored.size()));
        } else if (!same && stored.kind() != Kind.ASSET) {
            index.documentAt(url)
                    .filter(document -> recorded.add(document.key()))
                    .ifPresent(document -> readable(document.toReadable(site, stored.digest())));
        }
        index.stored(url, stored);
    }

    /** Of assets plan.assets() knows: one that a post hides has a record too. */
    private static boolean isObject(Stored stored) {
        return stored.kind() == Kind.LISTING || stored.kind() == Kind.FILE || stored.kind() == Kind.GONE;
    }

    private void tell(Event event, DocumentChange change, DocumentEvents events) {
        outbox.add(NewRecord.of(event));
        switch (event.type()) {
            case POST_PUBLISHED, PAGE_PUBLISHED -> {
                published++;
                outcome(CommitStage.What.LIVE, change.now(), events);
            }
            case POST_UPDATED, PAGE_UPDATED -> {
                updated++;
                outcome(CommitStage.What.LIVE, change.now(), events);
            }
            case POST_DELETED, PAGE_DELETED -> {
                removed++;
                gone++;
                outcome(CommitStage.What.GONE, change.before(), events);
            }
            case POST_UNPUBLISHED, PAGE_UNPUBLISHED -> {
                removed++;
                outcome(CommitStage.What.WITHDRAWN, change.before(), events);
            }
            case SITE_RELEASED -> throw new IllegalArgumentException("not of a document: " + event);
        }
    }

    private void outcome(CommitStage.What what, Optional<Published> of, DocumentEvents events) {
        of.filter(document -> outcomes.size() < OUTCOMES)
                .ifPresent(document -> outcomes.add(
                        new CommitStage.Outcome(what, document.path(), Optional.of(events.url(document)))));
    }

    private void readable(Readable record) {
        readable(record.key(), Optional.of(record));
    }

    private void readable(String key, Optional<? extends Readable> record) {
        outbox.add(
                record.isPresent()
                        ? NewRecord.of(KafkaTopic.READABLE, key, record.get())
                        : NewRecord.tombstone(KafkaTopic.READABLE, key));
    }

    /** Between two transactions a killed owner leaves the store ahead of its records; the next one finds out where. */
    private void flushIfFull() {
        if (outbox.isFull()) {
            outbox.flush();
        }
    }

    /** Whether anything that a reader can fetch is another than before. */
    boolean changed() {
        return changed;
    }

    int published() {
        return published;
    }

    int updated() {
        return updated;
    }

    int removed() {
        return removed;
    }

    CommitStage.Counts counts() {
        return new CommitStage.Counts(published + updated, gone, 0, 0, 0, 0, 0);
    }

    List<CommitStage.Outcome> outcomes() {
        return outcomes;
    }
}
