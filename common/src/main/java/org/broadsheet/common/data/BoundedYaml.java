package org.broadsheet.common.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.record.Finding;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into nodes, from the parser's events: nothing is resolved or made by its tags, keys are texts, aliases,
 * depth and number of values are bounded before they cost anything. Pure; safe for all threads.
 */
public final class BoundedYaml {
    private static final String NO_CHARACTER = "an escape that stands for no character";
    private static final String NO_CHARACTER_HINT = "write the character itself, or single quotes around the text";

    /** How many tabs between two tokens, which YAML allows and the parser does not, are read as spaces. */
    private static final int TABS = 500;

    private final StreamReader reader;
    private final ParserImpl parser;
    private final DataLimits limits;
    private final Bounds bounds;
    private final boolean once;
    private final Places places;
    private final Map<String, Anchored> anchors = new HashMap<>();
    /** The brackets and braces that are open, the innermost first. */
    private final Deque<Opening> open = new ArrayDeque<>();

    private int aliases;

    private BoundedYaml(String text, DataLimits limits, boolean once, Places places) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(limits.size());
        this.reader = new StreamReader(text);
        this.parser = new ParserImpl(reader, options);
        this.limits = limits;
        this.once = once;
        this.places = places;
        this.bounds = new Bounds(limits, places);
    }

    /** Of settings: a key that stands there again is refused. */
    public static DataOutcome read(String text, DataLimits limits) {
        return read(text, limits, true, 0);
    }

    /**
     * Of what authors write above a text: keys that stand there again are kept.
     *
     * @param linesAbove lines of the file that stand above the text
     */
    public static DataOutcome readAll(String text, DataLimits limits, int linesAbove) {
        return read(text, limits, false, linesAbove);
    }

    private static DataOutcome read(String text, DataLimits limits, boolean once, int linesAbove) {
        try {
            Characters.check(text, limits, linesAbove, "YAML");
            Places places = new Places(text, linesAbove);
            String yaml = text;
            for (int tabs = 0; tabs < TABS; tabs++) {
                try {
                    return new DataOutcome.Read(new BoundedYaml(yaml, limits, once, places).document());
                } catch (TabFound e) {
                    yaml = e.without(yaml);
                }
            }
            return new DataOutcome.Read(new BoundedYaml(yaml, limits, once, places).document());
        } catch (Refused e) {
            return new DataOutcome.Refused(e.problem());
        } catch (TabFound e) {
            return new DataOutcome.Refused(e.problem);
        }
    }

    private Optional<DataNode> document() {
        try {
            return parse();
        } catch (MarkedYAMLException e) {
            Mark tab = e.getProblemMark();
            if (tab != null && String.valueOf(e.getProblem()).contains("\\t(TAB)")) {
                throw new TabFound(tab.getIndex(), !open.isEmpty(), SyntaxProblem.of(e, places));
            }
            Opening unclosed = open.peek();
            throw new Refused(
                    unclosed != null && String.valueOf(e.getProblem()).contains("<stream end>")
                            ? SyntaxProblem.unclosed(unclosed.bracket).at(unclosed.mark, places)
                            : SyntaxProblem.of(e, places));
        } catch (YAMLException e) {
            throw new Refused(places.problem("not YAML: " + e.getMessage(), SyntaxProblem.GENERAL_HINT));
        } catch (IllegalArgumentException e) {
            // The library takes the digits of an escape for a number without a look at what they amount to.
            throw refuse(reader.getMark(), NO_CHARACTER, NO_CHARACTER_HINT);
        }
    }

    private Optional<DataNode> parse() {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return Optional.empty();
        }
        parser.getEvent();
        DataNode root = value(1);
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            throw refuse(
                    parser.peekEvent().getStartMark(),
                    "a second document",
                    "keep one: take away the line of --- or ...");
        }
        return Optional.of(root);
    }

    private DataNode value(int depth) {
        Event event = parser.getEvent();
        Mark mark = event.getStartMark();
        bounds.depth(mark.getIndex(), depth);
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        int before = bounds.values();
        bounds.count(mark.getIndex());
        DataNode value;
        if (event instanceof ScalarEvent scalar) {
            value = scalar(scalar);
        } else if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), mark);
            if (start.isFlow()) {
                open.push(new Opening('[', mark));
            }
            value = sequence(mark, depth);
        } else {
            MappingStartEvent start = (MappingStartEvent) event;
            refuseTag(start.getTag(), mark);
            if (start.isFlow()) {
                open.push(new Opening('{', mark));
            }
            value = mapping(mark, depth);
        }
        if (event instanceof CollectionStartEvent start && start.isFlow()) {
            open.pop();
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            anchors.put(node.getAnchor(), new Anchored(value, bounds.values() - before));
        }
        return value;
    }

    private DataNode alias(AliasEvent alias) {
        Mark mark = alias.getStartMark();
        aliases++;
        if (aliases > limits.aliases()) {
            throw refuse(mark, "more than " + limits.aliases() + " aliases", "write the values out");
        }
        Anchored anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw refuse(
                    mark,
                    "*" + alias.getAnchor() + " repeats what is nowhere above",
                    "mark a value with &" + alias.getAnchor() + ", or put the text into quotes");
        }
        bounds.count(mark.getIndex(), anchored.nodes);
        return at(anchored.value, mark);
    }

    private DataNode at(DataNode value, Mark mark) {
        return switch (value) {
            case DataNode.Scalar it -> new DataNode.Scalar(it.text(), it.quoted(), line(mark), column(mark));
            case DataNode.Sequence it -> new DataNode.Sequence(it.items(), line(mark), column(mark));
            case DataNode.Mapping it -> new DataNode.Mapping(it.entries(), line(mark), column(mark));
        };
    }

    private DataNode.Scalar scalar(ScalarEvent event) {
        boolean text = "tag:yaml.org,2002:str".equals(event.getTag());
        if (!text) {
            refuseTag(event.getTag(), event.getStartMark());
        }
        if (event.getValue().codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw refuse(event.getStartMark(), NO_CHARACTER, NO_CHARACTER_HINT);
        }
        return new DataNode.Scalar(
                event.getValue(), text || !event.isPlain(), line(event.getStartMark()), column(event.getStartMark()));
    }

    private DataNode sequence(Mark mark, int depth) {
        List<DataNode> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(value(depth + 1));
        }
        parser.getEvent();
        return new DataNode.Sequence(items, line(mark), column(mark));
    }

    private DataNode mapping(Mark mark, int depth) {
        Map<String, DataNode.Scalar> seen = new HashMap<>();
        List<DataNode.Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Mark keyMark = parser.peekEvent().getStartMark();
            if (!(value(depth + 1) instanceof DataNode.Scalar key)) {
                throw refuse(
                        keyMark, "a list or keys where a key has to be", "write key: value, or quotes around the key");
            }
            if (key.text().equals("<<") && !key.quoted()) {
                throw refuse(keyMark, "a merge key (<<)", "write the keys out");
            }
            DataNode.Scalar first = seen.putIfAbsent(key.text(), key);
            if (once && first != null) {
                throw refuse(
                        keyMark,
                        key.text() + " stands here again",
                        "keep one: it stands in line " + first.line() + " already");
            }
            entries.add(new DataNode.Entry(key, value(depth + 1)));
        }
        parser.getEvent();
        return new DataNode.Mapping(entries, line(mark), column(mark));
    }

    private void refuseTag(@Nullable String tag, Mark mark) {
        if (tag != null && !tag.equals("!")) {
            throw refuse(mark, "the tag " + tag, "leave it out: values are what they look like, and texts in quotes");
        }
    }

    private Refused refuse(Mark mark, String message, String hint) {
        return new Refused(places.problem(mark, message, hint));
    }

    private int line(Mark mark) {
        return places.line(mark);
    }

    private int column(Mark mark) {
        return places.column(mark);
    }

    /** @param nodes how many values it holds, itself included */
    private record Anchored(DataNode value, int nodes) {}

    private record Opening(char bracket, Mark mark) {}

    /** The parser takes none between two tokens. */
    private static final class TabFound extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int index;
        private final boolean inBrackets;
        private final transient Finding problem;

        TabFound(int index, boolean inBrackets, Finding problem) {
            super(problem.message(), null, false, false);
            this.index = index;
            this.inBrackets = inBrackets;
            this.problem = problem;
        }

        /** With spaces in the place of these tabs, unless they indent what follows and no brackets are around it. */
        String without(String yaml) {
            int from = yaml.offsetByCodePoints(0, index);
            int to = from;
            while (to < yaml.length() && (yaml.charAt(to) == '\t' || yaml.charAt(to) == ' ')) {
                to++;
            }
            boolean nothingFollows = to == yaml.length() || yaml.charAt(to) == '\n' || yaml.charAt(to) == '#';
            if (!nothingFollows
                    && !inBrackets
                    && yaml.substring(yaml.lastIndexOf('\n', from) + 1, from).isBlank()) {
                throw new Refused(problem);
            }
            return yaml.substring(0, from) + " ".repeat(to - from) + yaml.substring(to);
        }
    }
}
