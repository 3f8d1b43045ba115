package org.broadsheet.render.markdown;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of one document's headings: those that their author gave, and for the others those that GitHub makes, the same words, the
 * same anchor. Each is there once; what the author gave goes before what is made, wherever it stands.
 */
public final class HeadingIds {
    /** What footnotes, and the places of the page itself, are called. */
    private static final Pattern TAKEN = Pattern.compile("fn(ref)?-\\d+(-\\d+)?|page\\..*");

    private final Map<String, Integer> repeats = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    /** @param given by the author, to headings anywhere in the document */
    HeadingIds(Set<String> given) {
        given.forEach(id -> repeats.put(id, 0));
    }

    /** The id of the next heading in order, to which its author gave {@code id}. */
    String explicit(String id) {
        return given.add(id) && !isTaken(id) ? id : unused(id);
    }

    /** The id of the next heading in order. */
    String next(String text) {
        return unused(plain(text));
    }

    /** Whether an author may not give it: it is a footnote's, or a place of the page itself. */
    public static boolean isTaken(String id) {
        return TAKEN.matcher(id).matches();
    }

    private String unused(String wanted) {
        String first = isTaken(wanted) ? "section-" + wanted : wanted;
        String id = first;
        while (repeats.containsKey(id)) {
            id = first + "-" + repeats.merge(first, 1, Integer::sum);
        }
        repeats.put(id, 0);
        return id;
    }

    private static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (c == ' ') {
                out.append('-');
            } else if (c == '-' || isWord(c)) {
                out.appendCodePoint(c);
            }
        });
        // An id may not be empty: a heading of signs alone.
        return out.isEmpty() ? "section" : out.toString();
    }

    static boolean isWord(int c) {
        return Character.isLetterOrDigit(c)
                || switch (Character.getType(c)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.LETTER_NUMBER,
                            Character.OTHER_NUMBER -> true;
                    default -> false;
                };
    }
}
