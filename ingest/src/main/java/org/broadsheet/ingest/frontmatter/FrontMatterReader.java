package org.broadsheet.ingest.frontmatter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Finding;

/** Splits a file into front matter and text. */
final class FrontMatterReader {
    /** At least three dashes, for some authors underline the whole block. */
    private static final Pattern CLOSING = Pattern.compile("^-{3,}[ \\t]*$", Pattern.MULTILINE);

    private static final Pattern OPENING = Pattern.compile("-{3,}[ \\t]*(#.*)?");
    private static final Pattern KEY =
            Pattern.compile("[\"']?\\p{L}[\\p{L}\\p{N}_. -]*+[\"']?+[ \\t]*+:(\\s|$)", Pattern.MULTILINE);
    /** A line above keys, as the first of what is the text already. */
    private static final Pattern AGAIN = Pattern.compile("\\s*(-{3,}|\\+{3})[ \\t]*\n");

    /** What can be no key. */
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}][^:=]*");

    private static final Pattern JSON = Pattern.compile("\\{\\s*(\".*)?");

    private FrontMatterReader() {}

    static SourceFile read(String file, DataLimits limits) throws Malformed {
        // One kind of line end; no line moves by it.
        String text = file.indexOf('\r') < 0 ? file : file.replace("\r\n", "\n").replace('\r', '\n');
        int lineStart = firstLine(text);
        int lineEnd = text.indexOf('\n', lineStart);
        int start = lineEnd < 0 ? text.length() : lineEnd + 1;
        String first = text.substring(lineStart, start).stripTrailing();
        if (first.equals("+++")) {
            throw notYaml("TOML (+++)");
        }
        if (JSON.matcher(first).matches()) {
            throw notYaml("JSON ({)");
        }
        Matcher closing = CLOSING.matcher(text);
        boolean closed = closing.find(start);
        boolean exact = lineStart == 0 && first.equals("---");
        if (exact ? !closed || isText(text, start, closing.start()) : !closed || !opens(first, text, start)) {
            return text(text, exact && !closed, text.substring(start).isBlank(), limits);
        }
        int linesAboveYaml = lines(text, start);
        String yaml = text.substring(start, closing.start());
        if (yaml.length() > limits.size()) {
            throw new Malformed(Finding.problem(
                    "the front matter has " + yaml.length() + " characters, at most " + limits.size() + " are allowed",
                    "move what is text below the line of ---"));
        }
        int bodyStart = Math.min(text.length(), closing.end() + 1);
        int linesAbove = lines(text, bodyStart);
        Optional<DataNode> value = Values.read(yaml, limits, linesAboveYaml);
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

    /** Where the first line begins that is not blank. */
    private static int firstLine(String text) {
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
    private static SourceFile text(String text, boolean open, boolean empty, DataLimits limits) throws Malformed {
        UnreadTop top = UnreadTop.of(text, limits.size());
        if (open && (empty || top.keys())) {
            throw new Malformed(
                    Finding.problem("the front matter is not closed", "put a line of --- below its last key"));
        }
        if (top.mayHide().isPresent()) {
            throw new Malformed(top.mayHide().get());
        }
        return new SourceFile.Readable(false, new AuthoredReader().none(top.due()), text, 0, List.of());
    }

    /** Other generators, and people, take this for the line above the keys, though it may be a line across a text too. */
    private static boolean opens(String line, String text, int start) {
        return OPENING.matcher(line).matches()
                && KEY.matcher(text).region(start, text.length()).lookingAt();
    }

    /** Whether words, with room above them, stand between two lines across a text. */
    private static boolean isText(String text, int start, int end) {
        String between = end < start ? "" : text.substring(start, end);
        return between.lines().findFirst().filter(String::isBlank).isPresent()
                && between.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .findFirst()
                        .filter(line -> WORDS.matcher(line).matches())
                        .isPresent()
                && between.lines().noneMatch(UnreadTop::hides);
    }

    private static int lines(String text, int end) {
        return (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    private static Malformed notYaml(String what) {
        return new Malformed(Finding.problem(
                "the front matter is " + what, "write it as YAML, between lines of ---, such as title: First post"));
    }
}
