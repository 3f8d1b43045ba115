package org.broadsheet.render.markdown;

import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.broadsheet.common.record.Finding;
import org.broadsheet.render.markdown.tags.Expanded;
import org.broadsheet.render.markdown.tags.Tagging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses Markdown within bounds: whatever the source, the caller has an answer within the deadline, and neither its stack nor
 * its thread is at stake. Safe for all threads; a few callers are served at once, the others wait their turn.
 */
public final class MarkdownParser implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MarkdownParser.class);

    private final MarkdownLimits limits;
    private final DeepThreads threads =
            new DeepThreads("markdown", Math.max(2, Runtime.getRuntime().availableProcessors()));

    public MarkdownParser(MarkdownLimits limits) {
        this.limits = limits;
    }

    /**
     * Parses {@code markdown} and runs {@code use} on the document, both on one of the parser's own threads and both within the
     * deadline, which is of the processor's time: the same source gets the same answer on a machine that is busy. A byte order mark at the beginning is left out and not counted.
     *
     * @return what {@code use} answered, or that the source, or what {@code use} did with it, was too hard or failed
     */
    public <T> Outcome<T> parse(String markdown, Function<MarkdownDocument, T> use) {
        return parse(markdown, Tagging.PLAIN, Optional.empty(), use);
    }

    /**
     * Likewise of Markdown that remains when tags are read.
     *
     * @param title of the page, if its author wrote one
     */
    public <T> Outcome<T> parse(
            String markdown, Tagging tagging, Optional<String> title, Function<MarkdownDocument, T> use) {
        return take(markdown, false, tagging, title, Dialect.parser(tagging)::parse, SourceScan::refusal, use);
    }

    /** Likewise of a text that is HTML: one block, in which nothing is Markdown. */
    public <T> Outcome<T> takeHtml(String html, Function<MarkdownDocument, T> use) {
        return takeHtml(html, Tagging.PLAIN, Optional.empty(), use);
    }

    /** Likewise of HTML that remains when tags are read. */
    public <T> Outcome<T> takeHtml(
            String html, Tagging tagging, Optional<String> title, Function<MarkdownDocument, T> use) {
        return take(html, true, tagging, title, Dialect::html, SourceScan::tooLong, use);
    }

    private <T> Outcome<T> take(
            String source,
            boolean isHtml,
            Tagging tagging,
            Optional<String> title,
            Function<BasedSequence, Document> reading,
            Function<SourceScan, Optional<Finding>> refusing,
            Function<MarkdownDocument, T> use) {
        String written = source.startsWith("\uFEFF") ? source.substring(1) : source;
        Lines places = new Lines(written);
        Optional<Finding> tooLong = new SourceScan(written, places, limits).tooLong();
        if (tooLong.isPresent()) {
            return new Outcome.TooHard<>(tooLong.get());
        }
        List<Finding> remarks = List.of();
        String text = written;
        Lines lines = places;
        if (tagging != Tagging.PLAIN) {
            Expanded expanded = tagging.expand(written, isHtml, title, limits.size(), limits.told());
            if (expanded.isTooLong()) {
                return new Outcome.TooHard<>(places.problem(
                        0,
                        "the text has more than " + limits.size() + " characters when its tags are read",
                        "split it"));
            }
            text = expanded.text();
            lines = new Lines(expanded, places);
            remarks = expanded.remarks().stream()
                    .map(remark -> places.problem(remark.index(), remark.message(), remark.hint())
                            .asWarning())
                    .toList();
        }
        return take(text, lines, remarks, isHtml ? Tagging.PLAIN : tagging, reading, refusing, use);
    }

    private <T> Outcome<T> take(
            String text,
            Lines lines,
            List<Finding> remarks,
            Tagging attributes,
            Function<BasedSequence, Document> reading,
            Function<SourceScan, Optional<Finding>> refusing,
            Function<MarkdownDocument, T> use) {
        SourceScan scan = new SourceScan(text, lines, limits);
        Optional<Finding> refusal = refusing.apply(scan);
        if (refusal.isPresent()) {
            return new Outcome.TooHard<>(refusal.get());
        }
        AbortableText abortable = new AbortableText(text);
        try {
            return threads.call(
                    () -> parsed(
                            () -> reading.apply(BasedSequence.of(abortable)),
                            scan,
                            lines,
                            document -> use.apply(new MarkdownDocument(
                                    document, lines, remarks, AttributeLists.settle(document, attributes)))),
                    limits.time());
        } catch (TimeoutException e) {
            abortable.abort();
            log.atWarn()
                    .log("Markdown was not parsed within {} ms", limits.time().toMillis());
            return new Outcome.OutOfTime<>(lines.problem(
                    scan.longestAt(),
                    "the text takes longer than " + limits.time().toMillis() + " ms to parse",
                    "look for very long paragraphs, tables or rows of the same sign, and split them"));
        } catch (ExecutionException e) {
            throw unchecked(e);
        }
    }

    /** Why a source will be refused before it is parsed, found in linear time; the same of the same source everywhere. */
    public static Optional<Finding> refusal(String markdown, MarkdownLimits limits) {
        String text = markdown.startsWith("\uFEFF") ? markdown.substring(1) : markdown;
        return new SourceScan(text, new Lines(text), limits).refusal();
    }

    private <T> Outcome<T> parsed(Supplier<Document> source, SourceScan scan, Lines lines, Function<Document, T> use) {
        try {
            Document document = source.get();
            Optional<Finding> tooDeep = TreeDepth.refusal(document, lines, limits.depth());
            if (tooDeep.isPresent()) {
                return new Outcome.TooHard<>(tooDeep.get());
            }
            return new Outcome.Parsed<>(use.apply(document));
        } catch (AbortableText.Aborted e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            // The parser is not ours and not looked after any more: its failure is the failure of this one source. Some
            // of
            // its work is done only when the document is looked at.
            log.atWarn().setCause(e).log("The Markdown parser failed");
            return new Outcome.TooHard<>(
                    Finding.problem("the Markdown parser failed: " + e, "leave out the part that was added last"));
        } catch (StackOverflowError e) {
            return new Outcome.TooHard<>(
                    lines.problem(scan.deepestAt(), "the text is nested too deeply", "take some levels away"));
        }
    }

    private static RuntimeException unchecked(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
    }

    /** Lets the parser's threads end. */
    @Override
    public void close() {
        threads.close();
    }
}
