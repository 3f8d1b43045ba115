package org.broadsheet.render.stage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.render.article.Reading;
import org.broadsheet.render.article.Title;

/**
 * Makes articles again out of {@code content}, when a program or setting changed on which they depend. Reads the partition
 * twice, first for where each document's version stands, so that memory holds a few articles at a time.
 */
final class Remake {
    /** So many records are read first, and at most, to look through them; likewise to make articles of them. */
    private static final int FIRST_LOOKED = 100;

    private static final int MOST_LOOKED = 1_000;
    private static final int FIRST_MADE = 10;
    private static final int MOST_MADE = 200;

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
     * All at once.
     *
     * @param keys of documents and introductions
     * @param upTo the offset of the release: a later version is left to its own release
     * @param made is told of each article that could be made
     * @param lost likewise of each text that the work store does not hold
     */
    void remake(Set<String> keys, long upTo, Reading under, Consumer<Remade> made, BiConsumer<Content, Digest> lost)
            throws IOException {
        Pass pass = begin(keys, upTo, under);
        while (!pass.isDone()) {
            pass.step(made, lost);
        }
    }

    /** Likewise, step by step. */
    Pass begin(Set<String> keys, long upTo, Reading under) {
        return new Pass(keys, upTo, under);
    }

    /** Over {@code content}, which it reads twice: what the latest version of each key is, and then these. */
    final class Pass {
        private final Set<String> keys;
        private final long upTo;
        private final Reading under;
        private final Map<String, Long> latest = new HashMap<>();
        private Pace pace = new Pace(FIRST_LOOKED, MOST_LOOKED);
        private boolean isLookedThrough;
        private long next;

        private Pass(Set<String> keys, long upTo, Reading under) {
            this.keys = new HashSet<>(keys);
            this.upTo = upTo;
            this.under = under;
        }

        boolean isDone() {
            return keys.isEmpty() || (isLookedThrough && latest.isEmpty());
        }

        /** What has this key is not to be made again any more. */
        void forget(String key) {
            keys.remove(key);
            latest.remove(key);
        }

        /** Reads on a little, and makes what is to be made of that. */
        void step(Consumer<Remade> made, BiConsumer<Content, Digest> lost) throws IOException {
            long began = System.nanoTime();
            List<LogRecord> page = log.page(KafkaTopic.CONTENT, partition, next, pace.next());
            if (page.isEmpty() || page.getFirst().offset() > upTo) {
                if (isLookedThrough) {
                    latest.clear();
                }
                isLookedThrough = true;
                pace = new Pace(FIRST_MADE, MOST_MADE);
                next = 0;
                return;
            }
            next = page.getLast().offset() + 1;
            if (isLookedThrough) {
                make(page.stream().filter(this::isWanted).toList(), under, made, lost);
            } else {
                page.stream()
                        .filter(record -> record.offset() <= upTo && keys.contains(record.key()))
                        .forEach(record -> latest.put(record.key(), record.offset()));
            }
            pace.took(page.size(), Duration.ofNanos(System.nanoTime() - began));
        }

        private boolean isWanted(LogRecord record) {
            return latest.remove(record.key(), record.offset());
        }
    }

    private record One(Content content, Made made) {}

    private void make(List<LogRecord> batch, Reading under, Consumer<Remade> made, BiConsumer<Content, Digest> lost)
            throws IOException {
        List<Callable<Optional<One>>> tasks = new ArrayList<>();
        for (LogRecord record : batch) {
            tasks.add(() -> make(record, under));
        }
        workers.all(
                tasks,
                all -> all.ifPresent(one -> {
                    switch (one.made()) {
                        case Made.Article article -> made.accept(new Remade(one.content(), article.key()));
                        case Made.Lost source -> lost.accept(one.content(), source.source());
                        case Made.OutOfTime late -> {} // It was a problem when it was taken in.
                    }
                }));
    }

    private Optional<One> make(LogRecord record, Reading under) throws IOException {
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
                                of.body(), new Title.OfDocument(of.frontMatter().title()), under.of(of))));
            case Content.Introduction of ->
                Optional.of(new One(of, articles.again(of.body(), new Title.Apart(), under)));
            default -> Optional.empty();
        };
    }
}
