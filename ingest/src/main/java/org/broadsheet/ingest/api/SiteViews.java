package org.broadsheet.ingest.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Readable;
import org.jspecify.annotations.Nullable;

/**
 * What the API asks of a site's state topics: folded when first asked for, brought up to date at every question, and of each
 * record only what is counted. A process that nobody asks pays nothing. Safe for all threads.
 */
public final class SiteViews {
    private final EventLog log;
    private final SiteId site;
    /** No monitor: requests have virtual threads, which older JDKs pin to their carriers while they wait in one. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable StateFold<Mark> content;
    private @Nullable StateFold<Mark> readable;
    private @Nullable StateFold<PathProblems> problems;

    public SiteViews(EventLog log, SiteId site) {
        this.log = log;
        this.site = site;
    }

    /** What is kept of a record. */
    private sealed interface Mark {
        record Is(Kind kind) implements Mark {}

        record Ingested(Content.CommitIngested commit, long offset) implements Mark {}

        record Released(Readable.Release release) implements Mark {}
    }

    /** What stands, in no order. */
    List<PathProblems> problems() {
        lock.lock();
        try {
            return standing();
        } finally {
            lock.unlock();
        }
    }

    private List<PathProblems> standing() {
        problems = upToDate(
                problems,
                KafkaTopic.PROBLEMS,
                PathProblems.class,
                record -> Optional.of(Json.read(record.value().orElseThrow(), PathProblems.class)));
        return List.copyOf(problems.values().values());
    }

    SiteStatus status() {
        lock.lock();
        try {
            return asOfNow();
        } finally {
            lock.unlock();
        }
    }

    private SiteStatus asOfNow() {
        // In this order, so that nothing is released here that was not ingested.
        readable = upToDate(readable, KafkaTopic.READABLE, Mark.class, this::markReadable);
        content = upToDate(content, KafkaTopic.CONTENT, Mark.class, this::markContent);
        Optional<Mark.Released> released =
                Optional.ofNullable((Mark.Released) readable.values().get(Readable.releaseKey(site)));
        Optional<Mark.Ingested> ingested =
                Optional.ofNullable((Mark.Ingested) content.values().get(Content.cursorKey(site)));
        List<Problem> standing =
                standing().stream().flatMap(at -> at.problems().stream()).toList();
        int worse = (int) standing.stream()
                .filter(problem -> problem.severity() == Problem.Severity.PROBLEM)
                .count();
        long covered = released.map(r -> r.release().contentOffset()).orElse(-1L);
        return new SiteStatus(
                site,
                released.map(r -> r.release().commit()),
                released.map(r -> r.release().committedAt()),
                ingested.flatMap(i -> i.commit().commit()),
                count(readable, Kind.POST),
                count(readable, Kind.PAGE),
                count(readable, Kind.ASSET),
                count(content, Kind.POST) + count(content, Kind.PAGE),
                worse,
                standing.size() - worse,
                Math.max(0, ingested.map(Mark.Ingested::offset).orElse(-1L) - covered));
    }

    private Optional<Mark> markReadable(LogRecord record) {
        if (record.key().equals(Readable.releaseKey(site))) {
            return Optional.of(new Mark.Released(
                    (Readable.Release) Json.read(record.value().orElseThrow(), Readable.class)));
        }
        return kind(record).map(Mark.Is::new);
    }

    /** Of posts and pages the drafts alone. */
    private Optional<Mark> markContent(LogRecord record) {
        byte[] value = record.value().orElseThrow();
        if (record.key().equals(Content.cursorKey(site))) {
            return Optional.of(
                    new Mark.Ingested((Content.CommitIngested) Json.read(value, Content.class), record.offset()));
        }
        return kind(record)
                .filter(kind -> (kind == Kind.POST || kind == Kind.PAGE) && isDraft(value))
                .map(Mark.Is::new);
    }

    private static Optional<Kind> kind(LogRecord record) {
        String[] parts = record.key().split("/", 3);
        for (Kind kind : Kind.values()) {
            if (parts.length == 3 && kind.toString().equals(parts[1])) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Reads up to the state, which stands before the body. */
    private static boolean isDraft(byte[] document) {
        try (JsonParser json = Json.MAPPER.createParser(document)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("state")) {
                    return json.getText().equals(Content.State.DRAFT.name());
                }
                json.skipChildren();
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(StateFold<Mark> fold, Kind kind) {
        Mark is = new Mark.Is(kind);
        return (int) fold.values().values().stream().filter(is::equals).count();
    }

    /** Of a partition that other sites may share, this site's records. */
    private <V> StateFold<V> upToDate(
            @Nullable StateFold<V> fold, KafkaTopic topic, Class<V> type, Function<LogRecord, Optional<V>> keep) {
        if (fold != null) {
            fold.catchUp();
            return fold;
        }
        String prefix = site + "/";
        return StateFold.of(
                log,
                topic,
                log.partitionOf(topic, prefix),
                new StateFold.Shape<>(
                        type, 1, record -> record.key().startsWith(prefix) ? keep.apply(record) : Optional.empty()),
                Snapshots.none());
    }
}
