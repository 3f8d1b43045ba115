package org.broadsheet.render.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.Finding;

/**
 * A look over a source, line by line and in linear time, before it is parsed: whether it holds what makes the parser slow or its
 * recursion deep. It knows blocks only roughly, and says no only to what no person writes; what it overlooks meets the deadline
 * and the check of the parsed tree.
 */
final class SourceScan {
    /** A run of {@code _} or {@code *} beside other text may be this many times as long as nesting may be deep. */
    private static final int RUN_PER_DEPTH = 10;

    private final String text;
    private final Lines lines;
    private final MarkdownLimits limits;

    /** The columns where the contents of the open list items begin. */
    private final List<Integer> items = new ArrayList<>();
    /** Of each open bracket of this block the index, and how deep the pairs inside it are nested. */
    private final List<int[]> open = new ArrayList<>();

    private int links;
    /** Lines of what may be one paragraph or table. */
    private int rows;

    private int deepest;
    private int deepestAt;
    private int block;
    private boolean afterBlank;
    private int longest;
    private int longestAt;
    private Fence fence = Fence.NONE;

    SourceScan(String text, Lines lines, MarkdownLimits limits) {
        this.text = text;
        this.lines = lines;
        this.limits = limits;
    }

    /** The index of the place that is nested most deeply. */
    int deepestAt() {
        return deepestAt;
    }

    /** The index where the longest block begins: most of the parser's time goes there. */
    int longestAt() {
        return longestAt;
    }

    Optional<Finding> tooLong() {
        return text.length() <= limits.size()
                ? Optional.empty()
                : refuse(
                        limits.size(),
                        "the text has " + text.length() + " characters",
                        "a text may have " + limits.size() + "; split it");
    }

    Optional<Finding> refusal() {
        Optional<Finding> tooLong = tooLong();
        if (tooLong.isPresent()) {
            return tooLong;
        }
        for (int line = 0; line < lines.count(); line++) {
            Optional<Finding> refusal = line(lines.start(line), lines.end(line));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        newBlock(text.length());
        return Optional.empty();
    }

    private Optional<Finding> line(int start, int end) {
        Cursor at = new Cursor(start, end);
        int quotes = 0;
        at.skipSpaces();
        while (at.is('>') && !(fence.isOpen() && quotes >= fence.quotes)) {
            quotes++;
            at.next();
            deeper(quotes, at.index - 1);
            at.skipSpaces();
        }
        boolean blank = at.atEnd();
        if (fence.isOpen()) {
            if (quotes < fence.quotes || (!blank && at.column < fence.column)) {
                fence = Fence.NONE;
            } else {
                if (fence.isClosedBy(at)) {
                    fence = Fence.NONE;
                }
                return Optional.empty();
            }
        }
        if (!blank) {
            while (!items.isEmpty() && items.getLast() > at.column) {
                items.removeLast();
            }
        }
        boolean item = false;
        while (deepest <= limits.depth() && !at.atEnd() && !at.isThematicBreak()) {
            int marker = at.index;
            if (at.is('>')) {
                quotes++;
                at.next();
            } else if (at.skipListMarker()) {
                item = true;
                items.add(at.column);
            } else {
                break;
            }
            at.skipSpaces();
            deeper(quotes + items.size(), marker);
        }
        if (deepest > limits.depth()) {
            return refuse(
                    deepestAt,
                    "lists and quotes nested more than " + limits.depth() + " levels deep",
                    "begin the list or quote anew further out");
        }
        fence = Fence.openedBy(at, quotes, items.isEmpty() ? 0 : items.getLast());
        if (fence.isOpen()) {
            newBlock(start);
            rows = 0;
            return Optional.empty();
        }
        if (blank || afterBlank || item || at.is('|') || at.is('#')) {
            newBlock(start);
        }
        if (blank || afterBlank || item) {
            rows = 0;
        }
        afterBlank = blank;
        if (++rows > limits.rows()) {
            return refuse(
                    start,
                    "a paragraph or table of more than " + limits.rows() + " lines",
                    "put empty lines between them, or put them into a fenced code block");
        }
        return at.isThematicBreak() ? Optional.empty() : inline(at.index, end);
    }

    private void newBlock(int start) {
        if (start - block > longest) {
            longest = start - block;
            longestAt = block;
        }
        block = start;
        open.clear();
        links = 0;
    }

    private void deeper(int depth, int index) {
        if (depth > deepest) {
            deepest = depth;
            if (depth <= limits.depth() + 1) {
                deepestAt = index;
            }
        }
    }

    private Optional<Finding> inline(int start, int end) {
        int run = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            run = (c == '_' || c == '*') && run > 0 && text.charAt(i - 1) == c ? run + 1 : 1;
            if (run > limits.depth() * RUN_PER_DEPTH && (c == '_' || c == '*')) {
                return refuse(
                        i - run + 1,
                        "a run of more than " + (run - 1) + " " + c,
                        "write \\" + c + " or make it shorter");
            }
            switch (c) {
                case '\\' -> i++;
                case '[' -> open.add(new int[] {i, 0});
                case ']' -> {
                    if (!open.isEmpty()) {
                        int[] closed = open.removeLast();
                        int depth = closed[1] + 1;
                        if (!open.isEmpty()) {
                            open.getLast()[1] = Math.max(open.getLast()[1], depth);
                        }
                        deeper(depth, closed[0]);
                        if (depth > limits.depth()) {
                            return refuse(
                                    closed[0],
                                    "brackets nested more than " + limits.depth() + " levels deep",
                                    "write \\[ for a bracket that is no link, or put them into a code block");
                        }
                    }
                    if (i + 1 < end && text.charAt(i + 1) == '(' && ++links > limits.brackets()) {
                        return refuse(
                                i,
                                "more than " + limits.brackets() + " links in one block",
                                "put empty lines between them, or put them into a code block");
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> refuse(int index, String message, String hint) {
        return Optional.of(lines.problem(index, message, hint));
    }

    /** A fenced code block that is open: nothing in it counts. */
    private record Fence(char sign, int length, int quotes, int column) {
        static final Fence NONE = new Fence(' ', 0, 0, 0);

        static Fence openedBy(Cursor at, int quotes, int column) {
            int length = at.is('`') ? at.run('`') : at.run('~');
            char sign = at.is('`') ? '`' : '~';
            // CommonMark 4.5: info strings for backtick fences cannot contain backticks.
            return length < 3 || (sign == '`' && at.restHas('`', length))
                    ? NONE
                    : new Fence(sign, length, quotes, column);
        }

        boolean isOpen() {
            return length > 0;
        }

        boolean isClosedBy(Cursor at) {
            int run = at.run(sign);
            return run >= length && at.restIsBlank(run);
        }
    }

    /** A place in a line and its column from 0, tabs counted to the next multiple of four. */
    private final class Cursor {
        private final int end;
        private int index;
        private int column;

        Cursor(int index, int end) {
            this.index = index;
            this.end = end;
        }

        boolean atEnd() {
            return index >= end;
        }

        boolean is(char c) {
            return index < end && text.charAt(index) == c;
        }

        void next() {
            column += text.charAt(index) == '\t' ? 4 - column % 4 : 1;
            index++;
        }

        void skipSpaces() {
            while (is(' ') || is('\t')) {
                next();
            }
        }

        int run(char c) {
            int length = 0;
            while (index + length < end && text.charAt(index + length) == c) {
                length++;
            }
            return length;
        }

        boolean restHas(char c, int from) {
            int found = text.indexOf(c, index + from, end);
            return found >= 0;
        }

        boolean restIsBlank(int from) {
            return text.substring(index + from, end).isBlank();
        }

        /** CommonMark 4.1: three or more of one of {@code - _ *} and nothing else but spaces. */
        boolean isThematicBreak() {
            if (!is('-') && !is('_') && !is('*')) {
                return false;
            }
            char sign = text.charAt(index);
            int signs = 0;
            for (int i = index; i < end; i++) {
                char c = text.charAt(i);
                if (c == sign) {
                    signs++;
                } else if (c != ' ' && c != '\t') {
                    return false;
                }
            }
            return signs >= 3;
        }

        /** CommonMark 5.2: {@code - + *}, or {@code :} of a definition, or up to nine digits and {@code .} or {@code )}, then a space or the line's end. */
        boolean skipListMarker() {
            int digits = 0;
            while (digits < 10 && index + digits < end && isDigit(text.charAt(index + digits))) {
                digits++;
            }
            int sign = index + digits;
            boolean marker = sign < end
                    && digits < 10
                    && (digits == 0 ? "-+*:" : ".)").indexOf(text.charAt(sign)) >= 0
                    && (sign + 1 == end || text.charAt(sign + 1) == ' ' || text.charAt(sign + 1) == '\t');
            if (marker) {
                while (index <= sign) {
                    next();
                }
            }
            return marker;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
