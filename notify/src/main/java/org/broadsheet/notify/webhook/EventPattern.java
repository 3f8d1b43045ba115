package org.broadsheet.notify.webhook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.record.Event;

/**
 * Which event types an endpoint wants: a whole name ({@code post.published}), all of a kind ({@code post.*}), or all
 * ({@code *}).
 */
record EventPattern(String text) {
    private static final List<String> TYPES =
            Arrays.stream(Event.Type.values()).map(Event.Type::toString).toList();
    private static final List<String> KINDS = TYPES.stream()
            .map(type -> type.substring(0, type.indexOf('.')) + ".*")
            .distinct()
            .toList();
    private static final int MAX_DISTANCE = 4;

    boolean matches(Event.Type type) {
        return text.equals("*")
                || text.equals(type.toString())
                || (text.endsWith(".*") && type.toString().startsWith(text.substring(0, text.length() - 1)));
    }

    /** What is wrong with {@code text} as a pattern, and what may have been meant; empty if it is one. */
    static Optional<String> problem(String text) {
        if (text.equals("*") || TYPES.contains(text) || KINDS.contains(text)) {
            return Optional.empty();
        }
        String near = "";
        int best = MAX_DISTANCE;
        for (String known : Stream.concat(TYPES.stream(), KINDS.stream()).toList()) {
            int distance = distance(text, known);
            if (distance < best) {
                best = distance;
                near = known;
            }
        }
        List<String> all = new ArrayList<>(KINDS);
        all.addAll(TYPES);
        return Optional.of("no event type \"" + text + "\""
                + (near.isEmpty() ? "; there are " + String.join(", ", all) : "; did you mean " + near + "?"));
    }

    /** Levenshtein's, of texts that are short. */
    private static int distance(String a, String b) {
        if (a.length() > b.length() + MAX_DISTANCE) {
            return MAX_DISTANCE;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
