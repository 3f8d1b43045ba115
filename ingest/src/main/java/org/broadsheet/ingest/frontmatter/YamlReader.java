package org.broadsheet.ingest.frontmatter;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into values with positions. Built on the parser's events, so that nothing is resolved or expanded
 * behind our back: aliases are counted, depth and the number of values are bounded, keys are texts and stand once.
 */
final class YamlReader {
    private static final int MAX_VALUES = 10_000;

    private static final String NO_CHARACTER = "an escape that stands for no character";
    private static final String NO_CHARACTER_HINT = "write the character itself, or single quotes around the text";

    private final StreamReader input;
    private final Parser parser;
    private final YamlLimits limits;
    private final int linesAbove;
    private final Map<String, Yaml> anchors = new HashMap<>();
    private final Deque<Flow> open = new ArrayDeque<>();
    private int aliases;
    private int values;

    /** A list in brackets or keys in braces that is not closed yet. */
    private record Flow(Mark at, char bracket) {
        char closing() {
            return bracket == '[' ? ']' : '}';
        }
    }

    private YamlReader(String text, YamlLimits limits, int linesAbove) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(limits.depth() + 10);
        options.setProcessComments(false);
        input = new StreamReader(new StringReader(text));
        parser = new ParserImpl(input, options);
        this.limits = limits;
        this.linesAbove = linesAbove;
    }

    /**
     * The document in {@code text}; empty when there is none.
     *
     * @param linesAbove of the file, above the text
     */
    static Optional<Yaml> read(String text, YamlLimits limits, int linesAbove) throws Malformed {
        YamlReader reader = new YamlReader(text, limits, linesAbove);
        try {
            return reader.document();
        } catch (MarkedYAMLException e) {
            throw reader.malformed(e);
        } catch (IllegalArgumentException e) {
            throw reader.at(reader.input.getMark(), NO_CHARACTER, NO_CHARACTER_HINT);
        } catch (YAMLException e) {
            throw new Malformed(Complaint.problem(
                    1 + linesAbove, 1, "not YAML: " + firstLine(e.getMessage()), "write key: value, one a line"));
        }
    }

    private Optional<Yaml> document() throws Malformed {
        expect(Event.ID.StreamStart);
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return Optional.empty();
        }
        expect(Event.ID.DocumentStart);
        Yaml value = value(1);
        expect(Event.ID.DocumentEnd);
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            throw at(
                    parser.peekEvent().getStartMark(), "a second YAML document", "keep one; take the line of --- away");
        }
        return Optional.of(value);
    }

    private void expect(Event.ID id) {
        Event event = parser.getEvent();
        if (!event.is(id)) {
            throw new IllegalStateException("the YAML parser gave " + event + " where " + id + " has to be");
        }
    }

    private Yaml value(int depth) throws Malformed {
        Event event = parser.getEvent();
        Mark mark = event.getStartMark();
        if (depth > limits.depth()) {
            throw at(mark, "nested more than " + limits.depth() + " levels deep", "take some levels away");
        }
        if (++values > MAX_VALUES) {
            throw at(mark, "more than " + MAX_VALUES + " values", "keep large data elsewhere");
        }
        Yaml value = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> {
                if (scalar.getValue()
                        .codePoints()
                        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                    throw at(mark, NO_CHARACTER, NO_CHARACTER_HINT);
                }
                yield new Yaml.Scalar(
                        scalar.getValue(),
                        scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN,
                        line(mark),
                        column(mark));
            }
            case SequenceStartEvent start -> {
                open(start, '[');
                Yaml sequence = sequence(mark, depth);
                close(start);
                yield sequence;
            }
            case MappingStartEvent start -> {
                open(start, '{');
                Yaml mapping = mapping(mark, depth);
                close(start);
                yield mapping;
            }
            default -> throw new IllegalStateException("the YAML parser gave " + event + " for a value");
        };
        if (event instanceof NodeEvent node && node.getAnchor() != null && !(event instanceof AliasEvent)) {
            anchors.put(node.getAnchor(), value);
        }
        return value;
    }

    private void open(CollectionStartEvent start, char bracket) {
        if (start.isFlow()) {
            open.push(new Flow(start.getStartMark(), bracket));
        }
    }

    private void close(CollectionStartEvent start) {
        if (start.isFlow()) {
            open.pop();
        }
    }

    private Yaml alias(AliasEvent alias) throws Malformed {
        Mark mark = alias.getStartMark();
        if (++aliases > limits.aliases()) {
            throw at(
                    mark,
                    "more than " + limits.aliases() + " aliases (*" + alias.getAnchor() + ")",
                    "write the values out");
        }
        Yaml value = anchors.get(alias.getAnchor());
        if (value == null) {
            throw at(
                    mark,
                    "*" + alias.getAnchor() + " refers to nothing",
                    "put a text that begins with * into quotes: \"*" + alias.getAnchor() + "\"");
        }
        // An alias counts as all that it stands for: nested ones grow without end.
        values += size(value);
        if (values > MAX_VALUES) {
            throw at(mark, "aliases that expand to more than " + MAX_VALUES + " values", "write the values out");
        }
        return value;
    }

    private static int size(Yaml value) {
        return switch (value) {
            case Yaml.Scalar scalar -> 1;
            case Yaml.Sequence sequence ->
                1 + sequence.items().stream().mapToInt(YamlReader::size).sum();
            case Yaml.Mapping mapping ->
                1
                        + mapping.entries().stream()
                                .mapToInt(e -> 1 + size(e.value()))
                                .sum();
        };
    }

    private Yaml.Sequence sequence(Mark mark, int depth) throws Malformed {
        List<Yaml> items = new ArrayList<>();
        while (!(parser.peekEvent() instanceof SequenceEndEvent)) {
            items.add(value(depth + 1));
        }
        parser.getEvent();
        return new Yaml.Sequence(List.copyOf(items), line(mark), column(mark));
    }

    private Yaml.Mapping mapping(Mark mark, int depth) throws Malformed {
        Map<String, Yaml.Entry> entries = new java.util.LinkedHashMap<>();
        while (!(parser.peekEvent() instanceof MappingEndEvent)) {
            Mark at = parser.peekEvent().getStartMark();
            if (!(value(depth + 1) instanceof Yaml.Scalar key)) {
                throw at(at, "a key that is not a word", "write key: value, one a line");
            }
            Yaml.Entry entry = new Yaml.Entry(key, value(depth + 1));
            if (key.text().equals("<<") && !key.quoted()) {
                throw at(at, "a merge key (<<)", "write the keys out");
            }
            if (entries.putIfAbsent(key.text(), entry) != null) {
                throw at(at, key.text() + " stands here a second time", "keep one of the two");
            }
        }
        parser.getEvent();
        return new Yaml.Mapping(List.copyOf(entries.values()), line(mark), column(mark));
    }

    private int line(Mark mark) {
        return mark.getLine() + 1 + linesAbove;
    }

    private static int column(Mark mark) {
        return mark.getColumn() + 1;
    }

    private Malformed at(Mark mark, String message, String hint) {
        return new Malformed(Complaint.problem(line(mark), column(mark), message, hint));
    }

    private Malformed malformed(MarkedYAMLException e) {
        String problem = firstLine(e.getProblem());
        // Of what is not closed the place where it was opened.
        boolean unclosed = problem.contains("end of stream")
                || problem.contains("stream end")
                || problem.contains("block end")
                || problem.contains("document separator");
        @Nullable Mark mark = unclosed && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
        int line = (mark == null ? 0 : mark.getLine()) + 1 + linesAbove;
        int column = (mark == null ? 0 : mark.getColumn()) + 1;
        String context = e.getContext() == null ? "" : firstLine(e.getContext());
        if (problem.startsWith("mapping values are not allowed")) {
            return new Malformed(Complaint.problem(
                    line, column, "a second colon on the line", "put the value into quotes: title: \"One: two\""));
        }
        if (problem.contains("\\t(TAB)") || problem.contains("'\\t'")) {
            return new Malformed(
                    Complaint.problem(line, column, "a tab where YAML wants spaces", "indent with spaces"));
        }
        if (context.contains("quoted scalar")) {
            return new Malformed(Complaint.problem(
                    line,
                    column,
                    unclosed ? "a quote that is not closed" : "in quotes: " + problem,
                    unclosed ? "close it on the same line" : "double the backslash, or use single quotes"));
        }
        if (!open.isEmpty()) {
            Flow flow = open.peek();
            return at(
                    flow.at(),
                    "a " + flow.bracket() + " that is not closed",
                    "close it with " + flow.closing() + ", or put the text into quotes");
        }
        return new Malformed(Complaint.problem(
                line,
                column,
                "not YAML: " + (problem.isEmpty() ? context : problem),
                "write key: value, one a line; put texts with : # [ ] { } into quotes"));
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /** The text is no YAML that we take. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Complaint complaint;

        Malformed(Complaint complaint) {
            super(complaint.message());
            this.complaint = complaint;
        }

        Complaint complaint() {
            return complaint;
        }
    }
}
