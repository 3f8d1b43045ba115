package org.broadsheet.ingest.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Follower;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.record.RecordKey;
import org.broadsheet.common.record.Severity;

/**
 * What the API asks of a site's state topics: folded when first asked for, brought up to date at every question, and of each
 * record only what is counted. Of {@code content}, which holds the texts, the cursor alone is looked for, at its end. A process that
 * nobody asks pays nothing. Safe for all threads.
 */
public final class SiteViews {
    private final SiteId site;
    private final Cursor cursor;
    private final Follower<Mark> readable;
    private final Follower<PathProblems> problems;

    /**
     * @param problems those of the site
     * @param snapshots of {@code readable}, so that a restart need not read it all again
     */
    public SiteViews(EventLog log, SiteId site, Follower<PathProblems> problems, Snapshots snapshots) {
        this.site = site;
        this.problems = problems;
        cursor = new Cursor(log, site);
        readable = Follower.ofSite(
                log, site, KafkaTopic.READABLE, new StateFold.Shape<>(Mark.class, 1, SiteViews::mark), snapshots);
    }

    /** What is kept of a record of {@code readable}: one of the two. */
    private record Mark(Optional<Kind> kind, Optional<Readable.Release> release) {}

    private record Counted(Optional<Readable.Release> release, int posts, int pages, int assets) {}

    SiteId id() {
        return site;
    }

    /** What stands, in no order. */
    List<PathProblems> problems() {
        return problems.ask(standing -> List.copyOf(standing.values()));
    }

    SiteStatus status() {
        // In this order, so that nothing is released here that was not ingested.
        Counted counted = readable.ask(this::counted);
        Optional<Cursor.Ingested> ingested = cursor.now();
        List<Problem> standing =
                problems().stream().flatMap(at -> at.problems().stream()).toList();
        int worse = (int) standing.stream()
                .filter(problem -> problem.severity() == Severity.PROBLEM)
                .count();
        Optional<Readable.Release> released = counted.release;
        long covered = released.map(Readable.Release::contentOffset).orElse(-1L);
        return new SiteStatus(
                site,
                released.map(Readable.Release::commit),
                released.map(Readable.Release::committedAt),
                ingested.flatMap(i -> i.commit().commit()),
                counted.posts,
                counted.pages,
                counted.assets,
                ingested.map(i -> i.commit().drafts()).orElse(0),
                ingested.map(i -> i.commit().scheduled()).orElse(0),
                worse,
                standing.size() - worse,
                Math.max(0, ingested.map(Cursor.Ingested::offset).orElse(-1L) - covered));
    }

    private Counted counted(Map<String, Mark> marks) {
        return new Counted(
                Optional.ofNullable(marks.get(Readable.releaseKey(site))).flatMap(Mark::release),
                count(marks, Kind.POST),
                count(marks, Kind.PAGE),
                count(marks, Kind.ASSET));
    }

    private static int count(Map<String, Mark> marks, Kind kind) {
        Optional<Kind> wanted = Optional.of(kind);
        return (int) marks.values().stream()
                .filter(mark -> mark.kind().equals(wanted))
                .count();
    }

    private static Optional<Mark> mark(LogRecord record) {
        byte[] value = record.value().orElseThrow();
        return switch (is(value)) {
            case "release" -> {
                Readable.Release release = (Readable.Release) Json.read(value, Readable.class);
                yield Optional.of(new Mark(Optional.empty(), Optional.of(release)));
            }
            case "document", "object" ->
                RecordKey.of(record.key()).map(key -> new Mark(Optional.of(key.kind()), Optional.empty()));
            // What was and cannot be read now, introductions, settings.
            default -> Optional.empty();
        };
    }

    /** The record's type, which is its first field: the rest is not read. */
    private static String is(byte[] readable) {
        try (JsonParser json = Json.MAPPER.createParser(readable)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("is")) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
