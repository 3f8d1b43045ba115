package org.broadsheet.common.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.record.Finding;

/**
 * Reads one TOML document (1.0, and what 1.1 allows) into nodes: values as they are written, dates too, though they be in no
 * calendar; keys that stand there again are kept; depth and number of values are bounded before they cost anything. A word without
 * quotes, which TOML does not know, is a value as in YAML: {@code draft = yes}. Pure; safe for all threads.
 */
public final class BoundedToml {
    private static final int END = -1;
    private static final String GENERAL_HINT = "write key = \"value\", one a line, and texts in quotes";
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}");
    private static final Pattern SPACED = Pattern.compile("[-+]?[0-9]+(_[0-9]+)+(\\.[0-9_]+)?");
    private static final Pattern OTHER_BASE =
            Pattern.compile("0(?:x([0-9a-fA-F_]{1,15})|o([0-7_]{1,20})|b([01_]{1,62}))");

    private final int[] text;
    private final Bounds bounds;
    private final Places places;
    private int at;

    private BoundedToml(String text, DataLimits limits, int linesAbove) {
        this.text = text.codePoints().toArray();
        places = new Places(text, linesAbove);
        bounds = new Bounds(limits, places);
    }

    /** @param linesAbove lines of the file that stand above the text */
    public static DataOutcome read(String text, DataLimits limits, int linesAbove) {
        try {
            Characters.check(text, limits, linesAbove, "TOML");
            return new DataOutcome.Read(new BoundedToml(text, limits, linesAbove).document());
        } catch (Refused e) {
            return new DataOutcome.Refused(e.problem());
        }
    }

    private Optional<DataNode> document() {
        Table root = new Table(0);
        Table table = root;
        int depth = 1;
        for (blank(); peek() != END; blank()) {
            int start = at;
            if (peek() == '[') {
                boolean list = peek(1) == '[';
                at += list ? 2 : 1;
                List<DataNode.Scalar> path = path(1);
                close(list ? "]]" : "]", start);
                table = table(root, path, start, list);
                depth = 1 + path.size();
                endOfLine(start, false);
            } else {
                assignment(table, depth);
            }
        }
        return root.slots.isEmpty() ? Optional.empty() : Optional.of(root.node(places));
    }

    private Table table(Table root, List<DataNode.Scalar> path, int start, boolean list) {
        Table parent = root;
        for (DataNode.Scalar key : path.subList(0, path.size() - 1)) {
            parent = parent.below(key, start);
        }
        bounds.count(start);
        return list ? parent.next(path.getLast(), start) : parent.below(path.getLast(), start);
    }

    private void assignment(Table table, int depth) {
        boolean bare = keyValue(table, depth);
        endOfLine(valueAt, bare);
    }

    /** Where the last value begins. */
    private int valueAt;

    /** Whether its value is a word without quotes. */
    private boolean keyValue(Table table, int depth) {
        int start = at;
        List<DataNode.Scalar> path = path(depth);
        Table parent = table;
        for (DataNode.Scalar key : path.subList(0, path.size() - 1)) {
            parent = parent.below(key, start);
        }
        space();
        if (peek() != '=') {
            throw refuse(start, "a line without =", GENERAL_HINT);
        }
        at++;
        space();
        int begin = at;
        boolean bare = "\"'[{".indexOf(peek()) < 0;
        parent.put(path.getLast(), value(depth + path.size()));
        valueAt = begin;
        return bare;
    }

    private List<DataNode.Scalar> path(int depth) {
        List<DataNode.Scalar> path = new ArrayList<>();
        do {
            if (!path.isEmpty()) {
                at++;
            }
            space();
            path.add(key());
            bounds.depth(at, depth + path.size());
            space();
        } while (peek() == '.');
        return path;
    }

    private DataNode.Scalar key() {
        int start = at;
        bounds.count(start);
        if (peek() == '"' || peek() == '\'') {
            return scalar(peek() == '"' ? basic() : literal(), true, start);
        }
        while (isOfKey(peek())) {
            at++;
        }
        if (at == start) {
            throw refuse(start, "no key where one has to be", GENERAL_HINT);
        }
        return scalar(string(start, at), false, start);
    }

    private static boolean isOfKey(int c) {
        return c != END && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    private DataNode value(int depth) {
        int start = at;
        bounds.depth(start, depth);
        bounds.count(start);
        return switch (peek()) {
            case '"' -> scalar(ahead("\"\"\"") ? multiline('"') : basic(), true, start);
            case '\'' -> scalar(ahead("\'\'\'") ? multiline('\'') : literal(), true, start);
            case '[' -> array(depth);
            case '{' -> inline(depth);
            default -> bare();
        };
    }

    private DataNode array(int depth) {
        int start = at++;
        List<DataNode> items = new ArrayList<>();
        for (blank(); peek() != ']'; blank()) {
            unlessOpen(start, '[');
            items.add(value(depth + 1));
            separate(start, '[', ']');
        }
        at++;
        return new DataNode.Sequence(items, places.line(start), places.column(start));
    }

    private DataNode inline(int depth) {
        int start = at++;
        Table table = new Table(start);
        for (blank(); peek() != '}'; blank()) {
            unlessOpen(start, '{');
            keyValue(table, depth);
            separate(start, '{', '}');
        }
        at++;
        return table.node(places);
    }

    private void unlessOpen(int start, char bracket) {
        if (peek() == END) {
            throw new Refused(unclosed(start, bracket));
        }
    }

    private void separate(int start, char bracket, char closing) {
        blank();
        if (peek() == ',') {
            at++;
        } else if (peek() != closing) {
            // Whoever forgets the bracket goes on with the next key, mostly.
            throw peek() == END || isNewLine(start)
                    ? new Refused(unclosed(start, bracket))
                    : refuse(at, "no comma between two values", "write a comma there, and texts in quotes");
        }
    }

    private boolean isNewLine(int start) {
        return places.line(Math.min(at, text.length)) != places.line(start);
    }

    private Finding unclosed(int start, char bracket) {
        SyntaxProblem.Words words = SyntaxProblem.unclosed(bracket);
        return places.problem(start, words.message(), words.hint());
    }

    /** What stands there without quotes: a number, a date, a word. */
    private DataNode.Scalar bare() {
        int start = at;
        while (isOfValue(peek())) {
            at++;
        }
        if (DAY.matcher(string(start, at)).matches() && peek() == ' ' && peek(1) != END && Character.isDigit(peek(1))) {
            at++;
            while (isOfValue(peek())) {
                at++;
            }
        }
        if (at == start) {
            throw peek() == END || peek() == '\n' || peek() == '#'
                    ? refuse(start, "a key without a value", "write one behind the =, or take the key away")
                    : refuse(start, "a text that begins with a sign", "put the text into quotes");
        }
        return scalar(number(string(start, at)), false, start);
    }

    private static boolean isOfValue(int c) {
        return c != END && (Character.isLetterOrDigit(c) || "_+-.:/~".indexOf(c) >= 0);
    }

    /** As everybody writes it: {@code 1000} for {@code 1_000} and {@code 0x3e8}. */
    private static String number(String written) {
        Matcher base = OTHER_BASE.matcher(written);
        if (base.matches()) {
            for (int group = 1; group <= 3; group++) {
                String digits = base.group(group);
                if (digits != null && digits.chars().anyMatch(c -> c != '_')) {
                    return Long.toString(Long.parseLong(digits.replace("_", ""), group == 1 ? 16 : group == 2 ? 8 : 2));
                }
            }
        }
        return SPACED.matcher(written).matches() ? written.replace("_", "") : written;
    }

    private String literal() {
        int start = at++;
        int from = at;
        while (peek() != '\'') {
            unlessQuoted(start, peek() == '\n');
            at++;
        }
        return string(from, at++);
    }

    private String basic() {
        int start = at++;
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            unlessQuoted(start, peek() == '\n');
            character(out);
        }
        at++;
        return out.toString();
    }

    private String multiline(char quote) {
        int start = at;
        at += 3;
        at += peek() == '\n' ? 1 : 0;
        StringBuilder out = new StringBuilder();
        String end = String.valueOf(quote).repeat(3);
        while (!ahead(end) || peek(3) == quote) {
            unlessQuoted(start, false);
            if (quote == '"') {
                character(out);
            } else {
                out.appendCodePoint(text[at++]);
            }
        }
        at += 3;
        return out.toString();
    }

    private void unlessQuoted(int start, boolean ended) {
        if (ended || peek() == END) {
            throw refuse(start, "a text in quotes that does not end", "close the quotes");
        }
    }

    private void character(StringBuilder out) {
        int start = at;
        int c = text[at++];
        if (c != '\\') {
            out.appendCodePoint(c);
            return;
        }
        int escaped = peek();
        at++;
        switch (escaped) {
            case 'b' -> out.append('\b');
            case 't' -> out.append('\t');
            case 'n' -> out.append('\n');
            case 'f' -> out.append('\f');
            case 'r' -> out.append('\r');
            case 'e' -> out.append('\u001b');
            case '"', '\\' -> out.appendCodePoint(escaped);
            case 'x' -> out.appendCodePoint(hex(start, 2));
            case 'u' -> out.appendCodePoint(hex(start, 4));
            case 'U' -> out.appendCodePoint(hex(start, 8));
            case ' ', '\t', '\n' -> {
                at--;
                space();
                if (peek() != '\n') {
                    throw escapesNothing(start);
                }
                while (peek() == ' ' || peek() == '\t' || peek() == '\n') {
                    at++;
                }
            }
            default -> throw escapesNothing(start);
        }
    }

    private Refused escapesNothing(int start) {
        return refuse(start, "a \\ that escapes nothing", "write \\\\ for one, or single quotes around the text");
    }

    private int hex(int start, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = peek() == END ? -1 : Character.digit(peek(), 16);
            if (digit < 0) {
                throw escapesNothing(start);
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT
                || value == 0
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            throw refuse(
                    start,
                    "an escape that stands for no character",
                    "write the character itself, or single quotes around the text");
        }
        return (int) value;
    }

    private void close(String brackets, int start) {
        if (!ahead(brackets)) {
            throw new Refused(unclosed(start, '['));
        }
        at += brackets.length();
    }

    /** @param bare whether a word without quotes stands before */
    private void endOfLine(int start, boolean bare) {
        space();
        if (peek() == '#') {
            comment();
        }
        if (peek() != END && peek() != '\n') {
            throw bare
                    ? refuse(start, "a text without quotes", "put the text into quotes")
                    : refuse(at, "more behind a value", "write each key on a line of its own");
        }
    }

    private void space() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private void blank() {
        while (true) {
            switch (peek()) {
                case ' ', '\t', '\n' -> at++;
                case '#' -> comment();
                default -> {
                    return;
                }
            }
        }
    }

    private void comment() {
        while (peek() != END && peek() != '\n') {
            at++;
        }
    }

    private boolean ahead(String expected) {
        return at + expected.length() <= text.length
                && Arrays.equals(
                        text, at, at + expected.length(), expected.codePoints().toArray(), 0, expected.length());
    }

    private int peek() {
        return peek(0);
    }

    private int peek(int further) {
        return at + further < text.length ? text[at + further] : END;
    }

    private String string(int from, int to) {
        return new String(text, from, to - from);
    }

    private DataNode.Scalar scalar(String value, boolean quoted, int start) {
        return new DataNode.Scalar(value, quoted, places.line(start), places.column(start));
    }

    private Refused refuse(int index, String message, String hint) {
        return new Refused(places.problem(index, message, hint));
    }

    /** A key and what stands behind it: a value, or a table, or several of one name, which more may be written into. */
    private record Slot(DataNode.Scalar key, Object value) {}

    private static final class Table {
        private final int start;
        private final List<Slot> slots = new ArrayList<>();
        private final Map<String, Slot> last = new HashMap<>();

        Table(int start) {
            this.start = start;
        }

        void put(DataNode.Scalar key, Object value) {
            Slot slot = new Slot(key, value);
            slots.add(slot);
            last.put(key.text(), slot);
        }

        Table below(DataNode.Scalar key, int from) {
            Slot there = last.get(key.text());
            if (there != null && there.value instanceof Table table) {
                return table;
            }
            if (there != null && there.value instanceof Tables tables) {
                return tables.all.getLast();
            }
            Table table = new Table(from);
            put(key, table);
            return table;
        }

        Table next(DataNode.Scalar key, int from) {
            Table table = new Table(from);
            Slot there = last.get(key.text());
            if (there != null && there.value instanceof Tables tables) {
                tables.all.add(table);
            } else {
                put(key, new Tables(new ArrayList<>(List.of(table))));
            }
            return table;
        }

        /** No deeper than the limits, which held when it was read. */
        DataNode node(Places places) {
            List<DataNode.Entry> entries = new ArrayList<>(slots.size());
            for (Slot slot : slots) {
                DataNode value = switch (slot.value) {
                    case DataNode node -> node;
                    case Table table -> table.node(places);
                    case Tables(List < Table > all) ->
                        new DataNode.Sequence(
                                all.stream().map(table -> table.node(places)).toList(),
                                slot.key.line(),
                                slot.key.column());
                    default -> throw new IllegalStateException("no value: " + slot.value);
                };
                entries.add(new DataNode.Entry(slot.key, value));
            }
            return new DataNode.Mapping(entries, places.line(start), places.column(start));
        }
    }

    private record Tables(List<Table> all) {}
}
