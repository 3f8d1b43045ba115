package org.broadsheet.render.markdown;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The ids of one document's headings, as GitHub makes them: the same words, the same anchor. */
final class HeadingIds {
    private final Map<String, Integer> repeats = new HashMap<>();

    /** The id of the next heading in order. */
    String next(String text) {
        String plain = plain(text);
        String id = plain;
        while (repeats.containsKey(id)) {
            id = plain + "-" + repeats.merge(plain, 1, Integer::sum);
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

    private static boolean isWord(int c) {
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
