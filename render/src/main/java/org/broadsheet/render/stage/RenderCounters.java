package org.broadsheet.render.stage;

import java.util.concurrent.atomic.LongAdder;

/** What the stage has done since it was made: what an edit costs must not grow with the site. Safe for all threads. */
public final class RenderCounters {
    private final LongAdder templates = new LongAdder();
    private final LongAdder articles = new LongAdder();
    private final LongAdder read = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder removed = new LongAdder();
    private final LongAdder consumed = new LongAdder();
    private final LongAdder candidates = new LongAdder();
    private final LongAdder looks = new LongAdder();

    /**
     * @param templates run
     * @param articles made of Markdown
     * @param objectsRead of both stores, reading back included
     * @param objectsWritten to both stores; what was there already does not count
     * @param objectsRemoved from the site store
     * @param recordsConsumed of {@code content}
     * @param candidates objects looked at because a change may show on them
     */
    public record Counts(
            long templates,
            long articles,
            long objectsRead,
            long objectsWritten,
            long objectsRemoved,
            long recordsConsumed,
            long candidates) {
        /** What was done since {@code before}. */
        public Counts since(Counts before) {
            return new Counts(
                    templates - before.templates,
                    articles - before.articles,
                    objectsRead - before.objectsRead,
                    objectsWritten - before.objectsWritten,
                    objectsRemoved - before.objectsRemoved,
                    recordsConsumed - before.recordsConsumed,
                    candidates - before.candidates);
        }
    }

    public Counts counts() {
        return new Counts(
                templates.sum(),
                articles.sum(),
                read.sum(),
                written.sum(),
                removed.sum(),
                consumed.sum(),
                candidates.sum());
    }

    void template() {
        templates.increment();
    }

    void article() {
        articles.increment();
    }

    void read() {
        read.increment();
    }

    void written() {
        written.increment();
    }

    void removed() {
        removed.increment();
    }

    /** An object of the index was looked at in search of a lost file. */
    void looked() {
        looks.increment();
    }

    long looks() {
        return looks.sum();
    }

    void candidates(int objects) {
        candidates.add(objects);
    }

    void consumed(int records) {
        consumed.add(records);
    }
}
