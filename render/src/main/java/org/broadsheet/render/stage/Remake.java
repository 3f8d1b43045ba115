package org.broadsheet.render.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.render.article.Title;

/**
 * Makes articles again out of {@code content}, when a program or setting changed on which they depend. Reads the partition
 * twice, first for where each document's version stands, so that memory holds a few articles at a time.
 */
final class Remake {
    private static final int AT_ONCE = 64;

    private final EventLog log;
    private final int partition;
    private final Articles articles;
    private final Workers workers;

    Remake(EventLog log, int partition, Articles articles, Workers workers) {
        this.log = log;
        this.partition = partition;
        this.articles = articles;
        this.workers = workers;
    }

    /**
     * @param keys of documents and introductions
     * @param upTo the offset of the release: a later version is left to its own release
     * @param made is told of each article that could be made
     * @param lost likewise of each text that the work store does not hold
     */
    void remake(
            Set<String> keys,
            long upTo,
            Content.Html under,
            BiConsumer<String, Digest> made,
            BiConsumer<Content, Digest> lost)
            throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        Map<String, Long> latest = new HashMap<>();
        log.read(KafkaTopic.CONTENT, partition, 0, record -> {
            if (record.offset() <= upTo && keys.contains(record.key())) {
                latest.put(record.key(), record.offset());
            }
        });
        List<LogRecord> batch = new ArrayList<>();
        try {
            log.read(KafkaTopic.CONTENT, partition, 0, record -> {
                Long wanted = latest.get(record.key());
                if (wanted != null && wanted == record.offset()) {
                    batch.add(record);
                    if (batch.size() == AT_ONCE) {
                        make(batch, under, made, lost);
                    }
                }
            });
            make(batch, under, made, lost);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private record One(Content content, Made made) {}

    /** Empties the batch. */
    private void make(
            List<LogRecord> batch,
            Content.Html under,
            BiConsumer<String, Digest> made,
            BiConsumer<Content, Digest> lost) {
        List<Callable<Optional<One>>> tasks = new ArrayList<>();
        for (LogRecord record : batch) {
            tasks.add(() -> make(record, under));
        }
        batch.clear();
        try {
            workers.all(
                    tasks,
                    all -> all.ifPresent(one -> {
                        switch (one.made()) {
                            case Made.Article article ->
                                made.accept(one.content().key(), article.key());
                            case Made.Lost source -> lost.accept(one.content(), source.source());
                            case Made.OutOfTime late -> {} // It was a problem when it was taken in.
                        }
                    }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<One> make(LogRecord record, Content.Html under) throws IOException {
        if (record.value().isEmpty()) {
            return Optional.empty();
        }
        Content content;
        try {
            content = Json.read(record.value().get(), Content.class);
        } catch (RuntimeException e) {
            return Optional.empty(); // It was a problem when it was taken in.
        }
        return switch (content) {
            case Content.Document of ->
                Optional.of(new One(
                        of,
                        articles.again(
                                of.body(), new Title.OfDocument(of.frontMatter().title()), under)));
            case Content.Introduction of ->
                Optional.of(new One(of, articles.again(of.body(), new Title.Apart(), under)));
            default -> Optional.empty();
        };
    }
}
