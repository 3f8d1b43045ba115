package org.broadsheet.render.stage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.page.GonePage;
import org.broadsheet.render.page.Output;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.page.RedirectPage;
import org.broadsheet.render.plan.Plan;
import org.broadsheet.render.release.DocumentChange;
import org.broadsheet.render.release.DocumentEvents;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.LastEvents;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;

/**
 * Records what stands in the site store now: into {@code readable} what can be read, and into {@code events} what the world is
 * told of it, both of a document in one transaction. Keeps the site up to date with it.
 */
final class ReleaseRecords {
    /** As many as a commit's record names. */
    private static final int OUTCOMES = 100;

    private final SiteId site;
    private final long contentOffset;
    private final Recorder recorder;
    private final Outputs outputs;
    private final LastEvents lastEvents;
    private final Instant at;
    private final Outbox outbox;
    private final Predicate<Event> news;
    private final List<CommitStage.Outcome> outcomes = new ArrayList<>();
    private Site now;
    private int published;
    private int updated;
    private int removed;
    private int notFound;
    private int moved;
    private boolean changed;

    /**
     * @param contentOffset of the release
     * @param now the site as it is now
     * @param news an event that is none is not told
     */
    ReleaseRecords(
            SiteId site,
            long contentOffset,
            Recorder recorder,
            Site now,
            Outputs outputs,
            LastEvents lastEvents,
            Instant at,
            Outbox outbox,
            Predicate<Event> news) {
        this.site = site;
        this.contentOffset = contentOffset;
        this.recorder = recorder;
        this.now = now;
        this.outputs = outputs;
        this.lastEvents = lastEvents;
        this.at = at;
        this.outbox = outbox;
        this.news = news;
    }

    /** As it is recorded by now. */
    Site site() {
        return now;
    }

    /**
     * @param unshown what else is recorded, by key
     * @param events empty: nobody is told anything
     */
    void add(
            Plan plan,
            Map<UrlPath, SiteWriter.Result> results,
            Map<String, Optional<Readable>> unshown,
            Optional<DocumentEvents> events) {
        boolean announced = now.rendered().flatMap(Readable.Settings::nextPath).isPresent();
        if ((plan.bringsSettings() || announced) && now.settings().isPresent()) {
            Readable.Settings settings = now.rendered()
                    .map(before -> before.followedBy(plan.settings()))
                    .orElseGet(() -> new Readable.Settings(plan.settings()));
            now = now.rendered(settings);
            readable(settings.key(), Optional.of(settings));
        }
        Set<DocumentKey> recorded = new HashSet<>();
        for (DocumentChange change : plan.documents()) {
            document(change, before(plan, change), results, recorded, events);
        }
        plan.change()
                .introductions()
                .forEach(listing -> readable(
                        Content.key(site, Kind.INTRODUCTION, listing.key()),
                        now.introduction(listing).map(Readable.class::cast)));
        plan.change()
                .assets()
                .forEach(url -> readable(
                        Content.key(site, Kind.ASSET, url.key()), now.asset(url).map(Readable.class::cast)));
        unshown.forEach((key, record) -> unshown(key, record, events));
        results.forEach((url, result) -> object(url, result.stored(), recorded));
        events.ifPresent(this::count);
    }

    /** Of what cannot be read is told when it will be, unless something else is told of it. */
    private void unshown(String key, Optional<Readable> record, Optional<DocumentEvents> events) {
        flushIfFull();
        Optional<Event> event = events.isPresent() && record.orElse(null) instanceof Readable.Draft draft
                ? scheduled(draft, events.get()).filter(news)
                : Optional.empty();
        put(key, record);
        if (record.isEmpty() || record.get() instanceof Readable.Draft) {
            now = now.unread(key, record.map(Readable.Draft.class::cast));
        }
        event.ifPresent(this::tell);
    }

    private Optional<Event> scheduled(Readable.Draft draft, DocumentEvents events) {
        DocumentKey key = new DocumentKey(draft.kind(), draft.id());
        return lastEvents.underWay().containsKey(key)
                ? Optional.empty()
                : events.scheduled(now.scheduled(draft.key()), draft, lastEvents.of(draft.id()));
    }

    /** What it was: of a page that has become a post, or the other way round, what it was as such. */
    private static Optional<Published> before(Plan plan, DocumentChange change) {
        DocumentKey key = change.key();
        Kind other = key.kind() == Kind.POST ? Kind.PAGE : Kind.POST;
        return change.before()
                .or(() -> Optional.ofNullable(plan.change().documents().get(new DocumentKey(other, key.id())))
                        .flatMap(DocumentChange::before));
    }

    /** @param before see {@link #before} */
    private void document(
            DocumentChange change,
            Optional<Published> before,
            Map<UrlPath, SiteWriter.Result> results,
            Set<DocumentKey> recorded,
            Optional<DocumentEvents> events) {
        changed = true;
        flushIfFull();
        Optional<Event> event = events.flatMap(
                        of -> of.of(change, lastEvents.of(change.key().id())))
                .filter(news);
        event.ifPresent(of -> lastEvents.underWay().put(change.key(), told(change, before, events.orElseThrow())));
        if (change.now().isPresent()) {
            Published document = change.now().get();
            SiteWriter.Result result = results.get(ObjectKey.object(document.url()));
            Stored page = (result == null ? now.object(document.url()) : result.stored())
                    .orElseThrow(() -> new IllegalStateException("no page was made for " + document.url()));
            put(document(document, page));
            recorded.add(document.key());
        } else if (change.former().isPresent()) {
            put(change.former().get().with(underWay(change.key())));
        } else {
            put(change.key().in(site), Optional.empty());
        }
        event.ifPresent(this::tell);
    }

    /** @param page what is at its URL */
    private Readable.Document document(Published document, Stored page) {
        return new Readable.Document(site, document, page.digest(), page.view(), underWay(document.key()));
    }

    private Optional<Readable.Told> underWay(DocumentKey key) {
        return Optional.ofNullable(lastEvents.underWay().get(key));
    }

    /** Beside the event its id, in one transaction: it goes into the id of the subject's next one. */
    void tell(Event event) {
        outbox.add(NewRecord.of(event));
        put(lastEvents.told(event, at));
    }

    private Readable.Told told(DocumentChange change, Optional<Published> was, DocumentEvents events) {
        Published document = change.now().or(change::before).orElseThrow();
        Published before = was.orElse(document);
        return new Readable.Told(
                events.cause().contentOffset(),
                change.before().isEmpty()
                        || underWay(change.key()).filter(Readable.Told::first).isPresent(),
                document.path(),
                before.url());
    }

    /** All that this release tells, what whoever began it had told included: what can be read now, and what its URL answers now. */
    private void count(DocumentEvents events) {
        Map<Kept, UrlPath> live = new TreeMap<>(Kept.SITE);
        List<CommitStage.Outcome> gone = new ArrayList<>();
        lastEvents.underWay().forEach((key, told) -> {
            changed = true;
            Optional<Kept> document = now.kept(key);
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
            live.put(document.get(), told.url());
        });
        moved = (int) live.entrySet().stream()
                .filter(one -> hasMoved(one.getKey(), one.getValue()))
                .count();
        gone.sort(Comparator.comparing(CommitStage.Outcome::path));
        Stream.concat(live.entrySet().stream().map(one -> live(one.getKey(), one.getValue(), events)), gone.stream())
                .limit(OUTCOMES)
                .forEach(outcomes::add);
        notFound = gone.size();
    }

    /** @param before where it was, or is for the first time */
    private CommitStage.Outcome live(Kept document, UrlPath before, DocumentEvents events) {
        return new CommitStage.Outcome(
                CommitStage.What.LIVE,
                document.path(),
                Optional.of(events.url(document.url())),
                hasMoved(document, before)
                        ? Optional.of(Readable.Settings.path(events.baseUrl()) + before.encoded())
                        : Optional.empty());
    }

    /** Whether where it was leads to where it is. */
    private boolean hasMoved(Kept document, UrlPath before) {
        return !before.equals(document.url())
                && (ObjectKey.object(before).equals(document.object())
                        || (now.movedFrom(before).filter(document::equals).isPresent()
                                && outputs.at(now, ObjectKey.object(before))
                                        .filter(RedirectPage.class::isInstance)
                                        .isPresent()));
    }

    /** What is said of the URL of one that left; nothing where something else is by now. */
    private Optional<CommitStage.What> left(UrlPath url) {
        Optional<Output<?>> there = outputs.at(now, ObjectKey.object(url));
        return there.isEmpty()
                ? Optional.of(CommitStage.What.WITHDRAWN)
                : there.filter(GonePage.class::isInstance).map(gone -> CommitStage.What.GONE);
    }

    /** Records every post and page once more, without what was told at offsets of {@code content} that are there no longer. */
    void forgetFormerReleases() {
        for (Published document : now.documents()) {
            now.object(document.url()).ifPresent(page -> readable(document(document, page)));
        }
    }

    private void object(UrlPath url, Optional<Stored> stored, Set<DocumentKey> recorded) {
        Optional<Stored> before = now.object(url);
        changed |= !before.map(Stored::digest).equals(stored.map(Stored::digest));
        before.filter(ReleaseRecords::isObject)
                .filter(was ->
                        stored.map(Stored::kind).filter(was.kind()::equals).isEmpty())
                .ifPresent(was -> readable(Content.key(site, was.kind(), url.key()), Optional.empty()));
        if (stored.isPresent() && before.filter(stored.get()::isSame).isEmpty()) {
            Stored is = stored.get();
            if (isObject(is)) {
                readable(new Readable.StoredObject(site, is.kind(), url, is.digest(), is.size(), is.view()));
            } else if (is.kind() != Kind.ASSET) {
                now.documentAt(url)
                        .filter(document -> recorded.add(document.key()))
                        .ifPresent(document -> readable(document(document, is)));
            }
        }
        now = now.stored(url, stored);
    }

    /** Of assets the change knows: one that a post hides has a record too. */
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
        recorder.put(record, outbox);
    }

    private void put(String key, Optional<? extends Readable> record) {
        record.ifPresentOrElse(this::put, () -> recorder.remove(key, outbox));
    }

    /**
     * Between two transactions a killed owner leaves the store ahead of its records; the next one finds out where. Before a record
     * and not behind it: so the last change stands in the transaction that ends the release, and whoever has to end it sees one.
     */
    private void flushIfFull() {
        if (outbox.isFull()) {
            recorder.begin(contentOffset, outbox);
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
        return new CommitStage.Counts(published + updated, notFound, 0, 0, 0, 0, 0, 0, 0, moved);
    }

    List<CommitStage.Outcome> outcomes() {
        return outcomes;
    }
}
