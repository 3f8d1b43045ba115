package org.broadsheet.render.stage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.LookupStore;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.LastRecord;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.LostRecords;
import org.broadsheet.common.log.Stage.Assignment;
import org.broadsheet.common.log.Stage.Lost;
import org.broadsheet.common.log.Stage.Outbox;
import org.broadsheet.common.log.Stage.Work;
import org.broadsheet.common.log.UnreadableRecords;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.render.article.Reading;
import org.broadsheet.render.lookup.Resolver;
import org.broadsheet.render.page.AssetFile;
import org.broadsheet.render.page.Output;
import org.broadsheet.render.plan.Plan;
import org.broadsheet.render.plan.Step;
import org.broadsheet.render.release.Cause;
import org.broadsheet.render.release.DocumentEvents;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.LastEvents;
import org.broadsheet.render.release.Packed;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;
import org.broadsheet.render.site.SiteFollower;
import org.broadsheet.render.stage.RenderStage.Surroundings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's partition. Records before a commit's end only wait: their articles are made, their metadata is kept, and the
 * position stays before them, so that whoever comes next reads them again.
 *
 * <p>Why a death at any instant changes nothing in the end: all storage is written before the first transaction that tells of
 * it, and what is in the store but not in {@code readable} is found when the partition is opened, and looked at again by the
 * next release.
 */
final class RenderWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(RenderWork.class);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LATER = Duration.ofMinutes(1);

    /**
     * When so often nothing came, or a release has been made, what the former owner had under way when it died will not come at once. Else
     * it is better to go on to where that was than to go back first.
     */
    private static final int IDLE = 3;

    private final Surroundings of;
    private final SiteId site;
    private final LastEvents lastEvents;
    /** Who asks for what, of all texts. Is worked out beside the first release, as the {@link #survey} is. */
    private final Workers.Batch<Resolver> resolving;

    private final Future<Resolver> resolver;
    private Site readable;
    /** Whether {@link #readable} is ahead of what is recorded of it. */
    private boolean isUnderWay;

    private final Recorder recorder;
    /** Keys of objects that were recorded where another one is recorded too: a killed owner did not come to take them back. */
    private final Set<String> hidden;

    private final Map<UrlPath, Optional<Digest>> suspects = new HashMap<>();
    /** Of what is there after anything but a clean hand-over; empty once it is known. */
    private Optional<Survey> survey;

    private final UnreadableRecords unreadable;
    private final Workers workers;
    private final Articles articles;
    private final ArticleProblems problems;
    private final Arrivals arrivals;
    private final SiteWriter writer;
    private final Remake remake;
    private final Plan.Planner planner;
    private final Lost loss;
    private boolean lossTold;
    /** Whether a release was cut off between two transactions, so that a part of what follows from it is recorded. */
    private boolean isCutOff;

    /** Empty unless records were lost, and once all is made again. */
    private Optional<Anew> anew;
    /** Empty unless it goes on. */
    private final Sources sources;

    private Optional<Renewal> renewal = Optional.empty();

    private final long start;
    private long next;
    private int idle;
    /** Whether what is to be mended or made again waits no more: from then on it has its turn however much comes. */
    private boolean isSettled;

    private RenderWork(
            Surroundings of, Assignment assignment, Collection<Packed> records, Site readable, Optional<Anew> anew)
            throws IOException {
        boolean isOfOtherForm = of.site().isOfOtherForm();
        this.of = of;
        this.site = of.settings().site();
        this.readable = readable;
        this.planner = new Plan.Planner(of.maker());
        Optional<Readable.Begun> begun = records.stream()
                .filter(record -> record.is(Readable.Begun.class))
                .map(record -> (Readable.Begun) record.record())
                .findFirst();
        this.recorder = new Recorder(
                site,
                () -> this.readable,
                of.readable(),
                new LogPartition(KafkaTopic.READABLE, of.log().partitionOf(KafkaTopic.READABLE, site.value())),
                new LookupStore(of.work()),
                readable.covered(),
                begun);
        this.lastEvents = new LastEvents(site, records, readable, recorder::latest);
        this.hidden = records.stream()
                .filter(record -> record.is(Readable.StoredObject.class))
                .map(record -> (Readable.StoredObject) record.record())
                .filter(object -> object.kind() != Kind.ASSET
                        && readable.object(object.url())
                                .filter(at -> at.kind() == object.kind())
                                .isEmpty())
                .map(Readable.StoredObject::key)
                .collect(Collectors.toCollection(TreeSet::new));
        this.isCutOff = begun.isPresent() || records.stream().anyMatch(Packed::isWithoutLookups);
        this.unreadable = new UnreadableRecords(site, Role.RENDER, of.clock());
        this.workers = new Workers(of.threads());
        this.resolving = workers.batch();
        this.articles = new Articles(of.articles(), of.work(), of.counters());
        this.problems = new ArticleProblems(site, of.log(), of.clock());
        this.sources = new Sources(of.site(), of.work(), of.counters());
        this.arrivals = new Arrivals(site, of.clock(), () -> this.readable, articles, sources, workers, problems);
        this.writer = new SiteWriter(of.site(), of.maker().theme(), articles, sources, workers, of.counters());
        this.remake = new Remake(of.log(), assignment.partition(), articles, workers);
        this.loss = assignment.lost();
        this.anew = anew;
        this.start = anew.map(Anew::boundary).orElse(assignment.committed());
        this.next = start;
        // Last: what fails before leaves nothing that goes on.
        this.resolver = resolving.submit(() -> new Resolver(site, records, readable, planner.outputs(), of.askers()));
        this.survey = assignment.clean() && anew.isEmpty() && !isOfOtherForm
                ? Optional.empty()
                : Optional.of(Survey.begin(workers, of.site(), readable));
    }

    /** Is ready before the site store is surveyed: readers need not wait for that, only the next release does. */
    static RenderWork open(Surroundings of, Assignment assignment) throws IOException {
        SiteFollower.Owned owned = of.readable().own(assignment.lost().isOf(KafkaTopic.READABLE));
        Map<String, Optional<Packed>> whole = whole(owned.records(), new LookupStore(of.work()));
        Site readable = owned.site().following(whole);
        List<Packed> records = owned.records().stream()
                .map(record -> record.isWithoutLookups()
                        ? whole.getOrDefault(record.record().key(), Optional.empty())
                                .orElse(record)
                        : record)
                .toList();
        SiteId site = of.settings().site();
        Optional<Anew> anew = Anew.of(site, of.log(), assignment, readable.release(), releasedAt(of));
        anew.ifPresent(none -> LOG.atWarn()
                .addKeyValue("site", site)
                .log("What the site store holds is compared with all of content, for records were lost"));
        return new RenderWork(of, assignment, records, readable, anew);
    }

    private Resolver resolver() throws IOException {
        return Workers.result(resolver);
    }

    /** What really is at URLs where the store may not be as recorded; waits for the survey. */
    private Map<UrlPath, Optional<Digest>> suspects() throws IOException {
        if (survey.isPresent()) {
            suspects.putAll(survey.get().suspects());
            survey.get().close();
            survey = Optional.empty();
            if (!suspects.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("site", site)
                        .log("The site store is not as recorded at {} URLs; it will be", suspects.size());
            }
        }
        return suspects;
    }

    /** When the last release was recorded. */
    private static Instant releasedAt(Surroundings of) {
        return LastRecord.of(
                        of.log(),
                        KafkaTopic.READABLE,
                        Readable.releaseKey(of.settings().site()))
                .found()
                .map(LogRecord::appendedAt)
                .orElse(Instant.EPOCH);
    }

    /** Those of which a part lies in the work store, with that part. What that has lost is looked for again: see {@link #isCutOff}. */
    private static Map<String, Optional<Packed>> whole(Collection<Packed> records, LookupStore lookups)
            throws IOException {
        Map<String, Optional<Packed>> whole = new HashMap<>();
        for (Packed record : records) {
            if (record.isWithoutLookups()) {
                Readable.Text text = (Readable.Text) record.record();
                lookups.whole(text.lookups())
                        .ifPresent(all -> whole.put(text.key(), Optional.of(Packed.of(text.with(all)))));
            }
        }
        return whole;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long position() {
        return arrivals.first().orElse(next);
    }

    @Override
    public void take(List<LogRecord> records, Outbox outbox) throws IOException {
        of.counters().consumed(records.size());
        idle = 0;
        takeInAnew(outbox);
        long covered = anew.isPresent() ? start - 1 : readable.covered();
        List<LogRecord> ours = records.stream()
                .filter(record -> record.offset() > covered
                        && KafkaTopic.partitionKey(record.key()).equals(site.value()))
                .toList();
        for (List<Taken> release : Taken.releases(read(ours, outbox), live())) {
            arrivals.take(release, settings(), outbox);
            anew.ifPresent(all -> release.forEach(one -> all.note(one.record())));
            List<Content.CommitIngested> ends =
                    release.stream().flatMap(one -> one.end().stream()).toList();
            if (!ends.isEmpty()) {
                release(ends, release.getLast().offset(), outbox);
            }
        }
        next = records.getLast().offset() + 1;
    }

    /** All of content, in one release, if its end is there; else with the end that comes. */
    private void takeInAnew(Outbox outbox) throws IOException {
        if (!lossTold) {
            LostRecords.tell(loss, site, Role.RENDER, of.clock().instant(), outbox);
            lossTold = true;
        }
        if (anew.isPresent()) {
            List<Content.CommitIngested> ends =
                    anew.get().take(records -> arrivals.take(read(records, outbox), settings(), outbox));
            if (!ends.isEmpty()) {
                release(ends, start - 1, outbox);
            }
        }
    }

    /** Parses on all threads: a record of an import holds a whole post. What cannot be read is told here. */
    private List<Taken> read(List<LogRecord> records, Outbox outbox) throws IOException {
        List<Callable<Supplier<Content>>> parsing = new ArrayList<>();
        records.forEach(record -> parsing.add(() -> parsed(record)));
        List<Taken> taken = new ArrayList<>();
        workers.all(parsing, content -> {
            LogRecord record = records.get(taken.size());
            taken.add(new Taken(
                    record, record.value().flatMap(value -> unreadable.read(record, r -> content.get(), outbox))));
        });
        return taken;
    }

    private static Supplier<Content> parsed(LogRecord record) {
        try {
            Content content = Json.read(record.value().orElseThrow(), Content.class);
            return () -> content;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }

    /** The settings of what is readable. */
    private Content.Settings settings() {
        return readable.settings().orElse(of.settings());
    }

    private Optional<CommitId> live() {
        return readable.release().map(Readable.Release::commit);
    }

    /** @param ends of the commits that go live with this release; the last one is its cause */
    private void release(List<Content.CommitIngested> ends, long offset, Outbox outbox) throws IOException {
        Content.CommitIngested end = ends.getLast();
        CommitId commit = end.commit().orElseThrow();
        Set<CommitId> passed = new LinkedHashSet<>();
        Optional<CommitId> live = live();
        List<Content.CommitIngested> commits =
                ends.stream().filter(each -> !each.isInstants(live)).toList();
        Optional<Instant> due = commits.isEmpty() ? end.due() : Optional.empty();
        commits.forEach(each -> each.commit().ifPresent(passed::add));
        passed.remove(commit);
        Set<CommitId> superseded = new LinkedHashSet<>();
        ends.forEach(each -> superseded.addAll(each.superseded()));
        superseded.addAll(passed);
        boolean rebuilt = anew.filter(Anew::isRebuilt).isPresent();
        Cause cause = new Cause(
                commit,
                end.committedAt(),
                due,
                arrivals.brought().dues(),
                offset,
                (end.backfill() && due.isEmpty()) || rebuilt,
                List.copyOf(superseded));
        if (anew.isPresent()) {
            arrivals.absent(anew.get().absent(sources()));
            recall(anew.get(), outbox);
        }
        Instant begun = arrivals.since();

        Brought brought = arrivals.brought();
        Content.Settings settings = brought.settings(settings());
        boolean areAllArticlesAnew = areAllArticlesAnew(brought, Reading.of(settings));
        Planned planned = plan(brought, settings, offset, outbox);
        Plan plan = planned.plan();
        arrivals.planned(plan.change().now());
        List<Problem> findings = told(planned.resolved().findings(), cause, outbox);
        announce(plan.settings(), outbox);
        of.readable()
                .nextFiles(plan.change().assets().stream()
                        .filter(url -> plan.change().now().asset(url).isPresent())
                        .toList());
        CommitProgress progress = new CommitProgress(
                site, commit, plan, lastEvents.underWay().keySet(), of.problemsTold(), begun, of.clock(), outbox);
        if (due.isEmpty()) {
            progress.begin();
        }
        DocumentEvents events = new DocumentEvents(site, plan.settings().baseUrl(), cause);
        ReleaseRecords records = write(
                brought, planned, offset, Optional.of(events), due.isEmpty() ? progress::step : result -> {}, outbox);
        if (anew.filter(Anew::contentWasCut).isPresent()) {
            records.forgetFormerReleases();
        }
        Optional<Readable.Release> last = readable.release();
        released(
                new Readable.Release(
                        site,
                        commit,
                        cause.committedAt(),
                        offset,
                        last.map(Readable.Release::program).orElse(of.maker().digest()),
                        last.map(Readable.Release::articles)
                                .filter(articles -> !areAllArticlesAnew)
                                .orElseGet(() -> of.articles().rules(Reading.of(settings))),
                        cause.superseded(),
                        records.changed()),
                outbox);
        // What an update of the program makes anew of a commit that is released is no news.
        boolean isAgain = cause.due().isEmpty()
                && last.map(Readable.Release::commit).filter(commit::equals).isPresent()
                && records.published() + records.updated() + records.removed() == 0
                && last.map(Readable.Release::articles)
                        .filter(of.articles().rules(Reading.of(settings))::equals)
                        .isEmpty();
        if (records.changed() && !isAgain) {
            Event released = siteReleased(cause, plan, records);
            if (isNews(released)) {
                records.tell(released);
            }
        }
        anew = Optional.empty();
        isCutOff = false;
        isSettled = true;
        passed.forEach(progress::superseded);
        findings.addAll(arrivals.problems());
        if (due.isEmpty()) {
            progress.done(records, findings);
        }
        arrivals.clear();
        LOG.atInfo()
                .addKeyValue("site", site)
                .addKeyValue("commit", commit.abbreviated())
                .log(
                        "Released {} posts and pages, removed {}, looked at {} objects, in {} ms",
                        records.published() + records.updated(),
                        records.removed(),
                        plan.size(),
                        progress.millis());
    }

    /** Before a page names another base path, readers are served there: what stands already goes on naming the one before. */
    private void announce(Content.Settings next, Outbox outbox) {
        Optional<Readable.Settings> before = readable.rendered()
                .filter(now -> !now.nextPath()
                        .orElse(Readable.Settings.path(now.settings()))
                        .equals(Readable.Settings.path(next)));
        if (before.isPresent()) {
            Readable.Settings announced = before.get().before(next);
            readable = readable.rendered(announced);
            recorder.put(announced, outbox);
            outbox.flush();
        }
        of.readable().next(Readable.Settings.path(next));
    }

    private Event siteReleased(Cause cause, Plan plan, ReleaseRecords records) {
        Event.ReleaseData data = new Event.ReleaseData(
                cause.commit(),
                plan.settings().baseUrl(),
                cause.superseded().size(),
                records.published(),
                records.updated(),
                records.removed(),
                cause.backfill());
        return cause.due()
                .map(at -> Event.at(at, site, Event.Type.SITE_RELEASED, site.value(), lastEvents.release(), data))
                .orElseGet(() -> Event.of(
                        site,
                        Event.Type.SITE_RELEASED,
                        site.value(),
                        cause.commit(),
                        lastEvents.release(),
                        cause.committedAt(),
                        data));
    }

    /** What the world was told last, of that which {@code readable} does not know any more. */
    private void recall(Anew all, Outbox outbox) {
        for (Anew.Heard last : all.told()) {
            if (outbox.isFull()) {
                outbox.flush();
            }
            recorder.put(lastEvents.told(last.event(), last.at()), outbox);
        }
    }

    private boolean isNews(Event event) {
        return anew.isEmpty() || anew.get().isNews(event);
    }

    private void released(Readable.Release release, Outbox outbox) {
        recorder.end(release, outbox);
        readable = readable.released(release);
        lastEvents.ended(release);
    }

    /** Storage first, all of it; then the records that say so. */
    private ReleaseRecords write(
            Brought brought,
            Planned planned,
            long upTo,
            Optional<DocumentEvents> events,
            Consumer<SiteWriter.Result> progress,
            Outbox outbox)
            throws IOException {
        Plan plan = planned.plan();
        SiteWriter.Written written;
        try {
            written = writer.write(plan, SiteWriter.IfLost.FAIL, progress);
        } catch (ContentStore.Lost e) {
            LOG.atWarn().addKeyValue("site", site).log("Articles are made again: {}", e.getMessage());
            remake.remake(
                    withoutArticle(plan),
                    upTo,
                    Reading.of(plan.settings()),
                    made -> {},
                    (content, source) -> lostText(content, source, outbox));
            written = writer.write(plan, SiteWriter.IfLost.LEAVE, result -> {});
        }
        lost(written, brought, outbox);
        ReleaseRecords records = new ReleaseRecords(
                site,
                upTo,
                recorder,
                readable,
                planner.outputs(),
                lastEvents,
                of.clock().instant(),
                outbox,
                this::isNews);
        hidden.forEach(key -> recorder.remove(key, outbox));
        hidden.clear();
        records.add(plan, written.results(), planned.resolved().records(), events);
        readable = records.site();
        isUnderWay = false;
        suspects.clear();
        return records;
    }

    /** Tells of what is left as it was, for the work store has lost what it needs. */
    private void lost(SiteWriter.Written written, Brought brought, Outbox outbox) throws IOException {
        for (Step step : written.lost()) {
            Output<?> output = step.output().orElseThrow();
            switch (output) {
                case AssetFile asset -> {
                    Optional<ContentPath> path = resolver().fileAt(asset.file().url());
                    if (path.filter(brought.files()::containsKey).isPresent()) {
                        throw new IOException("what was there when it came is lost: " + step.url());
                    }
                    path.ifPresent(of -> lost(of, "its bytes", asset.file().digest(), Optional.empty(), outbox));
                }
                default -> {
                    Published document = output.document()
                            .map(Kept::published)
                            .orElseThrow(() -> new IllegalStateException("needs nothing of the work store: " + step));
                    if (brought.isLive(document.key().in(site))) {
                        throw new IOException("what was there when it came is lost: " + step.url());
                    }
                    lost(document.path(), "its article", document.article(), Optional.of(document.commit()), outbox);
                }
            }
        }
        readable.introductions().stream()
                .filter(one -> written.introductions().contains(one.article()))
                .forEach(one -> lost(one.path(), "what it shows", one.article(), Optional.empty(), outbox));
    }

    /** @param stays the commit whose version is readable */
    private void lost(ContentPath path, String what, Digest digest, Optional<CommitId> stays, Outbox outbox) {
        arrivals.foundReadable(problems.lost(path, what, digest, stays.orElse(CommitId.NONE), stays, outbox));
    }

    /** Of which the article that it had stays. */
    private void lostText(Content content, Digest source, Outbox outbox) {
        switch (content) {
            case Content.Document of -> lost(of.path(), "its text", source, Optional.of(of.commit()), outbox);
            case Content.Introduction of -> lost(of.path(), "its text", source, Optional.empty(), outbox);
            default -> throw new IllegalArgumentException("has no text: " + content.key());
        }
    }

    /** The keys of what a plan shows and whose article is not in the work store as it was made. */
    private Set<String> withoutArticle(Plan plan) throws IOException {
        Set<String> keys = new HashSet<>();
        for (Readable.Introduction introduction : readable.introductions()) {
            if (!articles.has(introduction.article())) {
                keys.add(introduction.key());
            }
        }
        for (Kept document : plan.shown()) {
            if (!articles.has(document.published().article())) {
                keys.add(document.key().in(site));
            }
        }
        return keys;
    }

    /** @param resolved of which the plan is */
    private record Planned(Resolver.Resolved resolved, Plan plan) {}

    /** Plans what is brought; articles made under other settings are made again first. */
    private Planned plan(Brought brought, Content.Settings settings, long upTo, Outbox outbox) throws IOException {
        Map<UrlPath, Optional<Digest>> doubtful = suspects();
        arrivals.due()
                .forEach(url -> doubtful.putIfAbsent(url, readable.object(url).map(Stored::digest)));
        Reading under = Reading.of(settings);
        Map<String, Incoming> incoming = new LinkedHashMap<>(brought.incoming());
        Set<String> outdated = new HashSet<>();
        if (areAllArticlesAnew(brought, under)) {
            outdated.addAll(readable.texts(site));
        }
        brought.incoming().keySet().forEach(key -> {
            renewal.ifPresent(slices -> slices.forget(key));
            if (brought.isOutdated(key, under)) {
                outdated.add(key);
            } else {
                outdated.remove(key);
            }
        });
        remake.remake(
                outdated,
                upTo,
                under,
                made -> {
                    String key = made.key();
                    renewal.ifPresent(slices -> slices.forget(key));
                    Optional.ofNullable(incoming.get(key))
                            .or(() -> readable.readable(key, site).filter(one -> counts(made)))
                            .ifPresent(one -> incoming.put(key, made.on(one)));
                },
                (content, source) -> lostText(content, source, outbox));
        Planned planned = planned(
                brought,
                incoming,
                under,
                upTo,
                isCutOff || anew.isPresent(),
                doubtful,
                isOutdated() ? renewal().first() : List.of(),
                List.of(),
                outbox);
        of.counters().candidates(planned.plan().candidates());
        return planned;
    }

    /**
     * What follows from what comes is readable from now on, but for the bytes.
     *
     * @param all whether every text is to be looked at
     * @param doubtful where the store may not be as recorded
     * @param slice what is to be looked at whatever comes
     * @param seen files that were looked at again
     */
    private Planned planned(
            Brought brought,
            Map<String, Incoming> incoming,
            Reading under,
            long upTo,
            boolean all,
            Map<UrlPath, Optional<Digest>> doubtful,
            List<UrlPath> slice,
            List<Readable.SourceFile> seen,
            Outbox outbox)
            throws IOException {
        Resolver.Resolved resolved = resolver()
                .resolve(
                        readable,
                        incoming,
                        brought.files(),
                        seen,
                        brought.drafts(),
                        asked(brought, under, upTo, outbox),
                        all
                                || !settings()
                                        .baseUrl()
                                        .equals(brought.settings(settings()).baseUrl()));
        Plan plan = planner.plan(readable, resolved.incoming(), of.settings(), doubtful, slice);
        isUnderWay = true;
        readable = plan.change().now();
        return new Planned(resolved, plan);
    }

    /** What the articles say of texts that come, and of others. One that is lost is made again. */
    private Resolver.Articles asked(Brought brought, Reading under, long upTo, Outbox outbox) {
        String baseUrl = brought.settings(settings()).baseUrl();
        return (key, article) -> {
            Optional<Resolver.Asked> came = brought.asked(key, under).filter(asked -> asked.isBelow(baseUrl));
            if (came.isPresent()) {
                return came;
            }
            Optional<Article> there = articles.find(article);
            if (there.isEmpty()) {
                AtomicReference<Digest> again = new AtomicReference<>(article);
                remake.remake(
                        contentKeys(key),
                        upTo,
                        under,
                        made -> {
                            if (readable.readable(key, site).map(made::isOf).orElse(true)) {
                                again.set(made.article());
                            }
                        },
                        (content, source) -> lostText(content, source, outbox));
                there = articles.find(again.get());
            }
            return there.map(of -> Resolver.Asked.of(of, baseUrl));
        };
    }

    /** Under which the text with a key in {@code readable} may stand in {@code content}. */
    private Set<String> contentKeys(String key) {
        String draft = Content.key(site, Kind.DRAFT, "");
        if (!key.startsWith(draft)) {
            return Set.of(key);
        }
        String id = key.substring(draft.length());
        return Set.of(Content.key(site, Kind.POST, id), Content.key(site, Kind.PAGE, id));
    }

    /** Tells what was found; answers what the release reports: all of what came, and of others what is another than before. */
    private List<Problem> told(Map<ContentPath, List<Problem>> found, Cause cause, Outbox outbox) throws IOException {
        Set<ContentPath> came = arrivals.brought().paths();
        List<Problem> reported = new ArrayList<>();
        for (Map.Entry<ContentPath, List<Problem>> one : found.entrySet()) {
            ContentPath path = one.getKey();
            List<Problem> list = one.getValue();
            if (!arrivals.isKeptBack(path) && (came.contains(path) || !staysKeptBack(path, list))) {
                if (outbox.isFull()) {
                    outbox.flush();
                }
                boolean isNew = problems.tell(
                        path,
                        PathProblems.bounded(list, of.problemsPerFile()),
                        cause.commit(),
                        cause.committedAt(),
                        outbox);
                if (isNew) {
                    // In one transaction: should it be the last one, whoever ends the release looks at all of this
                    // again.
                    recorder.begin(cause.contentOffset(), outbox);
                }
                if (isNew || came.contains(path)) {
                    reported.addAll(list);
                }
            }
        }
        return reported;
    }

    /** Whether a newer version than the one that this was found in is kept back: its author needs to know of that one still. */
    private boolean staysKeptBack(ContentPath path, List<Problem> found) throws IOException {
        return problems.isKeptBack(path)
                && !resolver().files().contains(path)
                && found.stream().noneMatch(one -> one.finding().isProblem());
    }

    /** Likewise between two releases, of what was released last. */
    private void toldBetween(Planned planned, Outbox outbox) throws IOException {
        if (readable.release().isPresent()) {
            Readable.Release last = readable.release().get();
            Cause cause = new Cause(
                    last.commit(),
                    last.committedAt(),
                    Optional.empty(),
                    Map.of(),
                    last.contentOffset(),
                    false,
                    last.superseded());
            told(planned.resolved().findings(), cause, outbox);
        }
    }

    /** The keys, as of {@code content}, of all that came from there. */
    private Set<String> sources() throws IOException {
        Set<String> keys = new LinkedHashSet<>(readable.sources(site));
        resolver().files().forEach(path -> keys.add(Content.key(site, Kind.ASSET, path.value())));
        return keys;
    }

    /** Whether settings come that change every article; those of another program wait for its {@link Renewal}. */
    private boolean areAllArticlesAnew(Brought brought, Reading under) {
        // Whoever began this release may have recorded its settings before it died.
        Optional<Digest> madeBy = readable.release().map(Readable.Release::articles);
        return madeBy.isEmpty()
                || (brought.incoming().containsKey(Content.settingsKey(site))
                        && !madeBy.get().equals(of.articles().rules(under)));
    }

    /** Of what another program has made. */
    private Renewal renewal() throws IOException {
        if (renewal.isEmpty()) {
            boolean others = !readable.release().orElseThrow().articles().equals(articleRules());
            renewal = Optional.of(new Renewal(
                    readable,
                    planner.outputs(),
                    others
                            ? Optional.of(
                                    remake.begin(readable.texts(site), readable.covered(), Reading.of(settings())))
                            : Optional.empty(),
                    resolver().unseen()));
        }
        return renewal.get();
    }

    /** Whether what was made again may take the place of what is readable: of an introduction no other version is kept back. */
    private boolean counts(Remade made) {
        return !(made.text() instanceof Content.Introduction introduction && problems.isKeptBack(introduction.path()));
    }

    /** Whether another program made what is readable. */
    private boolean isOutdated() {
        return readable.release()
                .filter(release -> !release.program().equals(of.maker().digest())
                        || !release.articles().equals(articleRules()))
                .isPresent();
    }

    /** As the articles of what is readable would be made by this program. */
    private Digest articleRules() {
        return of.articles().rules(Reading.of(settings()));
    }

    /** Mends what a killed owner left, and renders everything again by another program, unless a release has done so. */
    @Override
    public Duration tick(Outbox outbox) throws IOException {
        if (resolver.isDone()) {
            resolver(); // Its failure is this stage's, not the next commit's.
        }
        takeInAnew(outbox);
        if (anew.isPresent()) {
            // What is recorded may be older than what stands in the store.
            return LATER;
        }
        forgetLastEvents(outbox);
        problems.ask(outbox);
        if (survey.isEmpty() && suspects.isEmpty() && !isOutdated()) {
            return LATER;
        }
        if (!isSettled && idle++ < IDLE) {
            return SOON;
        }
        isSettled = true;
        if (!suspects().isEmpty()) {
            long upTo = readable.covered();
            Planned planned = plan(Brought.NOTHING, settings(), upTo, outbox);
            toldBetween(planned, outbox);
            write(Brought.NOTHING, planned, upTo, Optional.empty(), result -> {}, outbox);
            problems.ask(outbox);
            LOG.atInfo()
                    .addKeyValue("site", site)
                    .log(
                            "Made the site store as recorded: wrote {} objects",
                            planned.plan().size());
        } else if (isOutdated()) {
            renew(outbox);
        }
        return isOutdated() ? Duration.ZERO : LATER;
    }

    /** Renders a slice of what another program has made. */
    private void renew(Outbox outbox) throws IOException {
        Renewal under = renewal();
        if (!under.hasArticles(this::counts, (content, source) -> lostText(content, source, outbox))) {
            return;
        }
        long began = System.nanoTime();
        // Before the pages that show them.
        List<Readable.SourceFile> unseen = under.unseen();
        List<Readable.SourceFile> seen = seen(unseen);
        List<UrlPath> slice = unseen.isEmpty() ? under.next() : List.of();
        Map<String, Incoming> incoming = under.incoming(slice, readable, site);
        Planned planned = planned(
                Brought.NOTHING,
                incoming,
                Reading.of(settings()),
                readable.covered(),
                false,
                Map.of(),
                slice,
                seen,
                outbox);
        toldBetween(planned, outbox);
        boolean changed = write(Brought.NOTHING, planned, readable.covered(), Optional.empty(), result -> {}, outbox)
                .changed();
        if (!unseen.isEmpty()) {
            return;
        }
        under.wrote(slice, changed, Duration.ofNanos(System.nanoTime() - began));
        problems.ask(outbox);
        if (under.isDone()) {
            Readable.Release last = readable.release().orElseThrow();
            released(
                    new Readable.Release(
                            site,
                            last.commit(),
                            last.committedAt(),
                            last.contentOffset(),
                            of.maker().digest(),
                            articleRules(),
                            last.superseded(),
                            under.changed()),
                    outbox);
            renewal = Optional.empty();
            LOG.atInfo().addKeyValue("site", site).log("This program has made all that another one had made");
        }
    }

    /** Those of some files that are pictures, with what they say of themselves. */
    private List<Readable.SourceFile> seen(List<Readable.SourceFile> unseen) throws IOException {
        Sources.Search search = sources.search(readable);
        List<Readable.SourceFile> seen = new ArrayList<>();
        for (Readable.SourceFile file : unseen) {
            Optional<Readable.Picture> picture = search.look(file.digest()).picture();
            if (picture.isPresent()) {
                seen.add(file.with(picture));
            }
        }
        return seen;
    }

    private void forgetLastEvents(Outbox outbox) {
        Instant now = of.clock().instant();
        while (!outbox.isFull()) {
            Optional<String> key = lastEvents.forget(now, readable::isReadable);
            if (key.isEmpty()) {
                return;
            }
            recorder.remove(key.get(), outbox);
        }
    }

    @Override
    public boolean isRestored() {
        return anew.isEmpty();
    }

    @Override
    public void committed(Witness written) {
        recorder.committed(written, isUnderWay ? Optional.empty() : Optional.of(readable));
    }

    @Override
    public void close(boolean clean) throws IOException {
        try {
            if (clean && anew.isEmpty() && !suspects().isEmpty()) {
                // Not a clean hand-over: the next owner has to look at the store again.
                throw new IOException("the site store is not mended yet at " + suspects.size() + " URLs");
            }
            of.readable().saveAtEnd();
            if (clean && resolver.state() == Future.State.SUCCESS) {
                resolver.resultNow().save();
            }
        } finally {
            survey.ifPresent(Survey::close);
            resolving.close();
            workers.close();
        }
    }
}
