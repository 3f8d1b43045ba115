package org.broadsheet.ingest.frontmatter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.data.BoundedJson;
import org.broadsheet.common.data.BoundedToml;
import org.broadsheet.common.data.BoundedYaml;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.data.DataOutcome;
import org.broadsheet.common.record.Finding;

/** Splits a file into front matter, be it YAML, TOML or JSON, and text. */
final class FrontMatterReader {
    /** At least three dashes, for some authors underline the whole block, or the end of a document of YAML. */
    private static final Pattern CLOSING = Pattern.compile("^(-{3,}|\\.{3})[ \\t]*$", Pattern.MULTILINE);

    private static final Pattern DASHES = Pattern.compile("^-{3,}[ \\t]*$", Pattern.MULTILINE);
    private static final Pattern TOML_CLOSING = Pattern.compile("^\\+{3,}[ \\t]*$", Pattern.MULTILINE);
    private static final Pattern OPENING = Pattern.compile("-{3,}[ \\t]*(#.*)?");
    private static final Pattern KEY =
            Pattern.compile("[\"']?\\p{L}[\\p{L}\\p{N}_. -]*+[\"']?+[ \\t]*+:(\\s|$)", Pattern.MULTILINE);
    /** A line above keys, as the first of what is the text already. */
    private static final Pattern AGAIN = Pattern.compile("\\s*(-{3,}|\\+{3})[ \\t]*\n");

    /** What can be no key. */
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}][^:=]*");

    /** As gray-matter has it, which Eleventy and most of Next.js's blogs read with. */
    private static final Pattern LANGUAGE =
            Pattern.compile("---[ \\t]*(?i:(yaml|yml)|(toml)|(json)|(js|javascript|coffee|coffeescript))");

    private static final Pattern JSON = Pattern.compile("\\{\\s*(\".*|})?");

    private final String text;
    private final DataLimits limits;

    private FrontMatterReader(String text, DataLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    static SourceFile read(String file, DataLimits limits) throws Malformed {
        return new FrontMatterReader(SourceFile.withLineFeeds(file), limits).read();
    }

    private SourceFile read() throws Malformed {
        int lineStart = firstLine();
        int lineEnd = text.indexOf('\n', lineStart);
        int start = lineEnd < 0 ? text.length() : lineEnd + 1;
        String first = text.substring(lineStart, start).stripTrailing();
        if (first.equals("+++")) {
            return toml(lineStart, start, TOML_CLOSING, "+++");
        }
        Matcher language = LANGUAGE.matcher(first);
        if (language.matches()) {
            return language(language, lineStart, start);
        }
        if (JSON.matcher(first).matches()) {
            return json(lineStart);
        }
        return yaml(lineStart, start, first);
    }

    private SourceFile yaml(int lineStart, int start, String first) throws Malformed {
        Matcher closing = CLOSING.matcher(text);
        boolean closed = closing.find(start);
        // Dots below words end a thought, and no keys.
        if (closed && closing.group().startsWith(".") && !beginsWithKey(start)) {
            closing.usePattern(DASHES);
            closed = closing.find(start);
        }
        boolean exact = lineStart == 0 && first.equals("---");
        if (exact ? !closed || isText(start, closing.start()) : !closed || !opens(first, start)) {
            return text(exact && !closed, text.substring(start).isBlank());
        }
        String yaml = text.substring(start, closing.start());
        checkSize(lineStart, yaml, "---");
        return below(BoundedYaml.readAll(yaml, limits, lines(start)), closing.end() + 1);
    }

    private SourceFile language(Matcher named, int lineStart, int start) throws Malformed {
        if (named.group(1) != null) {
            return yaml(lineStart, start, "---");
        }
        if (named.group(2) != null) {
            return toml(lineStart, start, DASHES, "---");
        }
        if (named.group(4) != null) {
            throw new Malformed(at(
                    lineStart,
                    "front matter in " + named.group(4) + " is not read",
                    "write it in YAML, below a line of ---"));
        }
        Matcher closing = DASHES.matcher(text);
        if (!closing.find(start)) {
            throw notClosed(lineStart, "---");
        }
        String json = text.substring(start, closing.start());
        checkSize(lineStart, json, "---");
        return below(BoundedJson.read(json, limits, lines(start)), closing.end() + 1);
    }

    private SourceFile toml(int lineStart, int start, Pattern end, String line) throws Malformed {
        Matcher closing = end.matcher(text);
        if (!closing.find(start)) {
            throw notClosed(lineStart, line);
        }
        String toml = text.substring(start, closing.start());
        checkSize(lineStart, toml, line);
        return below(BoundedToml.read(toml, limits, lines(start)), closing.end() + 1);
    }

    private SourceFile json(int lineStart) throws Malformed {
        int brace = text.indexOf('{', lineStart);
        Optional<Integer> end = BoundedJson.end(text, brace, limits.size());
        if (end.isEmpty()) {
            throw new Malformed(at(
                    brace,
                    "the front matter is not closed",
                    "close the { with } within " + limits.size() + " characters; if it is text, write words above it"));
        }
        int lineEnd = text.indexOf('\n', end.get());
        int bodyStart = lineEnd < 0 ? text.length() : lineEnd + 1;
        int behind = end.get();
        while (behind < bodyStart && Character.isWhitespace(text.charAt(behind))) {
            behind++;
        }
        // Blank to what stands before it, so that columns are those of the file.
        String json = " ".repeat(text.codePointCount(lineStart, brace)) + text.substring(brace, end.get());
        DataOutcome read = BoundedJson.read(json, limits, lines(lineStart));
        if (behind < bodyStart && read instanceof DataOutcome.Read) {
            throw new Malformed(at(
                    behind, "text behind the } that closes the front matter", "begin the text on a line of its own"));
        }
        return below(read, bodyStart);
    }

    private SourceFile below(DataOutcome read, int from) throws Malformed {
        Optional<DataNode> value = Values.of(read);
        int bodyStart = Math.min(text.length(), from);
        int linesAbove = lines(bodyStart);
        String body = text.substring(bodyStart);
        // Somebody, or a program, has put front matter above front matter.
        if (value.isEmpty() || AGAIN.matcher(body).lookingAt()) {
            Optional<Finding> mayHide =
                    UnreadTop.of("\n".repeat(linesAbove) + body, limits.size()).mayHide();
            if (mayHide.isPresent()) {
                throw new Malformed(mayHide.get());
            }
        }
        AuthoredReader reader = new AuthoredReader();
        Authored authored = value.isEmpty() ? reader.none(List.of()) : reader.read(value.get());
        List<Finding> findings = reader.findings();
        return findings.stream().anyMatch(Finding::isProblem)
                ? new SourceFile.Broken(findings, reader.mayHide())
                : new SourceFile.Readable(true, authored, body, linesAbove, findings);
    }

    private void checkSize(int lineStart, String written, String line) throws Malformed {
        if (written.length() > limits.size()) {
            throw new Malformed(at(
                    lineStart,
                    "the front matter has " + written.length() + " characters, at most " + limits.size()
                            + " are allowed",
                    "move what is text below the line of " + line));
        }
    }

    private Malformed notClosed(int lineStart, String line) {
        return new Malformed(
                at(lineStart, "the front matter is not closed", "put a line of " + line + " below its last key"));
    }

    private Finding at(int index, String message, String hint) {
        int line = text.lastIndexOf('\n', index - 1) + 1;
        return Finding.problem(lines(index) + 1, text.codePointCount(line, index) + 1, message, hint);
    }

    /** Where the first line begins that is not blank. */
    private int firstLine() {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    /**
     * A file without front matter, of which its author may have meant some.
     *
     * @param open whether a line of dashes begins it that is never closed, which with words below it is a line across a text
     */
    private SourceFile text(boolean open, boolean empty) throws Malformed {
        UnreadTop top = UnreadTop.of(text, limits.size());
        if (open && (empty || top.keys())) {
            throw notClosed(0, "---");
        }
        if (top.mayHide().isPresent()) {
            throw new Malformed(top.mayHide().get());
        }
        return new SourceFile.Readable(false, new AuthoredReader().none(top.due()), text, 0, List.of());
    }

    /** Other generators, and people, take this for the line above the keys, though it may be a line across a text too. */
    private boolean opens(String line, int start) {
        return OPENING.matcher(line).matches()
                && KEY.matcher(text).region(start, text.length()).lookingAt();
    }

    private boolean beginsWithKey(int start) {
        return text.substring(start)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> KEY.matcher(line).lookingAt() || line.startsWith("{"))
                .isPresent();
    }

    /** Whether words, with room above them, stand between two lines across a text. */
    private boolean isText(int start, int end) {
        String between = end < start ? "" : text.substring(start, end);
        return between.lines().findFirst().filter(String::isBlank).isPresent()
                && between.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .findFirst()
                        .filter(line -> WORDS.matcher(line).matches())
                        .isPresent()
                && between.lines().noneMatch(UnreadTop::hides);
    }

    private int lines(int end) {
        int lines = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            lines++;
        }
        return lines;
    }
}
