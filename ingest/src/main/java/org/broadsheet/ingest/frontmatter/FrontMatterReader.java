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

    private FrontMatterReader() {}

    static SourceFile read(String file, YamlLimits limits) throws Malformed {
        // One kind of line end; no line moves by it.
        String text = file.indexOf('\r') < 0 ? file : file.replace("\r\n", "\n").replace('\r', '\n');
        int firstEnd = text.indexOf('\n');
        String first = (firstEnd < 0 ? text : text.substring(0, firstEnd)).stripTrailing();
        if (first.equals("+++")) {
            throw new Malformed(Complaint.problem(
                    1,
                    1,
                    "the front matter is TOML (+++)",
                    "write it as YAML, between lines of ---, such as title: First post"));
        }
        if (first.equals("{")) {
            throw new Malformed(Complaint.problem(
                    1,
                    1,
                    "the front matter is JSON ({)",
                    "write it as YAML, between lines of ---, such as title: First post"));
        }
        if (!first.equals("---")) {
            return new SourceFile.Readable(false, new AuthoredReader().none(), text, 0, List.of());
        }
        Matcher closing = CLOSING.matcher(text);
        if (firstEnd < 0 || !closing.find(firstEnd + 1)) {
            throw new Malformed(
                    Complaint.problem(1, 1, "the front matter is not closed", "put a line of --- below its last key"));
        }
        String yaml = text.substring(firstEnd + 1, closing.start());
        if (yaml.length() > limits.size()) {
            throw new Malformed(Complaint.problem(
                    1,
                    1,
                    "the front matter has " + yaml.length() + " characters, at most " + limits.size() + " are allowed",
                    "move what is text below the line of ---"));
        }
        int bodyStart = Math.min(text.length(), closing.end() + 1);
        int linesAbove = (int)
                text.substring(0, bodyStart).chars().filter(c -> c == '\n').count();
        Optional<YamlNode> value = Values.read(yaml, limits, 1);
        AuthoredReader reader = new AuthoredReader();
        Authored authored = value.isEmpty() ? reader.none() : reader.read(value.get());
        List<Complaint> complaints = reader.complaints();
        if (complaints.stream().anyMatch(Complaint::isProblem)) {
            return new SourceFile.Broken(new ArrayList<>(complaints));
        }
        return new SourceFile.Readable(true, authored, text.substring(bodyStart), linesAbove, complaints);
    }
}
