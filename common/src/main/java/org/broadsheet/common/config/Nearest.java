package org.broadsheet.common.config;

import java.util.Optional;

/** "Did you mean": the name that is most like what was written, if one is. */
public final class Nearest {
    private Nearest() {}

    /**
     * The nearest of {@code names} within a quarter of the letters, of equally near ones the first in the alphabet. One that has no
     * letter in common is not near, however short it is.
     */
    public static Optional<String> of(String written, Iterable<String> names) {
        return of(written, names, 1);
    }

    /** @param least letters that may differ however short the name is */
    static Optional<String> of(String written, Iterable<String> names, int least) {
        int max = Math.max(least, written.length() / 4);
        String best = null;
        int bestDistance = max + 1;
        for (String name : names) {
            int distance = EditDistance.of(written, name, Math.min(max, bestDistance));
            if (distance >= Math.max(written.length(), name.length())) {
                continue;
            }
            if (distance < bestDistance || (distance == bestDistance && best != null && name.compareTo(best) < 0)) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }
}
