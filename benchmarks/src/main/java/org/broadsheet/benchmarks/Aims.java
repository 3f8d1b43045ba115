package org.broadsheet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was to be reached, beside what was: a table of a row for each. */
final class Aims {
    private final List<String> rows = new ArrayList<>();

    /** @param unit that stands behind both figures, such as {@code " s"}; empty for a ratio */
    Aims atMost(String what, double figure, double bound, String unit) {
        return add(what, figure, "at most", bound, unit, figure <= bound);
    }

    Aims below(String what, double figure, double bound, String unit) {
        return add(what, figure, "below", bound, unit, figure < bound);
    }

    Aims atLeast(String what, double figure, double bound, String unit) {
        return add(what, figure, "at least", bound, unit, figure >= bound);
    }

    private Aims add(String what, double figure, String word, double bound, String unit, boolean reached) {
        rows.add(String.format(
                Locale.ROOT,
                bound < 100 ? "| %s | %.2f%s | %s %.2f%s | %s |" : "| %s | %,.0f%s | %s %,.0f%s | %s |",
                what,
                figure,
                unit,
                word,
                bound,
                unit,
                reached ? "reached" : "**missed**"));
        return this;
    }

    void print() {
        System.out.println("| Medians | Are | Aim | |\n|---|---|---|---|");
        rows.forEach(System.out::println);
        System.out.println();
    }
}
