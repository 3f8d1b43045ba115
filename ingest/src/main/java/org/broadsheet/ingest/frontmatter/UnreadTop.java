package org.broadsheet.ingest.frontmatter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Finding;

/**
 * What the top of a file that is read as text throughout says in keys, be it below a line that is nearly one of dashes, without one,
 * or in a comment. A line across a text, with words below it, is none of these, and neither is what is shown as code.
 *
 * @param mayHide the first key that could hide the file
 * @param due the dates before none of which it may be read
 * @param keys whether keys are the first that stands below its opening line
 */
record UnreadTop(Optional<Finding> mayHide, List<Authored.Dated> due, boolean keys) {
    private static final Pattern OPENING =
            Pattern.compile("([-\u2010-\u2015\u2212]{2,}|\\+{3,}|;{3,})[ \\t]*(#.*|[a-zA-Z]{1,10})?|[\u2013-\u2015]");
    private static final Pattern CLOSING = Pattern.compile("[-\u2010-\u2015\u2212]{2,}|[+;.]{3,}");
    private static final Pattern OBJECT = Pattern.compile("\\{(?![{%#]).*");
    private static final Pattern STRUCTURE = Pattern.compile("#.*|[\\[\\]{}].*|[-*][ \\t].*");
    /** One key of a line, or of several in braces; as Nikola and reStructuredText write them too. */
    private static final Pattern KEY =
            Pattern.compile("(?<![^{,\\s-])(?:\\.\\.[ \\t]|[:@%])?[\"']?([\\p{L}_][\\p{L}\\p{N}_.-]{0,60})[\"']?"
                    + "[ \\t]*[:=\uFF1A](?=[\\s\"']|$|\\w)[ \\t]*([^,}]*)");
    /** Somebody forgot the colon. */
    private static final Pattern NO_COLON = Pattern.compile("(\\p{L}[\\p{L}_-]{0,60})[ \\t]+(true|yes|false|no)");

    private static final Pattern QUOTES = Pattern.compile("^[\"']|[\"']$");
    private static final Pattern WHOLE_COMMENT =
            Pattern.compile("\\[(?://|comment)]:[ \\t]*(?:#|<>)[ \\t]*[\"'(](.*)[\"')]");
    private static final String HTML = "<!--";
    private static final String[][] COMMENTS = {{HTML, "-->"}, {"{/*", "*/}"}, {"{#", "#}"}, {"%%", "%%"}};
    /** Of columns: what begins behind so many is code. */
    private static final int CODE = 4;

    UnreadTop {
        due = List.copyOf(due);
    }

    /** @param longest how many characters are looked at */
    static UnreadTop of(String text, int longest) {
        Scan scan = new Scan(text.substring(0, Math.min(text.length(), longest)).split("\n", -1));
        scan.all();
        return scan.result();
    }

    /** Whether a line, wherever it stands, is a key that could hide. */
    static boolean hides(String line) {
        Scan scan = new Scan(new String[] {line});
        scan.keysOf(0, visible(line), true);
        UnreadTop top = scan.result();
        return top.mayHide.isPresent() || !top.due.isEmpty();
    }

    /** @param marked whether a line above says that it was meant for front matter */
    private record Key(int line, String raw, String name, String value, boolean marked) {
        int column() {
            return 1 + raw.codePointCount(0, Math.max(0, raw.indexOf(name)));
        }

        HidingKey.Asks asks() {
            return HidingKey.of(name).map(hiding -> hiding.asks(scalar())).orElse(HidingKey.Asks.SHOW);
        }

        Optional<Authored.Dated> date() {
            return AuthoredReader.day(name)
                    .flatMap(day -> AuthoredDate.parse(value)
                            .map(date -> new Authored.Dated(day, new Written<>(date, line, column()), false)));
        }

        private String found() {
            return HidingKey.of(name).map(hiding -> hiding.found(scalar())).orElseGet(() -> Quoted.of(value));
        }

        private DataNode.Scalar scalar() {
            return new DataNode.Scalar(value, false, line, 1);
        }

        Finding mayHide() {
            return Finding.problem(
                    line,
                    column(),
                    Quoted.name(name) + ": found " + found() + " in what is no front matter",
                    "put a line of --- above the keys as the first of the file, and one below them; if it is text, write words above it");
        }
    }

    private static final class Scan {
        private final String[] lines;
        private final List<Key> found = new ArrayList<>();
        private boolean keys;
        /** Whether room is left below a heading: then a text has begun. */
        private boolean belowHeading;

        Scan(String[] lines) {
            this.lines = lines;
        }

        void all() {
            int at = belowComments();
            if (at == lines.length || isCode(at)) {
                return;
            }
            String first = visible(lines[at]);
            boolean object = OBJECT.matcher(first).matches();
            if (object || OPENING.matcher(first).matches()) {
                // Four and more with room below them are a line across.
                if (!first.matches("-{4,}")
                        || at + 1 == lines.length
                        || !visible(lines[at + 1]).isEmpty()) {
                    block(object ? at : at + 1, true);
                }
            } else if (!belowHeading && KEY.matcher(first).lookingAt()) {
                block(at, false);
            }
        }

        UnreadTop result() {
            boolean several = found.size() > 1;
            Optional<Finding> mayHide = found.stream()
                    .filter(key -> switch (key.asks()) {
                        case HIDE -> true;
                        case SHOW, DATE, HIDE_ELSEWHERE -> false;
                        // Words that stand alone are not asked for more than they say.
                        case UNKNOWN -> key.marked || (several && key.value.matches("\\S+"));
                    })
                    .findFirst()
                    .map(Key::mayHide);
            return new UnreadTop(
                    mayHide, found.stream().flatMap(key -> key.date().stream()).toList(), keys);
        }

        /** The first line below blank ones, comments and headings; what comments say is taken in. */
        private int belowComments() {
            boolean heading = false;
            int at = 0;
            while (at < lines.length) {
                String line = visible(lines[at]);
                int end = commentEnd(at, line);
                if (line.startsWith("#") || line.startsWith("//")) {
                    heading = true;
                } else if (line.isEmpty()) {
                    belowHeading |= heading;
                } else if (end < 0) {
                    return at;
                } else {
                    at = end;
                }
                at++;
            }
            return at;
        }

        /** The last line of the comment that begins in the line; below 0 when none does. */
        private int commentEnd(int at, String line) {
            Matcher whole = WHOLE_COMMENT.matcher(line);
            if (whole.matches()) {
                keysOf(at, whole.group(1), false);
                return at;
            }
            for (String[] form : COMMENTS) {
                if (line.startsWith(form[0])) {
                    List<String> said = new ArrayList<>(List.of(line.substring(form[0].length())));
                    int end = at;
                    while (!said.getLast().contains(form[1]) && end + 1 < lines.length) {
                        end++;
                        said.add(visible(lines[end]));
                    }
                    int close = said.getLast().indexOf(form[1]);
                    if (close < 0 && !form[0].equals(HTML)) {
                        return -1;
                    }
                    said.add(close < 0 ? said.removeLast() : said.removeLast().substring(0, close));
                    for (int i = 0; i < said.size(); i++) {
                        keysOf(at + i, said.get(i).strip(), false);
                    }
                    return end;
                }
            }
            return -1;
        }

        /** Below the first words nothing counts but what stands in one paragraph with them. */
        private void block(int from, boolean marked) {
            boolean words = false;
            boolean room = false;
            boolean heading = false;
            for (int i = from; i < lines.length; i++) {
                String line = visible(lines[i]);
                if (CLOSING.matcher(line).matches() || (line.isEmpty() && words)) {
                    return;
                }
                boolean any = keysOf(i, line, marked);
                keys |= any && !words && !(heading && room);
                if (!any && !marked && room && !line.isEmpty()) {
                    return;
                }
                room |= line.isEmpty();
                heading |= line.startsWith("#");
                words |= !any
                        && !line.isEmpty()
                        && !STRUCTURE.matcher(line).matches()
                        && !Character.isWhitespace(lines[i].charAt(0));
            }
        }

        private boolean keysOf(int at, String line, boolean marked) {
            int before = found.size();
            Matcher key = KEY.matcher(line);
            if (line.startsWith("{")) {
                key.region(1, line.length());
                inBraces(at, key, marked);
            } else if (key.lookingAt()) {
                add(at, key, marked);
                if (key.group(2).startsWith("{")) {
                    key.region(key.start(2) + 1, line.length());
                    inBraces(at, key, marked);
                }
            } else if (marked) {
                Matcher forgotten = NO_COLON.matcher(line);
                if (forgotten.matches()) {
                    Key one = new Key(at + 1, lines[at], forgotten.group(1), forgotten.group(2), true);
                    if (one.asks() == HidingKey.Asks.HIDE) {
                        found.add(one);
                    }
                }
            }
            return found.size() > before;
        }

        private void inBraces(int at, Matcher key, boolean marked) {
            while (key.find()) {
                add(at, key, marked);
            }
        }

        private void add(int at, Matcher key, boolean marked) {
            String name = key.group(1);
            String value = key.group(2).replaceFirst("(^|\\s)#.*", "").strip();
            found.add(new Key(at + 1, lines[at], name, QUOTES.matcher(value).replaceAll(""), marked));
        }

        /** Not when its keys are none: then somebody indented the line above them. */
        private boolean isCode(int at) {
            boolean opensKeys = OPENING.matcher(visible(lines[at])).matches()
                    && at + 1 < lines.length
                    && !visible(lines[at + 1]).isEmpty()
                    && indent(lines[at + 1]) < CODE;
            return indent(lines[at]) >= CODE && !opensKeys;
        }
    }

    private static int indent(String line) {
        int columns = 0;
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case ' ' -> columns++;
                case '\t' -> columns += CODE - columns % CODE;
                default -> {
                    return columns;
                }
            }
        }
        return columns;
    }

    private static String visible(String line) {
        return line.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .map(c -> Character.isSpaceChar(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
