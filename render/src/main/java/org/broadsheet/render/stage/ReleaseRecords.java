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
            document(change, results, recorded, events);
        }
        plan.introductions()
                .forEach(listing -> readable(
                        Content.key(site, Kind.INTRODUCTION, listing.key()),
                        index.introduction(listing).map(Readable.class::cast)));
        plan.assets()
                .forEach(url -> readable(
                        Content.key(site, Kind.ASSET, url.key()),
                        index.asset(url).map(Readable.class::cast)));
        results.forEach((url, result) -> object(url, result.stored(), recorded));
        if (events.isPresent()) {
            count();
        }
    }

    private void document(
            DocumentChange change,
            Map<UrlPath, SiteWriter.Result> results,
            Set<DocumentKey> recorded,
            Optional<DocumentEvents> events) {
        changed = true;
        flushIfFull();
        Optional<Event> event = events.flatMap(of -> of.of(change));
        event.ifPresent(of -> index.told().put(change.key(), told(of, change, events.orElseThrow())));
        Optional<Readable.Told> told = Optional.ofNullable(index.told().get(change.key()));
        if (change.now().isPresent()) {
            Published now = change.now().get();
            SiteWriter.Result result = results.get(now.url());
            Stored page = (result == null ? index.object(now.url()) : result.stored())
                    .orElseThrow(() -> new IllegalStateException("no page was made for " + now.url()));
            put(now.toReadable(site, page.digest(), told));
            recorded.add(now.key());
        } else if (change.former().isPresent()) {
            put(change.former().get().with(told));
        } else {
            DocumentKey key = change.key();
            put(Content.key(site, key.kind(), key.id().toString()), Optional.empty());
        }
        event.ifPresent(of -> outbox.add(NewRecord.of(of)));
    }

    private Readable.Told told(Event event, DocumentChange change, DocumentEvents events) {
        CommitStage.What what = switch (event.type()) {
            case POST_PUBLISHED, PAGE_PUBLISHED, POST_UPDATED, PAGE_UPDATED -> CommitStage.What.LIVE;
            case POST_DELETED, PAGE_DELETED -> CommitStage.What.GONE;
            case POST_UNPUBLISHED, PAGE_UNPUBLISHED -> CommitStage.What.WITHDRAWN;
            case SITE_RELEASED -> throw new IllegalArgumentException("not of a document: " + event);
        };
        Published document = change.now().or(change::before).orElseThrow();
        return new Readable.Told(
                events.cause().contentOffset(),
                change.before().isEmpty()
                        || Optional.ofNullable(index.told().get(change.key()))
                                .filter(Readable.Told::first)
                                .isPresent(),
                new CommitStage.Outcome(what, document.path(), Optional.of(events.url(document))));
    }

    /** All that this release tells, what whoever began it had told included. */
    private void count() {
        for (Readable.Told told : index.told().values()) {
            changed = true;
            switch (told.outcome().what()) {
                case LIVE -> {
                    if (told.first()) {
                        published++;
                    } else {
                        updated++;
                    }
                }
                case GONE, WITHDRAWN -> removed++;
                case DRAFT -> throw new IllegalArgumentException("nobody is told of a draft: " + told);
            }
            if (outcomes.size() < OUTCOMES) {
                outcomes.add(told.outcome());
            }
        }
    }

    private void object(UrlPath url, Optional<Stored> now, Set<DocumentKey> recorded) {
        Optional<Stored> before = index.object(url);
        boolean same = before.map(Stored::digest).equals(now.map(Stored::digest))
                && before.map(Stored::kind).equals(now.map(Stored::kind));
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
        if (!same && isObject(stored)) {
            readable(new Readable.StoredObject(site, stored.kind(), url, stored.digest(), stored.size()));
        } else if (!same && stored.kind() != Kind.ASSET) {
            index.documentAt(url)
                    .filter(document -> recorded.add(document.key()))
                    .ifPresent(document -> readable(document.toReadable(
                            site,
                            stored.digest(),
                            Optional.ofNullable(index.told().get(document.key())))));
        }
        index.stored(url, stored);
    }

    /** Of assets plan.assets() knows: one that a post hides has a record too. */
    private static boolean isObject(Stored stored) {
        return stored.kind() == Kind.LISTING || stored.kind() == Kind.FILE || stored.kind() == Kind.GONE;
    }

    private void readable(Readable record) {
        readable(record.key(), Optional.of(record));
    }

    private void readable(String key, Optional<? extends Readable> record) {
        flushIfFull();
        put(key, record);
    }

    private void put(Readable record) {
        put(record.key(), Optional.of(record));
    }

    private void put(String key, Optional<? extends Readable> record) {
        outbox.add(
                record.isPresent()
                        ? NewRecord.of(KafkaTopic.READABLE, key, record.get())
                        : NewRecord.tombstone(KafkaTopic.READABLE, key));
    }

    /**
     * Between two transactions a killed owner leaves the store ahead of its records; the next one finds out where. Before a record
     * and not behind it: so the last change stands in the transaction that ends the release, and whoever has to end it sees one.
     */
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

    /** What is withdrawn is gone too, though it answers otherwise. */
    CommitStage.Counts counts() {
        return new CommitStage.Counts(published + updated, removed, 0, 0, 0, 0, 0);
    }

    List<CommitStage.Outcome> outcomes() {
        return outcomes;
    }
}
