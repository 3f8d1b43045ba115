package org.broadsheet.render.markdown.tags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes an {@link Expanded} text part by part: as it was written, or in the place of a tag. */
final class Expansion {
    /** Of a word that stands where it is not known what it stands in, so much before it is looked at. */
    private static final int BEFORE = 80;

    private final String source;
    private final Words words;
    private final int longest;
    private final int kinds;
    private final StringBuilder out;
    private final List<Expanded.Remark> remarks = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private int[] starts = new int[16];
    private int[] origins = new int[16];
    private int parts;
    /** Where the text begins that the last tag left, white space of which a tag may take. */
    private int taking;

    /** The first of the tags right before that stand for nothing; below zero if there is none. */
    private int begin = -1;

    private boolean takesNext;
    private boolean isTooLong;
    private boolean isCode;

    Expansion(String source, Words words, int longest, int kinds) {
        this.source = source;
        this.words = words;
        this.kinds = kinds;
        this.longest = longest;
        out = new StringBuilder(source.length());
    }

    /** What is written from an index to another. */
    void copy(int from, int to) {
        int first = from;
        if (takesNext) {
            while (first < to && isSpace(source.charAt(first))) {
                first++;
            }
        }
        takesNext = false;
        taking = out.length();
        if (from < to) {
            begin = -1;
        }
        if (isCode) {
            code(first, to);
        } else if (first < to && hasRoom(to - first)) {
            part(first);
            out.append(source, first, to);
        }
    }

    /** Likewise, as HTML shows it. */
    private void code(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = source.charAt(i);
            String shown = c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "";
            if (!hasRoom(Math.max(1, shown.length()))) {
                return;
            }
            if (shown.isEmpty()) {
                if (i == from || "<>&".indexOf(source.charAt(i - 1)) >= 0) {
                    part(i);
                }
                out.append(c);
            } else {
                part(~i);
                out.append(shown);
            }
        }
    }

    Words words() {
        return words;
    }

    /** In HTML code is text between tags: what is copied shows as it is written. */
    void isCode(boolean now) {
        isCode = now;
    }

    /** What stands for the tag that begins at an index, and for those right before it of which nothing else does. */
    void put(String text, int tag) {
        takesNext = false;
        if (begin < 0) {
            begin = tag;
        }
        if (!text.isEmpty() && hasRoom(text.length())) {
            part(~begin);
            out.append(text);
            begin = -1;
        }
        taking = out.length();
    }

    /** A tag takes the white space before it. */
    void takeBefore() {
        while (out.length() > taking && isSpace(out.charAt(out.length() - 1))) {
            out.setLength(out.length() - 1);
        }
        if (parts > 0 && starts[parts - 1] == out.length()) {
            parts--;
        }
    }

    /** A tag takes the white space behind it. */
    void takeBehind() {
        takesNext = true;
    }

    /** Once of each kind. */
    void remark(String kind, int index, String message, String hint) {
        if (told.size() < kinds && told.add(kind)) {
            remarks.add(new Expanded.Remark(index, message, hint));
        } else if (told.size() == kinds && !told.contains(kind)) {
            told.add(kind);
            remarks.add(new Expanded.Remark(index, "more kinds of tags than " + kinds + " are left out", hint));
        }
    }

    boolean isTooLong() {
        return isTooLong;
    }

    /** Whether nothing stands in the line but what may stand before the first block of a list item or quote. */
    boolean isAtBegin() {
        for (int i = out.length() - 1; i >= 0 && out.charAt(i) != '\n'; i--) {
            if (" \t>-*+.)".indexOf(out.charAt(i)) < 0 && !isDigit(out.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether what comes next is a part of a destination or of an attribute's value, or stands by itself: then it is read by
     * people.
     */
    boolean isInDestination() {
        int end = out.length();
        if (end == 0) {
            return false;
        }
        char last = out.charAt(end - 1);
        return switch (last) {
            case '=' -> true;
            case '"', '\'' -> end > 1 && out.charAt(end - 2) == '=';
            case '(' -> end > 1 && out.charAt(end - 2) == ']';
            case '<' -> end > 2 && out.charAt(end - 2) == '(' && out.charAt(end - 3) == ']';
            case ' ', '\t' -> isBehindLabel(end);
            case '\n', '>', '*', '_', '|', '[', '`', '\u00a0' -> false;
            default -> hasScheme(end);
        };
    }

    /** CommonMark 4.7: {@code [label]: } before the destination. */
    private boolean isBehindLabel(int end) {
        int at = end;
        while (at > 0 && end - at < BEFORE && (out.charAt(at - 1) == ' ' || out.charAt(at - 1) == '\t')) {
            at--;
        }
        return at > 1 && out.charAt(at - 1) == ':' && out.charAt(at - 2) == ']';
    }

    private boolean hasScheme(int end) {
        for (int at = end - 1; at > 0 && end - at < BEFORE; at--) {
            char c = out.charAt(at);
            if (c == '(' && out.charAt(at - 1) == ']') {
                return true;
            }
            if (isSpace(c)) {
                return false;
            }
            if (c == '"' || c == '\'' || (c == '/' && out.charAt(at - 1) == '/')) {
                return true;
            }
        }
        return false;
    }

    Expanded end() {
        return new Expanded(
                out.toString(),
                new Expanded.Origins(Arrays.copyOf(starts, parts), Arrays.copyOf(origins, parts)),
                remarks,
                isTooLong);
    }

    private boolean hasRoom(int more) {
        isTooLong |= out.length() + (long) more > longest;
        return !isTooLong;
    }

    private void part(int origin) {
        if (parts == starts.length) {
            starts = Arrays.copyOf(starts, parts * 2);
            origins = Arrays.copyOf(origins, parts * 2);
        }
        starts[parts] = out.length();
        origins[parts++] = origin;
    }

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
