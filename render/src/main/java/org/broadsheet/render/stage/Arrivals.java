package org.broadsheet.render.stage;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.RecordKey;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.article.Reading;
import org.broadsheet.render.article.Title;
import org.broadsheet.render.lookup.Resolver;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Site;

/**
 * What came since the last release and waits for the next: metadata only, the articles lie in the work store already. One
 * thread.
 */
final class Arrivals {
    /** Of a text's record, beside what it asks and is told, and what stands around it. */
    private static final int MOST_BYTES = NewRecord.MOST_BYTES - 2 * Lookups.MOST_INLINE;

    private final SiteId site;
    private final InstantSource clock;
    private final Supplier<Site> readable;
    private final Articles articles;
    private final Sources sources;
    private final Workers workers;
    private final ArticleProblems problems;
    private final Map<String, Incoming> waiting = new LinkedHashMap<>();
    private final Map<String, Brought.Text> texts = new HashMap<>();
    private final Map<ContentPath, Optional<Readable.SourceFile>> files = new LinkedHashMap<>();
    private final Map<String, Optional<Readable.Draft>> drafts = new LinkedHashMap<>();
    private final Map<DocumentKey, Instant> dues = new HashMap<>();
    private final Brought brought = new Brought(
            Collections.unmodifiableMap(waiting),
            Collections.unmodifiableMap(texts),
            Collections.unmodifiableMap(files),
            Collections.unmodifiableMap(drafts),
            Collections.unmodifiableMap(dues));
    /** Of what waits. */
    private final SortedMap<ContentPath, Problem> found = new TreeMap<>();
    /** Of what is readable, until it comes again or a release has told of it. */
    private final SortedMap<ContentPath, Problem> foundReadable = new TreeMap<>();
    /** Where documents are whose pages may not be what they should: something was wrong with them until now. */
    private final Set<UrlPath> due = new HashSet<>();

    private OptionalLong first = OptionalLong.empty();
    private Instant since = Instant.EPOCH;

    /** @param readable what is readable */
    Arrivals(
            SiteId site,
            InstantSource clock,
            Supplier<Site> readable,
            Articles articles,
            Sources sources,
            Workers workers,
            ArticleProblems problems) {
        this.site = site;
        this.clock = clock;
        this.readable = readable;
        this.articles = articles;
        this.sources = sources;
        this.workers = workers;
        this.problems = problems;
    }

    /** All that waits, as it is at each moment: for the release that its commit's end has come for. */
    Brought brought() {
        return brought;
    }

    /** Whether of the newest version of a file nothing could be made. */
    boolean isKeptBack(ContentPath path) {
        return found.containsKey(path);
    }

    /** What is wrong with what waits, and with what is readable: its author is told with the release. */
    List<Problem> problems() {
        SortedMap<ContentPath, Problem> all = new TreeMap<>(foundReadable);
        all.putAll(found);
        return List.copyOf(all.values());
    }

    /** The pages to look at whatever their documents are like. */
    Set<UrlPath> due() {
        return Collections.unmodifiableSet(due);
    }

    /** Something is wrong with a file that is readable: its author is told likewise. */
    void foundReadable(Problem problem) {
        foundReadable.put(problem.path(), problem);
    }

    /** The offset of the first record that waits. */
    OptionalLong first() {
        return first;
    }

    /** When that was taken in; now if there is none. */
    Instant since() {
        return first.isPresent() ? since : clock.instant();
    }

    /** The release is planned: of the texts that wait no more is kept than what the site has of them. */
    void planned(Site now) {
        texts.clear();
        waiting.replaceAll((key, one) -> one instanceof Incoming.Live live
                ? now.kept(live.kept().key()).<Incoming>map(Incoming.Live::new).orElse(one)
                : one);
    }

    /** The release has them all. */
    void clear() {
        waiting.clear();
        texts.clear();
        files.clear();
        drafts.clear();
        dues.clear();
        found.clear();
        foundReadable.clear();
        due.clear();
        first = OptionalLong.empty();
    }

    /** As if a tombstone had come, for each of the keys that nothing came for. */
    void absent(Set<String> keys) {
        for (String key : keys) {
            if (!waiting.containsKey(key)) {
                erase(key);
            }
        }
    }

    /**
     * Takes records in; makes their articles on all threads. Of a key that comes twice only the last is looked at.
     *
     * @param before the settings if no record brings others
     */
    void take(List<Taken> taken, Content.Settings before, Outbox outbox) throws IOException {
        Map<String, Long> last = new HashMap<>();
        taken.forEach(one -> last.put(one.key(), one.offset()));
        String cursor = Content.cursorKey(site);
        try (Workers.Batch<Made> articlesUnderWay = workers.batch();
                Workers.Batch<Sources.Looked> looks = workers.batch()) {
            Batches batches = new Batches(articlesUnderWay, looks, sources.search(readable.get()));
            List<UnderWay> all = new ArrayList<>();
            for (Taken one : taken) {
                if (!one.key().equals(cursor) && Long.valueOf(one.offset()).equals(last.get(one.key()))) {
                    if (first.isEmpty()) {
                        first = OptionalLong.of(one.offset());
                        since = clock.instant();
                    }
                    take(one, brought.settings(before), batches, outbox).ifPresent(all::add);
                }
            }
            for (UnderWay each : all) {
                switch (each) {
                    case Making making -> finish(making, outbox);
                    case Looking looking -> finish(looking, outbox);
                }
            }
        }
    }

    private record Batches(Workers.Batch<Made> articles, Workers.Batch<Sources.Looked> looks, Sources.Search sources) {}

    private sealed interface UnderWay {}

    /** An article under way. */
    private record Making(Content content, Reading under, String baseUrl, Future<Made> article) implements UnderWay {}

    /** A look at a file. */
    private record Looking(Content.Asset asset, Future<Sources.Looked> looked) implements UnderWay {}

    private Optional<UnderWay> take(Taken one, Content.Settings rules, Batches batches, Outbox outbox) {
        Reading under = Reading.of(rules);
        if (one.content().isEmpty()) {
            if (one.isTombstone()) {
                erase(one.key());
            }
            return Optional.empty();
        }
        return switch (one.content().get()) {
            case Content.Document document -> {
                left(document, outbox);
                DocumentKey key = document.facts().key();
                document.due().ifPresentOrElse(at -> dues.put(key, at), () -> dues.remove(key));
                if (document.state() != Content.State.LIVE) {
                    put(one.key(), absent(document));
                }
                yield Optional.of(new Making(
                        document.with(new Body.Inline("")), // Not all texts are kept in memory.
                        under,
                        rules.baseUrl(),
                        batches.articles()
                                .submit(() -> articles.of(
                                        document.body(),
                                        new Title.OfDocument(
                                                document.frontMatter().title()),
                                        under.of(document)))));
            }
            case Content.Introduction introduction ->
                Optional.of(new Making(
                        introduction,
                        under,
                        rules.baseUrl(),
                        batches.articles().submit(() -> articles.of(introduction.body(), new Title.Apart(), under))));
            case Content.Asset asset ->
                Optional.of(new Looking(
                        asset, batches.looks().submit(() -> batches.sources().look(asset.digest()))));
            case Content.Settings settings -> {
                put(one.key(), new Incoming.Settings(settings));
                yield Optional.empty();
            }
            case Content.Removed removed -> {
                if (removed.kind() == Kind.ASSET) {
                    files.put(new ContentPath(removed.id()), Optional.empty());
                } else {
                    drafts.put(Content.key(site, Kind.DRAFT, removed.id()), Optional.empty());
                    removed(removed.kind(), removed.id(), Optional.of(removed))
                            .ifPresent(incoming -> put(one.key(), incoming));
                }
                removed.path().ifPresent(path -> solved(path, outbox));
                yield Optional.empty();
            }
            case Content.CommitIngested cursor -> Optional.empty();
        };
    }

    private void solved(ContentPath path, Outbox outbox) {
        found.remove(path);
        foundReadable.remove(path);
        problems.solved(path, outbox);
    }

    /** Whether something was wrong; what else is the release tells. */
    private boolean mended(ContentPath path) {
        found.remove(path);
        foundReadable.remove(path);
        return problems.mended(path);
    }

    /** Nothing is wrong any more at a path from which a document has gone. */
    private void left(Content.Document document, Outbox outbox) {
        readable.get()
                .document(document.facts().key())
                .map(Published::path)
                .filter(path -> !path.equals(document.path()))
                .ifPresent(path -> solved(path, outbox));
    }

    private void put(String key, Incoming incoming) {
        waiting.put(key, incoming);
        texts.remove(key);
    }

    private void finish(Looking looking, Outbox outbox) throws IOException {
        Content.Asset asset = looking.asset();
        Sources.Looked looked = Workers.result(looking.looked());
        if (!looked.isThere()) {
            Problem problem =
                    problems.lost(asset.path(), "its bytes", asset.digest(), CommitId.NONE, Optional.empty(), outbox);
            found.put(asset.path(), problem);
            return;
        }
        mended(asset.path());
        files.put(
                asset.path(),
                Optional.of(new Readable.SourceFile(
                        site, asset.path(), asset.place(), asset.digest(), asset.size(), looked.picture())));
    }

    private void finish(Making making, Outbox outbox) throws IOException {
        Made made = Workers.result(making.article());
        switch (making.content()) {
            case Content.Document document -> {
                Optional<CommitId> stays = stays(document);
                made(made, document.path(), document.linesAbove(), document.commit(), stays, outbox)
                        .ifPresent(article -> finish(document, making, article, stays, outbox));
            }
            case Content.Introduction introduction ->
                made(made, introduction.path(), introduction.linesAbove(), CommitId.NONE, Optional.empty(), outbox)
                        .ifPresent(article -> finish(introduction, making, article, outbox));
            default -> throw new IllegalStateException("no article is made of " + making.content());
        }
    }

    private void finish(
            Content.Document document, Making making, Made.Article article, Optional<CommitId> stays, Outbox outbox) {
        Incoming.Live live = Incoming.Live.of(
                document.facts(),
                Lookups.of(document.linesAbove(), document.pictures(), document.topicsAt()),
                article.key(),
                article.article(),
                clock.instant());
        boolean isLive = document.state() == Content.State.LIVE;
        Readable.Draft unread = draft(document, live.document());
        // Whatever the digests of its page will be, they are as long as these.
        Readable.Text text = isLive
                ? new Readable.Document(
                        site, live.document(), article.key(), Optional.of(article.key()), Optional.empty())
                : unread;
        if (!hasRoom(text, document.commit(), stays, outbox)) {
            return;
        }
        if (mended(document.path())) {
            due.add(ObjectKey.object(document.url()));
        }
        if (isLive) {
            drafts.put(unread.key(), Optional.empty());
            put(document.key(), live);
        } else {
            drafts.put(unread.key(), Optional.of(unread));
        }
        texts.put(text.key(), text(making, article));
    }

    private void finish(Content.Introduction introduction, Making making, Made.Article article, Outbox outbox) {
        Readable.Introduction text = new Readable.Introduction(
                site,
                introduction.path(),
                introduction.listing(),
                introduction.title(),
                article.key(),
                Lookups.of(introduction.linesAbove(), List.of()));
        if (hasRoom(text, CommitId.NONE, Optional.empty(), outbox)) {
            mended(introduction.path());
            put(introduction.key(), new Incoming.Introduction(text));
            texts.put(introduction.key(), text(making, article));
        }
    }

    /**
     * Whether there will be room for it in a record. Ingest sees to it that there is; if another program wrote it, what was readable
     * before stays, as where no article can be made.
     */
    private boolean hasRoom(Readable.Text text, CommitId commit, Optional<CommitId> stays, Outbox outbox) {
        int bytes = Json.write(text).length;
        if (bytes <= MOST_BYTES) {
            return true;
        }
        Finding finding = Finding.problem(
                "the front matter and the former URLs of the file take " + bytes
                        + " bytes where they are kept, at most " + MOST_BYTES + " are allowed",
                "shorten title, excerpt or other front matter");
        found.put(text.path(), problems.found(finding.in(text.path(), stays), commit, outbox));
        return false;
    }

    private Readable.Draft draft(Content.Document document, Published asRead) {
        return new Readable.Draft(
                site,
                document.kind(),
                document.id(),
                document.path(),
                document.url(),
                asRead.article(),
                Lookups.of(document.linesAbove(), document.pictures(), document.topicsAt()),
                document.due()
                        .filter(any -> document.state() == Content.State.SCHEDULED)
                        .map(due -> new Readable.Scheduled(
                                due,
                                asRead.slug(),
                                asRead.title(),
                                asRead.frontMatter().topics(),
                                asRead.publishedAt(),
                                asRead.commit())));
    }

    private static Brought.Text text(Making making, Made.Article article) {
        return new Brought.Text(making.under(), Resolver.Asked.of(article.article(), making.baseUrl()));
    }

    private Optional<CommitId> stays(Content.Document document) {
        return readable.get().document(document.facts().key()).map(Published::commit);
    }

    /** Of what no article can be made stays what was readable before: one bad file stops nothing else. */
    private Optional<Made.Article> made(
            Made made, ContentPath path, int linesAbove, CommitId commit, Optional<CommitId> stays, Outbox outbox) {
        return switch (made) {
            case Made.Article article -> Optional.of(article);
            case Made.OutOfTime late -> {
                found.put(path, problems.found(late.why().below(linesAbove).in(path), commit, outbox));
                yield Optional.empty();
            }
            case Made.Lost lost -> {
                found.put(path, problems.lost(path, "its text", lost.source(), commit, stays, outbox));
                yield Optional.empty();
            }
        };
    }

    private Incoming absent(Content.Document document) {
        Readable.Former.Why why = switch (document.state()) {
            case DRAFT -> Readable.Former.Why.DRAFT;
            case SCHEDULED -> Readable.Former.Why.SCHEDULED;
            case EXPIRED -> Readable.Former.Why.EXPIRED;
            case WITHHELD, LIVE -> Readable.Former.Why.WITHHELD;
        };
        return absent(document.facts().key(), why, document.commit(), document.urls());
    }

    private Incoming absent(DocumentKey key, Readable.Former.Why why, CommitId commit, SortedSet<UrlPath> urls) {
        return new Incoming.Absent(
                key,
                urls.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Readable.Former(site, key.kind(), key.id(), why, commit, urls)));
    }

    /** A tombstone: the source forgets that it ever was, as after a rewritten history. */
    private void erase(String key) {
        RecordKey.of(key).ifPresent(of -> {
            if (of.kind() == Kind.ASSET) {
                // As a tombstone comes, or nothing did.
                files.putIfAbsent(new ContentPath(of.id()), Optional.empty());
            } else {
                drafts.putIfAbsent(Content.key(site, Kind.DRAFT, of.id()), Optional.empty());
                removed(of.kind(), of.id(), Optional.empty()).ifPresent(incoming -> put(key, incoming));
            }
        });
    }

    private Optional<Incoming> removed(Kind kind, String id, Optional<Content.Removed> removed) {
        return switch (kind) {
            case POST, PAGE -> {
                DocumentKey key = new DocumentKey(kind, PostId.of(id));
                yield Optional.of(removed.map(of -> absent(key, Readable.Former.Why.REMOVED, of.commit(), of.urls()))
                        .orElseGet(() -> new Incoming.Absent(key, Optional.empty())));
            }
            case INTRODUCTION -> Optional.of(new Incoming.NoIntroduction(new UrlPath("/" + id)));
            case ASSET, SOURCE, DRAFT, SETTINGS, LISTING, FILE, GONE -> Optional.empty();
        };
    }
}
