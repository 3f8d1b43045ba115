package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StageDriver;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectVersion;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;
import org.broadsheet.common.testing.TestConfiguration;
import org.broadsheet.render.article.ArticleMaker;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.site.SiteFollower;
import org.broadsheet.render.theme.Theme;

/** Render without loop and broker: gives it what ingest wrote, and reads what it has made. */
final class Press implements AutoCloseable {
    private static final MarkdownLimits LIMITS =
            new MarkdownLimits(1 << 20, 100, 1_000, 5_000, 100, Duration.ofSeconds(10));
    static final ArticleMaker ARTICLES = new ArticleMaker(new MarkdownParser(LIMITS), LIMITS, 100_000);

    /** So long nothing is due. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private static final Maker MAKER = Maker.of(Theme.builtIn());

    Instant now = Instant.parse("2026-05-01T12:00:00Z");

    final MemoryEventLog log = new MemoryEventLog(1, () -> now);
    final WatchedStorage site;
    final MemoryContentStore work = new MemoryContentStore();
    final RenderCounters counters = new RenderCounters();
    final StageDriver stage;
    final Path askers = Path.of("target", "askers", UUID.randomUUID() + ".bin");
    private ArticleMaker articles;
    private Maker maker;

    /** What the rest of the role knows. */
    SiteFollower readable = follower();

    Press() {
        this(1, ARTICLES, MAKER);
    }

    Press(int threads, ArticleMaker articles, Maker maker) {
        this(threads, articles, maker, new MemoryStorage());
    }

    /** @param site where readers find it */
    Press(int threads, ArticleMaker articles, Maker maker, Storage site) {
        this.site = new WatchedStorage(site);
        this.articles = articles;
        this.maker = maker;
        askers.toFile().deleteOnExit();
        InstantSource clock = () -> now;
        stage = new StageDriver(
                log,
                () -> new RenderStage(new RenderStage.Surroundings(
                        log,
                        this.site,
                        work,
                        clock,
                        this.maker,
                        this.articles,
                        Newsroom.settings("http://localhost:8080"),
                        counters,
                        readable,
                        askers,
                        100,
                        50,
                        threads)));
    }

    private SiteFollower follower() {
        SiteAddress address = TestConfiguration.address(TestConfiguration.of(Path.of("target"), Map.of()));
        return new SiteFollower(log, address, Snapshots.none());
    }

    /** Hands over in order to another program. */
    void by(Maker other) throws IOException {
        close();
        maker = other;
    }

    /** Hands over in order to another process, whose Markdown parser has other limits. */
    void within(MarkdownLimits limits) throws IOException {
        close();
        articles = new ArticleMaker(new MarkdownParser(limits), limits, 100_000);
    }

    Press ingest(Newsroom newsroom, List<NewRecord> records) {
        newsroom.sources().forEach((digest, bytes) -> {
            try {
                work.put(ContentName.source(digest), ByteSource.of(bytes));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        records.forEach(this::append);
        return this;
    }

    void append(NewRecord record) {
        log.append(record).join();
    }

    /** Takes in all that is there, and does what is due. */
    Press run() throws IOException {
        while (stage.step()) {}
        for (int i = 1; i < 5 || stage.wish().compareTo(A_WHILE) < 0; i++) {
            stage.step();
        }
        return this;
    }

    /** Takes in what is there, as much as comes at once, and goes on that often. */
    void steps(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            stage.step();
        }
    }

    /** Takes in what is there, and dies instead of the commit that comes after so many. */
    void runAndDieAfter(int commits) throws IOException {
        assertThat(stage.diesAfter(commits, this::run)).isTrue();
    }

    /** While nobody runs a topic comes to end at {@code end}. */
    void lose(KafkaTopic topic, long end) throws IOException {
        close();
        now = now.plusSeconds(60);
        log.cut(topic, 0, end);
    }

    void kill() throws IOException {
        stage.kill();
        readable = follower();
    }

    /** Hands over in order. */
    @Override
    public void close() throws IOException {
        stage.close();
    }

    /** What is in the site store: media type, status and bytes by key. */
    Map<String, String> dump() throws IOException {
        TreeMap<String, String> dump = new TreeMap<>();
        for (String key : stored().keySet()) {
            ObjectInfo info = site.info(new ObjectKey(key)).orElseThrow();
            dump.put(
                    info.key().value(),
                    info.type().status() + " " + info.type().mediaType() + "\n" + text(site, info.key()));
        }
        return dump;
    }

    String text(String key) throws IOException {
        return text(site, new ObjectKey(key));
    }

    /** What lies in the work store. */
    String work(ContentName name) throws IOException {
        return new String(work.read(name), StandardCharsets.UTF_8);
    }

    private static String text(Storage storage, ObjectKey key) throws IOException {
        try (StoredObject object = storage.get(key).orElseThrow(() -> new AssertionError("nothing at " + key))) {
            return new String(object.readAll(), StandardCharsets.UTF_8);
        }
    }

    /** 200, 410, or 404 where nothing is. */
    int status(String key) throws IOException {
        return site.info(new ObjectKey(key)).map(info -> info.type().status()).orElse(404);
    }

    /** The latest of each key. */
    Map<String, Readable> readable() {
        return Records.latest(log, KafkaTopic.READABLE, Readable.class);
    }

    /** The digest of each object by key, as readable has it. */
    Map<String, String> recorded() {
        Map<String, String> recorded = new TreeMap<>();
        readable().values().forEach(record -> {
            if (record instanceof Readable.Document document) {
                recorded.put(
                        ObjectKey.of(document.url()).value(), document.digest().value());
            } else if (record instanceof Readable.StoredObject object) {
                recorded.put(ObjectKey.of(object.url()).value(), object.digest().value());
            }
        });
        return recorded;
    }

    /** The digest of each one's view, likewise. */
    Map<String, String> views() {
        Map<String, String> views = new TreeMap<>();
        for (Readable record : readable().values()) {
            // A page beats an author's file.
            if (record instanceof Readable.Document document) {
                views.put(
                        ObjectKey.of(document.url()).value(),
                        document.view().orElseThrow().value());
            } else if (record instanceof Readable.StoredObject object) {
                views.putIfAbsent(
                        ObjectKey.of(object.url()).value(),
                        object.view().orElseThrow().value());
            }
        }
        return views;
    }

    /** The digest of each object, as it lies in the site store. */
    Map<String, String> stored() throws IOException {
        Map<String, String> stored = new TreeMap<>();
        try (Stream<ObjectVersion> all = site.list("")) {
            all.forEach(info -> stored.put(info.key().value(), info.digest().value()));
        }
        return stored;
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        log.read(
                KafkaTopic.EVENTS,
                0,
                0,
                record -> events.add(
                        EventCodec.read(record.headers(), record.value().orElseThrow())));
        return events;
    }

    <T> List<T> records(KafkaTopic topic, Class<T> type) {
        return Records.all(log, topic, type);
    }

    /** What stands of the problems, as a push prints them. */
    List<String> problems() {
        return Records.latest(log, KafkaTopic.PROBLEMS, PathProblems.class).values().stream()
                .flatMap(of -> of.problems().stream())
                .map(Press::line)
                .sorted()
                .toList();
    }

    /** What the author was told of at the end of the last release. */
    List<String> told() {
        return records(KafkaTopic.COMMITS, CommitStage.class).getLast().problems().stream()
                .map(Press::line)
                .toList();
    }

    private static String line(Problem of) {
        return of.path() + ":" + of.line() + ":" + of.column() + " " + of.message()
                + of.hint().map(hint -> "; " + hint).orElse("");
    }
}
