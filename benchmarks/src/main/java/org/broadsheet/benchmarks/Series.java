package org.broadsheet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The runs of one program, and the row of a table that tells of all of them. */
final class Series {
    private static final String HEAD = """
            | What | Runs | Median | Least to most | Posts a second | Posts a second of a processor | Processor time | Resident, at most |
            |---|---|---|---|---|---|---|---|""";

    private final String name;
    private final int posts;
    private final List<Run> runs = new ArrayList<>();

    Series(String name, int posts) {
        this.name = name;
        this.posts = posts;
    }

    /** A run that may take minutes is told of at once, beside the table. */
    void add(Run run) {
        runs.add(run);
        System.err.printf(
                Locale.ROOT, "%s: %.1f s, CPU %.1f s, %d MB%n", name, run.seconds(), run.cpu(), run.resident());
    }

    double seconds() {
        return median(Run::seconds);
    }

    double resident() {
        return median(Run::resident);
    }

    /** A whole table of all that have run. */
    static void print(List<Series> all) {
        System.out.println(HEAD);
        all.stream().filter(series -> !series.runs.isEmpty()).forEach(series -> System.out.println(series.row()));
        System.out.println();
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s s | %.1f s | %s s | %s | %s | %.1f s (%s) | %,.0f MB |",
                name,
                runs.stream()
                        .map(run -> String.format(Locale.ROOT, "%.1f", run.seconds()))
                        .collect(Collectors.joining(", ")),
                seconds(),
                spread(Run::seconds),
                rate(seconds()),
                rate(median(Run::cpu)),
                median(Run::cpu),
                spread(Run::cpu),
                resident());
    }

    private String rate(double seconds) {
        return posts == 0 ? "" : String.format(Locale.ROOT, "%,.0f", posts / seconds);
    }

    private double median(ToDoubleFunction<Run> of) {
        return median(runs.stream().map(of::applyAsDouble).toList());
    }

    private String spread(ToDoubleFunction<Run> of) {
        double[] sorted = sorted(runs.stream().map(of::applyAsDouble).toList());
        return String.format(Locale.ROOT, "%.1f to %.1f", sorted[0], sorted[sorted.length - 1]);
    }

    static double median(List<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
