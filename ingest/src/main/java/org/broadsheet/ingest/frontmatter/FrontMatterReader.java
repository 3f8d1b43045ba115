package org.broadsheet.ingest.frontmatter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.yaml.YamlLimits;
import org.broadsheet.common.yaml.YamlNode;

/** Splits a file into front matter and text. */
final class FrontMatterReader {
    /** At least three dashes, for some authors underline the whole block. */
    private static final Pattern CLOSING = Pattern.compile("^-{3,}[ \\t]*$", Pattern.MULTILINE);

    private static final Pattern OPENING = Pattern.compile("-{3,}[ \\t]*(#.*)?");
    private static final Pattern KEY =
            Pattern.compile("[\"']?\\p{L}[\\p{L}\\p{N}_. -]*+[\"']?+[ \\t]*+:(\\s|$)", Pattern.MULTILINE);
    private static final Pattern JSON = Pattern.compile("\\{\\s*(\".*)?");

    private FrontMatterReader() {}

    static SourceFile read(String file, YamlLimits limits) throws Malformed {
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
        if (!exact
                && !(closed
                        && isOpening(first)
                        && KEY.matcher(text).region(start, text.length()).lookingAt())) {
            Optional<Complaint> unread = UnreadTop.mayHide(text);
            if (unread.isPresent()) {
                throw new Malformed(unread.get());
            }
            return new SourceFile.Readable(false, new AuthoredReader().none(), text, 0, List.of());
        }
        if (!closed) {
            throw new Malformed(
                    Complaint.problem(1, 1, "the front matter is not closed", "put a line of --- below its last key"));
        }
        int linesAboveYaml = lines(text, start);
        String yaml = text.substring(start, closing.start());
        if (yaml.length() > limits.size()) {
            throw new Malformed(Complaint.problem(
                    1,
                    1,
                    "the front matter has " + yaml.length() + " characters, at most " + limits.size() + " are allowed",
                    "move what is text below the line of ---"));
        }
        int bodyStart = Math.min(text.length(), closing.end() + 1);
        int linesAbove = lines(text, bodyStart);
        Optional<YamlNode> value = Values.read(yaml, limits, linesAboveYaml);
        AuthoredReader reader = new AuthoredReader();
        Authored authored = value.isEmpty() ? reader.none() : reader.read(value.get());
        List<Complaint> complaints = reader.complaints();
        if (complaints.stream().anyMatch(Complaint::isProblem)) {
            return new SourceFile.Broken(new ArrayList<>(complaints));
        }
        return new SourceFile.Readable(true, authored, text.substring(bodyStart), linesAbove, complaints);
    }

    /** Where the first line begins that is not blank. */
    private static int firstLine(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    /** What other generators, or people, take for the line above the keys, though it may be a line across a text too. */
    private static boolean isOpening(String line) {
        return OPENING.matcher(line).matches();
    }

    private static int lines(String text, int end) {
        return (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    private static Malformed notYaml(String what) {
        return new Malformed(Complaint.problem(
                1,
                1,
                "the front matter is " + what,
                "write it as YAML, between lines of ---, such as title: First post"));
    }
}
