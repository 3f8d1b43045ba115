package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.HtmlCommentBlock;
import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.ast.InlineLinkNode;
import com.vladsch.flexmark.ast.ListBlock;
import com.vladsch.flexmark.ast.RefNode;
import com.vladsch.flexmark.ast.Reference;
import com.vladsch.flexmark.ext.footnotes.FootnoteBlock;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.broadsheet.common.record.Content.Html;
import org.broadsheet.render.markdown.MarkdownDocument;
import org.broadsheet.render.markdown.More;
import org.broadsheet.render.markdown.Span;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A text once more as Markdown: without what its page omits, with marks where destinations stand that do not say of which site they
 * are. What else is written stays as its author wrote it. One thread.
 */
final class MarkdownCopy {
    private static final Pattern BLANK_LINES = Pattern.compile("\\n(?:[ \\t]*\\n)+");

    private final MarkdownDocument parsed;
    private final Document document;
    private final String text;
    private final Html mode;
    private final UnaryOperator<String> mark;
    private final List<Change> changes = new ArrayList<>();
    private final Set<Node> shown = new HashSet<>();

    /**
     * In the place of a span.
     *
     * @param isBlock whether what is left out parts what stands before and behind it
     */
    private record Change(Span of, String instead, boolean isBlock) {}

    /** @param mark of a destination as written */
    MarkdownCopy(MarkdownDocument document, Html mode, UnaryOperator<String> mark) {
        this.parsed = document;
        this.document = document.node();
        this.text = document.node().getChars().toString();
        this.mode = mode;
        this.mark = mark;
        document.unseen().forEach(span -> leaveOut(span, false));
    }

    /**
     * What is left, with its marks.
     *
     * @param title that the page shows apart
     */
    String written(@Nullable Heading title) {
        for (Node node : document.getDescendants()) {
            if (node instanceof RefNode use && use.isDefined()) {
                shown.add(use.getReferenceNode(document));
            }
        }
        for (Node node : document.getDescendants()) {
            look(node, title);
        }
        return written();
    }

    /** HTML in the text, as a browser reads it. */
    void take(RawHtml html, RawParts parts) {
        html.unseen().forEach(span -> parts.inText(span).ifPresent(of -> leaveOut(of, false)));
        if (mode == Html.TRUSTED) {
            for (RawHtml.Found found : html.destinations()) {
                String quote = found.isWhole() ? "\"" : "";
                Span span = new Span(found.from(), found.to());
                // Within what is quoted or listed marks of that may stand in between.
                parts.inText(span)
                        .filter(of -> of.to() - of.from() == span.to() - span.from())
                        .ifPresent(
                                of -> changes.add(new Change(of, quote + mark.apply(found.written()) + quote, false)));
            }
        }
    }

    private void look(Node node, @Nullable Heading title) {
        switch (node) {
            case InlineLinkNode link -> destination(link.getUrl());
            case Reference definition -> {
                if (shown.contains(definition)) {
                    destination(definition.getUrl());
                } else {
                    leaveOut(Span.of(definition), true);
                }
            }
            case FootnoteBlock note -> {
                if (!note.isReferenced()) {
                    leaveOut(Span.of(note), true);
                }
            }
            case Heading heading -> {
                if (heading.equals(title)) {
                    leaveOut(Span.of(heading), true);
                } else if (heading.isExplicitAnchorRefId()) {
                    id(heading);
                }
            }
            case ListBlock list -> {
                if (parsed.isContents(list)) {
                    leaveOut(Span.of(list), true);
                }
            }
            case FencedCodeBlock code -> words(code.getInfo());
            case HtmlCommentBlock comment -> {
                if (mode != Html.ESCAPED || More.isIn(comment)) {
                    leaveOut(Span.of(comment), true);
                }
            }
            case HtmlInlineComment comment -> {
                if (mode != Html.ESCAPED || More.isIn(comment)) {
                    leaveOut(Span.of(comment), false);
                }
            }
            case HtmlBlock block -> {
                if (mode == Html.SANITIZED) {
                    changes.add(new Change(Span.of(block), sanitized(block), true));
                }
            }
            case HtmlInline tag -> {
                if (mode == Html.SANITIZED) {
                    leaveOut(Span.of(tag), false);
                }
            }
            default -> {}
        }
    }

    private void destination(BasedSequence written) {
        String destination = written.unescape();
        if (Rendering.mayBeOurs(destination) || destination.startsWith("#") || destination.startsWith("?")) {
            changes.add(new Change(
                    new Span(written.getStartOffset(), written.getEndOffset()), mark.apply(destination), false));
        }
    }

    /** The last thing in its heading, whose text holds it. */
    private void id(Heading heading) {
        String id = "{#" + heading.getAnchorRefId() + "}";
        int begin = heading.getStartOffset() + heading.getChars().lastIndexOf(id);
        if (begin >= heading.getStartOffset()) {
            int from = begin;
            while (from > heading.getStartOffset() && isBlank(text.charAt(from - 1))) {
                from--;
            }
            leaveOut(new Span(from, begin + id.length()), false);
        }
    }

    /** What is said of code behind its language is for whoever makes pages. */
    private void words(BasedSequence info) {
        int language = info.indexOfAny(c -> c == ' ' || c == '\t');
        if (language > 0) {
            leaveOut(new Span(info.getStartOffset() + language, info.getEndOffset()), false);
        }
    }

    /** On one line where marks stand at the beginning of lines. */
    private String sanitized(HtmlBlock block) {
        org.jsoup.nodes.Document clean =
                Jsoup.parseBodyFragment(Sanitizer.clean(block.getContentChars().normalizeEOL()));
        clean.outputSettings().prettyPrint(false);
        for (String attribute : List.of("href", "src")) {
            for (Element element : clean.getElementsByAttribute(attribute)) {
                String written = element.attr(attribute);
                if (Rendering.mayBeOurs(written)) {
                    element.attr(attribute, mark.apply(written));
                }
            }
        }
        String html = clean.body().html().strip();
        return block.getParent() instanceof Document
                ? BLANK_LINES.matcher(html).replaceAll("\n")
                : html.replace('\n', ' ');
    }

    private void leaveOut(Span span, boolean isBlock) {
        changes.add(new Change(span, "", isBlock));
    }

    private String written() {
        changes.sort(Comparator.comparingInt((Change change) -> change.of().from())
                .thenComparing(change -> -change.of().to()));
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (Change change : changes) {
            int to = Math.min(change.of().to(), text.length());
            if (to <= at) {
                continue; // Within what is left out.
            }
            int from = Math.max(at, change.of().from());
            int line = change.instead().isEmpty() ? lineBefore(from) : -1;
            // A block ends behind its line's end.
            int next = line < at ? -1 : text.charAt(to - 1) == '\n' ? to : lineBehind(to);
            out.append(text, at, next < 0 ? from : line).append(change.instead());
            at = next < 0 ? to : next;
            if (next >= 0 && change.isBlock()) {
                if (!endsBlank(out)) {
                    out.append('\n');
                }
                for (int behind = lineBehind(at); behind > at; behind = lineBehind(at)) {
                    at = behind;
                }
            }
        }
        return out.append(text, at, text.length()).toString().strip();
    }

    /** Where the line begins of which nothing stands before an index; negative: something does. */
    private int lineBefore(int index) {
        int at = index;
        while (at > 0 && isBlank(text.charAt(at - 1))) {
            at--;
        }
        return at == 0 || text.charAt(at - 1) == '\n' ? at : -1;
    }

    /** Where the next line begins, likewise. */
    private int lineBehind(int index) {
        int at = index;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? at : text.charAt(at) == '\n' ? at + 1 : -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private static boolean endsBlank(StringBuilder out) {
        int length = out.length();
        return length < 2 || (out.charAt(length - 1) == '\n' && out.charAt(length - 2) == '\n');
    }
}
