package org.broadsheet.ingest.permalink;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whose placeholders a pattern has, and how what stands for them is made fit for a URL. */
public enum Dialect {
    JEKYLL(
            ":([a-z_]+)",
            "/:categories/:year/:month/:day/:title:output_ext",
            List.of(
                    "year",
                    "month",
                    "day",
                    "title",
                    "slug",
                    "categories",
                    "slugified_categories",
                    "output_ext",
                    "i_month",
                    "i_day",
                    "short_year",
                    "short_month",
                    "long_month",
                    "short_day",
                    "long_day",
                    "y_day",
                    "week",
                    "w_year",
                    "w_day",
                    "hour",
                    "minute",
                    "second",
                    "path",
                    "name",
                    "basename",
                    "collection"),
            Set.of()),
    HUGO(
            ":(\\w+(?:\\[.+?])?)",
            "/:year/:month/:slug/",
            List.of(
                    "year",
                    "month",
                    "monthname",
                    "day",
                    "weekday",
                    "weekdayname",
                    "yearday",
                    "section",
                    "sections",
                    "title",
                    "slug",
                    "slugorfilename",
                    "filename",
                    "contentbasename",
                    "slugorcontentbasename"),
            GoDates.LAYOUTS.keySet()),
    SITE(
            ":([a-z]+)",
            "/:year/:month/:slug",
            List.of("year", "month", "day", "slug", "title", "section", "categories", "slugorfilename"),
            Set.of());

    final Pattern placeholder;
    final String example;
    /** What people are told of. */
    final List<String> names;

    private final Set<String> others;

    Dialect(String placeholder, String example, List<String> names, Set<String> others) {
        this.placeholder = Pattern.compile(placeholder);
        this.example = example;
        this.names = names;
        this.others = others;
    }

    boolean knows(String name) {
        return names.contains(name)
                || others.contains(name)
                || (this == HUGO && Slice.PATTERN.matcher(name).matches());
    }
}
