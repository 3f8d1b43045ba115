package org.broadsheet.ingest.frontmatter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.yaml.YamlNode;

/**
 * Looks at the top of a file that is read as text throughout: whether it was meant for front matter and holds a key that could hide
 * the file. A line across a text, with words below it, is none.
 */
final class UnreadTop {
    /** Characters that are looked at, whatever the file holds. */
    private static final int LONGEST = 8 << 10;

    private static final Pattern OPENING =
            Pattern.compile("([-\u2010-\u2015\u2212]{2,}|\\+{3,}|;{3,})[ \\t]*(#.*|[a-zA-Z]{1,10})?|[\u2013-\u2015]");
    private static final Pattern CLOSING = Pattern.compile("[-\u2010-\u2015\u2212]{2,}|[+;.]{3,}");
    private static final Pattern OBJECT = Pattern.compile("\\{(?![{%#]).*");
    private static final Pattern STRUCTURE = Pattern.compile("#.*|[\\[\\]{}].*|[-*][ \\t].*");
    /** One key of a line, or of several in braces. */
    private static final Pattern KEY = Pattern.compile(
            "(?<![^{,\\s-])[\"']?(\\p{L}[\\p{L}\\p{N}_.-]{0,60})[\"']?[ \\t]*[:=](?=[\\s\"']|$|\\w)[ \\t]*([^,}]*)");

    private static final Pattern QUOTES = Pattern.compile("^[\"']|[\"']$");

    private UnreadTop() {}

    static Optional<Complaint> mayHide(String text) {
        String[] lines = text.substring(0, Math.min(text.length(), LONGEST)).split("\n", -1);
        int at = firstLine(lines);
        if (at == lines.length) {
            return Optional.empty();
        }
        String first = visible(lines[at]);
        boolean object = OBJECT.matcher(first).matches();
        if (!object && !OPENING.matcher(first).matches()) {
            return Optional.empty();
        }
        if (first.matches("-{4,}")
                && at + 1 < lines.length
                && visible(lines[at + 1]).isEmpty()) {
            return Optional.empty(); // a line across, with room below it
        }
        for (int i = object ? at : at + 1; i < lines.length; i++) {
            String line = visible(lines[i]);
            if (CLOSING.matcher(line).matches()) {
                break;
            }
            Matcher key = KEY.matcher(line);
            boolean braces = line.startsWith("{");
            boolean found = braces ? key.find() : key.lookingAt();
            boolean structure =
                    line.isEmpty() || STRUCTURE.matcher(line).matches() || Character.isWhitespace(lines[i].charAt(0));
            if (!found && !structure) {
                break;
            }
            while (found) {
                if (mayHide(key.group(1), value(key.group(2)))) {
                    return Optional.of(complaint(i + 1, lines[i], key.group(1), value(key.group(2))));
                }
                found = braces && key.find();
            }
        }
        return Optional.empty();
    }

    /** Below blank lines and comments. */
    private static int firstLine(String[] lines) {
        boolean comment = false;
        for (int i = 0; i < lines.length; i++) {
            String line = visible(lines[i]);
            if (comment || line.startsWith("<!--")) {
                comment = !line.contains("-->");
            } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("//")) {
                return i;
            }
        }
        return lines.length;
    }

    private static boolean mayHide(String key, String value) {
        YamlNode.Scalar scalar = new YamlNode.Scalar(value, false, 1, 1);
        return HidingKey.of(key)
                .map(hiding -> hiding.asks(scalar))
                .filter(asks -> asks != HidingKey.Asks.SHOW)
                .isPresent();
    }

    private static String value(String written) {
        String value = written.replaceFirst("(^|\\s)#.*", "").strip();
        return QUOTES.matcher(value).replaceAll("");
    }

    private static String visible(String line) {
        return line.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static Complaint complaint(int line, String whole, String key, String value) {
        return Complaint.problem(
                line,
                1 + whole.codePointCount(0, whole.indexOf(key)),
                Quoted.name(key) + ": found " + Quoted.of(value) + " in what would be read as text",
                "put a line of --- above the keys as the first of the file, and one below them; if it is text, write words above it");
    }
}
