package org.broadsheet.render.article;

import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.render.markdown.Span;
import org.jspecify.annotations.Nullable;

/** The parts of an article's HTML that its author wrote as HTML: where they are in it, and where in the text. One thread. */
final class RawParts {
    private final String mark;
    private final List<Part> parts = new ArrayList<>();
    /** Of each part that was found the index where it begins; ascending. */
    private int[] starts = {};

    private int[] ends = {};
    private int[] numbers = {};

    /** @param key of the article: no text can hold what follows from itself */
    RawParts(Digest key) {
        mark = "raw-" + key + "-";
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** What is to be written for a part. */
    String marked(BasedSequence chars) {
        parts.add(new Part(chars));
        return mark + (parts.size() - 1) + "-" + parts.getLast().text;
    }

    /** The HTML without the marks; from now on it is known where the parts are. */
    String found(String marked) {
        StringBuilder html = new StringBuilder(marked.length());
        starts = new int[parts.size()];
        ends = new int[parts.size()];
        numbers = new int[parts.size()];
        int count = 0;
        int from = 0;
        for (int at = marked.indexOf(mark); at >= 0; at = marked.indexOf(mark, from)) {
            int end = marked.indexOf('-', at + mark.length());
            html.append(marked, from, at);
            from = end + 1;
            if (count < parts.size()) {
                int number = Integer.parseInt(marked.substring(at + mark.length(), end));
                numbers[count] = number;
                starts[count] = html.length();
                ends[count] = html.length() + written(marked, from, parts.get(number).text);
                count++;
            }
        }
        html.append(marked, from, marked.length());
        starts = Arrays.copyOf(starts, count);
        ends = Arrays.copyOf(ends, count);
        return html.toString();
    }

    /** How many characters of a part were written: at the very end line ends are left out. */
    private static int written(String html, int from, String text) {
        int length = Math.min(text.length(), html.length() - from);
        int same = Arrays.mismatch(
                html.substring(from, from + length).toCharArray(),
                text.substring(0, length).toCharArray());
        return same < 0 ? length : same;
    }

    /** Where in the text the character at this index of the HTML is written; -1 if it is not of the author's. */
    int inText(int index) {
        int found = Arrays.binarySearch(starts, index);
        int at = found >= 0 ? last(found) : -found - 2;
        return at >= 0 && index < ends[at] ? parts.get(numbers[at]).inText(index - starts[at]) : -1;
    }

    /** Where in the text all of a span of the HTML is written; empty if that is not known of its ends. */
    Optional<Span> inText(Span span) {
        int from = inText(span.from());
        if (from < 0 || span.to() == Integer.MAX_VALUE) {
            return from < 0 ? Optional.empty() : Optional.of(new Span(from, span.to()));
        }
        int last = span.to() > span.from() ? inText(span.to() - 1) : -1;
        return last >= from ? Optional.of(new Span(from, last + 1)) : Optional.empty();
    }

    /** Of parts that begin at the same index the last has it: the others are empty. */
    private int last(int found) {
        int at = found;
        while (at + 1 < starts.length && starts[at + 1] == starts[found]) {
            at++;
        }
        return at;
    }

    /** Whether all between two indices is of one part. */
    boolean holds(int from, int to) {
        int found = Arrays.binarySearch(starts, from);
        int at = found >= 0 ? last(found) : -found - 2;
        return at >= 0 && to <= ends[at];
    }

    /** One part. The library writes LF where the text has CRLF or CR. */
    private static final class Part {
        private final BasedSequence chars;
        private final String text;
        private int @Nullable [] kept;

        Part(BasedSequence chars) {
            this.chars = chars;
            this.text = chars.normalizeEOL();
        }

        int inText(int index) {
            int at = text.length() == chars.length() ? index : kept()[index];
            int offset = chars.getIndexOffset(at);
            // A tab that stands for the indentation of a list and for more is written as spaces, which have no place.
            while (offset < 0 && at < chars.length()) {
                offset = chars.getIndexOffset(++at);
            }
            return Math.max(0, offset);
        }

        private int[] kept() {
            if (kept == null) {
                kept = new int[text.length()];
                String all = chars.toString();
                int count = 0;
                for (int i = 0; i < all.length() && count < kept.length; i++) {
                    if (all.charAt(i) != '\r' || i + 1 == all.length() || all.charAt(i + 1) != '\n') {
                        kept[count++] = i;
                    }
                }
            }
            return kept;
        }
    }
}
