package org.broadsheet.ingest.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.StageDriver;
import org.broadsheet.common.log.StandingProblems;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Signal;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.HistoryFile;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.plan.Intake;
import org.broadsheet.ingest.source.HistoryReader;
import org.broadsheet.ingest.source.Pipeline;
import org.broadsheet.ingest.source.RecentTexts;
import org.broadsheet.ingest.stage.IngestStage;
import org.broadsheet.ingest.stage.Source;
import org.eclipse.jgit.lib.ObjectId;

/** Ingest without loop and broker: gives its signals, and reads what it has written. */
public final class IngestDriver implements AutoCloseable {
    public static final SiteId SITE = Said.SITE;

    private final MemoryEventLog log;
    private EventLog seen;
    private final MemoryContentStore work;
    private ContentStore storage;
    private final Pipeline pipeline = new Pipeline();
    private final Path data;
    private final Source source;
    private Configuration configuration;
    private final StageDriver stage;
    private int records;
    private Instant now = GitFixture.START;
    private Duration ticking = Duration.ZERO;

    public IngestDriver(Source source, Path data) {
        this(source, data, TestConfiguration.of(data, Map.of()));
    }

    public IngestDriver(Source source, Path data, Configuration configuration) {
        this.source = source;
        this.data = data;
        this.configuration = configuration;
        log = new MemoryEventLog();
        seen = log;
        work = new MemoryContentStore();
        storage = work;
        stage = new StageDriver(log, this::owner);
        stage.beforeCommit = written -> records += (int) written.stream()
                .filter(record -> record.topic() == KafkaTopic.CONTENT)
                .count();
    }

    private Stage owner() {
        return new IngestStage(
                seen,
                source,
                new Intake.Tools(
                        org.broadsheet.common.testing.TestConfiguration.address(configuration),
                        source.repository(),
                        configuration,
                        pipeline,
                        storage),
                StandingProblems.follow(seen, SITE),
                Snapshots.none(),
                facts(),
                data.resolve("main.published"),
                () -> {
                    now = now.plus(ticking);
                    return now;
                });
    }

    public IngestDriver transactions(int ofRecords) {
        stage.transaction = ofRecords;
        return this;
    }

    /** From the next start on. */
    public IngestDriver configured(Map<String, String> settings) {
        configuration = TestConfiguration.of(data, settings);
        return this;
    }

    /** From the next start on, through what {@code store} makes of the work store. */
    public IngestDriver storing(UnaryOperator<ContentStore> store) {
        storage = store.apply(work);
        return this;
    }

    /** From the next start on, through what {@code view} makes of the log. */
    public IngestDriver reading(UnaryOperator<EventLog> view) {
        seen = view.apply(log);
        return this;
    }

    /** A record as another program may have left it. */
    public IngestDriver write(Content content) {
        log.append(NewRecord.of(KafkaTopic.CONTENT, content.key(), content)).join();
        return this;
    }

    /** From now on so much time passes whenever ingest looks at the clock. */
    public IngestDriver ticking(Duration each) {
        ticking = each;
        return this;
    }

    /** Lets time pass. */
    public IngestDriver later(Duration by) {
        now = now.plus(by);
        return this;
    }

    public Instant now() {
        return now;
    }

    /** A new owner begins: memory is lost, what is written is not. */
    public IngestDriver restart() {
        return doing(stage::kill);
    }

    public boolean isOpen() {
        return stage.isOpen();
    }

    /** Ends cleanly, before another owner begins. */
    public IngestDriver stop() {
        return doing(stage::close);
    }

    /** One step: with the signals of these commits, or the look that an owner takes when it begins. */
    public IngestDriver look(CommitId... asked) {
        List<Signal> signals = Stream.of(asked)
                .map(commit -> new Signal(SITE, Signal.Reason.PUSH, Optional.of(commit), now))
                .toList();
        return step(
                signals.isEmpty()
                        ? List.of(new Signal(SITE, Signal.Reason.WATCH, Optional.empty(), GitFixture.START))
                        : signals);
    }

    /** One step: somebody has found that the work store lacks what these files had. */
    public IngestDriver lost(String... paths) {
        return step(Signal.ofLost(SITE, Stream.of(paths).map(ContentPath::new).toList(), now));
    }

    /** What the loop does when time has passed and no signal came. */
    public Duration tick() {
        doing(stage::step);
        return stage.wish();
    }

    /** As {@link #tick}, and dies when it has committed so many transactions of that. */
    public IngestDriver tickAndDieAfter(int transactions) {
        return doing(() -> {
            if (!stage.diesAfter(transactions, stage::step)) {
                throw new AssertionError("the step had not as many transactions");
            }
        });
    }

    /** Dies when it has committed so many transactions of the step. */
    public IngestDriver lookAndDieAfter(int transactions, CommitId... asked) {
        return doing(() -> {
            if (!stage.diesAfter(transactions, () -> look(asked))) {
                throw new AssertionError("the step had not as many transactions");
            }
        });
    }

    /** As {@link #lookAndDieAfter}, if the step has as many transactions. */
    public IngestDriver tryToDieAfter(int transactions) {
        return doing(() -> stage.diesAfter(transactions, this::look));
    }

    private IngestDriver step(List<Signal> signals) {
        records = 0;
        for (Signal signal : signals) {
            log.append(NewRecord.of(KafkaTopic.SIGNALS, SITE.value(), signal)).join();
        }
        return doing(() -> {
            stage.step();
            if (stage.wish().isZero()) {
                // As the loop does.
                stage.step();
            }
        });
    }

    private IngestDriver doing(StageDriver.Action action) {
        try {
            action.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many records the last step wrote to {@code content}. */
    public int records() {
        return records;
    }

    public MemoryContentStore work() {
        return work;
    }

    /** {@code content} compacted. */
    public Map<String, Content> content() {
        return Records.latest(log, KafkaTopic.CONTENT, Content.class);
    }

    /** Every cursor that was written, in order. */
    public List<Content.CommitIngested> cursors() {
        return Records.all(log, KafkaTopic.CONTENT, Content.class).stream()
                .filter(Content.CommitIngested.class::isInstance)
                .map(Content.CommitIngested.class::cast)
                .toList();
    }

    /** Where a start finds what history says. */
    public Path facts() {
        return data.resolve("facts");
    }

    /** What a start finds of history, line by line; empty if it is not of the commit taken in last. */
    public Optional<Set<String>> found() {
        return new HistoryFile(facts(), SITE)
                .read()
                .filter(snapshot -> cursors().getLast().commit().equals(Optional.of(snapshot.commit())))
                .map(snapshot -> lines(snapshot.history()));
    }

    /** What history says, walked from its beginning. */
    public Set<String> walked() throws IOException {
        ObjectId commit =
                ObjectId.fromString(cursors().getLast().commit().orElseThrow().value());
        return lines(new HistoryReader(source.repository(), SITE, configuration.limits(), pipeline, new RecentTexts())
                .readAll(commit, Optional.empty()));
    }

    /** What history says, line by line. */
    public static Set<String> lines(History history) {
        Set<String> lines = new TreeSet<>(List.of(history.rules().toString()));
        history.forEachTrack((path, track) -> {
            lines.add(path + " " + track + ", id of " + history.holderOf(track.id()) + ", URL of "
                    + Optional.ofNullable(track.url()).flatMap(history::holderOf) + ", of "
                    + Optional.ofNullable(track.good())
                            .map(good -> good.revision().at()));
        });
        history.forEachText((path, text) -> lines.add(
                path + " " + text + " of " + Optional.ofNullable(text.good()).map(Revision::at)));
        history.forEachGone(gone -> lines.add(gone.toString()));
        return lines;
    }

    public Content.Document document(String path) {
        return content().values().stream()
                .filter(c -> c instanceof Content.Document d && d.path().value().equals(path))
                .map(c -> (Content.Document) c)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no document " + path + " among " + content().keySet()));
    }

    /** By path. */
    public Map<String, Content.Asset> assets() {
        Map<String, Content.Asset> assets = new TreeMap<>();
        content().values().forEach(c -> {
            if (c instanceof Content.Asset asset) {
                assets.put(asset.path().value(), asset);
            }
        });
        return assets;
    }

    /** Whole lines such as {@code _posts/a.md:2:7 problem date: found a list; write date: 2026-11-23}. */
    public List<String> problems() {
        return allProblems().stream().map(IngestDriver::line).toList();
    }

    public List<Problem> allProblems() {
        return Records.latest(log, KafkaTopic.PROBLEMS, PathProblems.class).values().stream()
                .sorted(Comparator.comparing(PathProblems::path))
                .flatMap(of -> of.problems().stream())
                .toList();
    }

    public static String line(Problem p) {
        return p.path().printable() + ":" + p.line() + ":" + p.column() + " "
                + p.severity().name().toLowerCase(java.util.Locale.ROOT) + " " + p.message()
                + p.hint().map(h -> "; " + h).orElse("")
                + p.stays().map(c -> " (" + c.abbreviated() + " stays)").orElse("");
    }

    /** The last of the commit. */
    public CommitStage commit(CommitId commit) {
        return commits().stream()
                .filter(c -> c.commit().equals(commit))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("nothing was said of " + commit));
    }

    public List<CommitStage> commits() {
        return Records.all(log, KafkaTopic.COMMITS, CommitStage.class);
    }

    @Override
    public void close() throws Exception {
        pipeline.close();
        log.close();
    }
}
