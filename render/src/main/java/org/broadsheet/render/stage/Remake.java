package org.broadsheet.render.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.markdown.Outcome;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;

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
     */
    void remake(Set<String> keys, long upTo, ArticleSettings under, BiConsumer<String, Digest> made)
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
                        make(batch, under, made);
                    }
                }
            });
            make(batch, under, made);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private record Made(String key, Digest article) {}

    /** Empties the batch. */
    private void make(List<LogRecord> batch, ArticleSettings under, BiConsumer<String, Digest> made) {
        List<Callable<List<Made>>> tasks = new ArrayList<>();
        for (LogRecord record : batch) {
            tasks.add(() -> make(record, under));
        }
        batch.clear();
        try {
            workers.all(tasks, all -> all.forEach(one -> made.accept(one.key(), one.article())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Made> make(LogRecord record, ArticleSettings under) throws IOException {
        if (record.value().isEmpty()) {
            return List.of();
        }
        Content content;
        try {
            content = Json.read(record.value().get(), Content.class);
        } catch (RuntimeException e) {
            return List.of(); // It was a problem when it was taken in.
        }
        return switch (content) {
            case Content.Document of ->
                of.state() == Content.State.LIVE
                        ? made(record.key(), of.body(), of.titleInBody(), of.links(), under)
                        : List.of();
            case Content.Introduction of -> made(record.key(), of.body(), false, of.links(), under);
            default -> List.of();
        };
    }

    private List<Made> made(
            String key, Body body, boolean titleInBody, Map<String, String> links, ArticleSettings under)
            throws IOException {
        return articles.make(body, titleInBody, links, under) instanceof Outcome.Parsed<Digest> parsed
                ? List.of(new Made(key, parsed.value()))
                : List.of();
    }
}
