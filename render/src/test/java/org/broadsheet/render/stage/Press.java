package org.broadsheet.render.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.broadsheet.common.log.LogPartition;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.Witness;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.EventCodec;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
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
import org.jspecify.annotations.Nullable;

/** Drives the stage without a broker, as the loop does: position and records in one commit. Can be killed. */
final class Press implements AutoCloseable {
    private static final MarkdownLimits LIMITS = new MarkdownLimits(1 << 20, 100, 1_000, 5_000, Duration.ofSeconds(10));
    static final ArticleMaker ARTICLES = new ArticleMaker(new MarkdownParser(LIMITS), LIMITS);

    /** So long nothing is due. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private static final Maker MAKER = Maker.of(Theme.builtIn());

    /** As large as a transaction may be. */
    int transaction = 1000;

    Instant now = Instant.parse("2026-05-01T12:00:00Z");

    /** Called with the number of each commit before it counts; may throw. */
    Consumer<Integer> beforeCommit = n -> {};

    final MemoryEventLog log = new MemoryEventLog(1, () -> now);
    final WatchedStorage site;
    final MemoryContentStore work = new MemoryContentStore();
    final RenderCounters counters = new RenderCounters();
    private final Function<Maker, Stage> stages;
    private ArticleMaker articles;
    private Maker maker;
    private Stage stage;
    private Stage.@Nullable Work open;
    private long position;
    private long committed;
    private boolean clean;
    private Stage.Lost lost = Stage.Lost.NOTHING;
    private int commits;

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
        InstantSource clock = () -> now;
        stages = by -> new RenderStage(new RenderStage.Surroundings(
                log,
                this.site,
                work,
                clock,
                by,
                this.articles,
                Newsroom.settings("http://localhost:8080"),
                counters,
                readable,
                100,
                threads));
        stage = stages.apply(maker);
    }

    private SiteFollower follower() {
        SiteAddress address = new SiteAddress(TestConfiguration.of(Path.of("target"), Map.of()));
        return new SiteFollower(log, Newsroom.SITE, address, Snapshots.none());
    }

    /** Hands over in order to another program. */
    void by(Maker other) throws IOException {
        close();
        maker = other;
        stage = stages.apply(maker);
    }

    /** Hands over in order to another process, whose Markdown parser has other limits. */
    void within(MarkdownLimits limits) throws IOException {
        close();
        articles = new ArticleMaker(new MarkdownParser(limits), limits);
        stage = stages.apply(maker);
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
        Outbox outbox = new Outbox();
        open();
        while (step(outbox)) {}
        for (int i = 0; i < 5 || tick(outbox).compareTo(A_WHILE) < 0; i++) {
            tick(outbox);
        }
        return this;
    }

    /** Takes in what is there, and lets it go on with what is due that often. */
    Press run(int ticks) throws IOException {
        Outbox outbox = new Outbox();
        open();
        while (step(outbox)) {}
        for (int i = 0; i < ticks; i++) {
            tick(outbox);
        }
        return this;
    }

    Stage.Work open() throws IOException {
        if (open == null) {
            open = stage.open(new Stage.Assignment(
                    0,
                    lost.isOf(KafkaTopic.CONTENT) ? 0 : committed,
                    clean && lost.partitions().isEmpty(),
                    () -> {},
                    lost));
            clean = false;
            position = open.start();
        }
        return open;
    }

    private boolean step(Outbox outbox) throws IOException {
        List<LogRecord> records = log.page(KafkaTopic.CONTENT, 0, position, 500);
        if (records.isEmpty()) {
            return false;
        }
        open().take(records, outbox);
        position = records.getLast().offset() + 1;
        tick(outbox);
        return true;
    }

    private Duration tick(Outbox outbox) throws IOException {
        Duration wish = open().tick(outbox);
        outbox.flush();
        if (open().isRestored()) {
            committed = open().position();
            lost = Stage.Lost.NOTHING;
        }
        return wish;
    }

    /** While nobody runs a topic comes to end at {@code end}; the loop finds that out when the stage is opened again. */
    void lose(KafkaTopic topic, long end) throws IOException {
        close();
        Instant since = now;
        now = now.plusSeconds(60);
        log.cut(topic, 0, end);
        TreeSet<LogPartition> partitions = new TreeSet<>(lost.partitions());
        partitions.add(new LogPartition(topic, 0));
        lost = new Stage.Lost(partitions, since, Set.of());
    }

    /** Its process dies: nothing is handed over. */
    void kill() throws IOException {
        if (open != null) {
            open.close(false);
            open = null;
        }
        readable = follower();
        stage = stages.apply(maker);
    }

    /** Hands over in order. */
    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close(true);
            clean = true;
            open = null;
        }
    }

    int commits() {
        return commits;
    }

    long committed() {
        return committed;
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
        Map<String, Readable> readable = new HashMap<>();
        log.read(
                KafkaTopic.READABLE,
                0,
                0,
                record -> record.value()
                        .ifPresentOrElse(
                                value -> readable.put(record.key(), Json.read(value, Readable.class)),
                                () -> readable.remove(record.key())));
        return readable;
    }

    /** The digest of each object by key, as readable has it. */
    Map<String, String> recorded() {
        Map<String, String> recorded = new TreeMap<>();
        readable().values().forEach(record -> {
            if (record instanceof Readable.Document document) {
                recorded.put(document.url().key(), document.digest().value());
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
                views.put(document.url().key(), document.view().orElseThrow().value());
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
        List<T> records = new ArrayList<>();
        log.read(topic, 0, 0, record -> record.value().ifPresent(value -> records.add(Json.read(value, type))));
        return records;
    }

    private final class Outbox implements Stage.Outbox {
        private final List<NewRecord> records = new ArrayList<>();

        @Override
        public void add(NewRecord record) {
            records.add(record);
        }

        @Override
        public boolean isFull(int moreRecords, long moreBytes) {
            return records.size() >= transaction;
        }

        @Override
        public void flush() {
            if (!records.isEmpty()) {
                beforeCommit.accept(commits++);
                records.forEach(Press.this::append);
                records.clear();
                long end = log.written(KafkaTopic.READABLE, 0);
                if (open != null) {
                    open.committed(Witness.of(new LogPartition(KafkaTopic.READABLE, 0), end, now));
                }
            }
        }
    }
}
