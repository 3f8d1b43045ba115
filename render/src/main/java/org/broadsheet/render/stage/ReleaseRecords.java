package org.broadsheet.render.stage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
import org.broadsheet.render.release.Target;

/**
 * Records what stands in the site store now: into {@code readable} what can be read, and into {@code events} what the world is
 * told of it, both of a document in one transaction. Brings the index up to date with it.
 */
final class ReleaseRecords {
    /** As many as a commit's record names. */
    private static final int OUTCOMES = 100;

    private final SiteId site;
    private final SiteIndex index;
    private final Instant now;
    private final Outbox outbox;
    private final Predicate<Event> news;
    private final List<CommitStage.Outcome> outcomes = new ArrayList<>();
    private int published;
    private int updated;
    private int removed;
    private int notFound;
    private boolean changed;

    /** @param news an event that is none is not told */
    ReleaseRecords(SiteId site, SiteIndex index, Instant now, Outbox outbox, Predicate<Event> news) {
        this.site = site;
        this.index = index;
        this.now = now;
        this.outbox = outbox;
        this.news = news;
    }

    /** @param events empty: nobody is told anything */
    void add(Plan plan, Map<UrlPath, SiteWriter.Result> results, Optional<DocumentEvents> events) {
        boolean announced =
                index.rendered().flatMap(Readable.Settings::nextPath).isPresent();
        if ((plan.settingsChanged() || announced) && index.settings().isPresent()) {
            Readable.Settings settings = index.rendered()
                    .map(before -> before.followedBy(plan.settings()))
                    .orElseGet(() -> new Readable.Settings(plan.settings()));
            index.rendered(settings);
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
        events.ifPresent(this::count);
    }

    private void document(
            DocumentChange change,
            Map<UrlPath, SiteWriter.Result> results,
            Set<DocumentKey> recorded,
            Optional<DocumentEvents> events) {
        changed = true;
        flushIfFull();
        Optional<Event> event = events.flatMap(
                        of -> of.of(change, index.lastEvents().of(change.key().id())))
                .filter(news);
        event.ifPresent(of -> index.told().put(change.key(), told(change, events.orElseThrow())));
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
        event.ifPresent(this::tell);
    }

    /** Beside the event its id, in one transaction: it goes into the id of the subject's next one. */
    void tell(Event event) {
        outbox.add(NewRecord.of(event));
        put(index.lastEvents().told(event, now));
    }

    private Readable.Told told(DocumentChange change, DocumentEvents events) {
        Published document = change.now().or(change::before).orElseThrow();
        return new Readable.Told(
                events.cause().contentOffset(),
                change.before().isEmpty()
                        || Optional.ofNullable(index.told().get(change.key()))
                                .filter(Readable.Told::first)
                                .isPresent(),
                document.path(),
                document.url());
    }

    /** All that this release tells, what whoever began it had told included: what can be read now, and what its URL answers now. */
    private void count(DocumentEvents events) {
        List<Published> live = new ArrayList<>();
        List<CommitStage.Outcome> gone = new ArrayList<>();
        index.told().forEach((key, told) -> {
            changed = true;
            Optional<Published> document = index.document(key);
            if (document.isEmpty()) {
                removed++;
                left(told.url())
                        .ifPresent(what -> gone.add(
                                new CommitStage.Outcome(what, told.path(), Optional.of(events.url(told.url())))));
                return;
            }
            if (told.first()) {
                published++;
            } else {
                updated++;
            }
            live.add(document.get());
        });
        live.sort(Published.SITE);
        gone.sort(Comparator.comparing(CommitStage.Outcome::path));
        Stream.concat(
                        live.stream()
                                .map(document -> new CommitStage.Outcome(
                                        CommitStage.What.LIVE,
                                        document.path(),
                                        Optional.of(events.url(document.url())))),
                        gone.stream())
                .limit(OUTCOMES)
                .forEach(outcomes::add);
        notFound = gone.size();
    }

    /** What is said of the URL of one that left; nothing where something else is by now. */
    private Optional<CommitStage.What> left(UrlPath url) {
        Optional<Target> there = index.targetAt(url);
        return there.isEmpty()
                ? Optional.of(CommitStage.What.WITHDRAWN)
                : there.filter(Target.Gone.class::isInstance).map(gone -> CommitStage.What.GONE);
    }

    /** Records every post and page once more, without what was told at offsets of {@code content} that are there no longer. */
    void forgetFormerReleases() {
        for (Published document : index.documents()) {
            index.object(document.url())
                    .ifPresent(page -> readable(document.toReadable(
                            site,
                            page.digest(),
                            Optional.ofNullable(index.told().get(document.key())))));
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

    /** What is withdrawn is gone too, though it answers otherwise; what left its URL to another is not. */
    CommitStage.Counts counts() {
        return new CommitStage.Counts(published + updated, notFound, 0, 0, 0, 0, 0);
    }

    List<CommitStage.Outcome> outcomes() {
        return outcomes;
    }
}
