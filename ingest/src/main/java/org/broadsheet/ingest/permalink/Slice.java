package org.broadsheet.ingest.permalink;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Some of Hugo's sections: {@code sections[1:]}, {@code sections[:last]}, {@code sections[last]}, {@code sections[0]}. */
final class Slice {
    private static final String INDEX = "(\\d{1,4}|last)";
    static final Pattern PATTERN = Pattern.compile("sections\\[(?:" + INDEX + "|" + INDEX + "?:" + INDEX + "?)]");

    private Slice() {}

    /** Beyond the last there are none. */
    static List<String> of(String placeholder, List<String> sections) {
        Matcher m = PATTERN.matcher(placeholder);
        if (!m.matches() || sections.isEmpty()) {
            return List.of();
        }
        if (m.group(1) != null) {
            int at = index(m.group(1), sections, 0);
            return at < sections.size() ? List.of(sections.get(at)) : List.of();
        }
        int from = Math.min(index(m.group(2), sections, 0), sections.size());
        int to = Math.min(index(m.group(3), sections, sections.size()), sections.size());
        return from < to ? sections.subList(from, to) : List.of();
    }

    private static int index(@Nullable String written, List<String> sections, int none) {
        if (written == null) {
            return none;
        }
        // Of one section Hugo takes none for the last.
        return written.equals("last") ? Math.max(1, sections.size() - 1) : Integer.parseInt(written);
    }
}
