package org.broadsheet.ingest.permalink;

import java.util.List;
import java.util.regex.Pattern;

/** Whose placeholders a pattern has, and how what stands for them is made fit for a URL. */
public enum Dialect {
    JEKYLL(
            ":([a-z_]+)",
            "/:categories/:year/:month/:day/:title:output_ext",
            "year month day title slug categories slugified_categories output_ext i_month i_day short_year short_month"
                    + " long_month short_day long_day y_day week w_year w_day hour minute second path name basename"
                    + " collection"),
    HUGO(
            ":(\\w+(?:\\[.+?])?)",
            "/:year/:month/:slug/",
            "year month monthname day weekday weekdayname yearday section sections title slug slugorfilename filename"
                    + " contentbasename slugorcontentbasename"),
    SITE(":([a-z]+)", "/:year/:month/:slug", "year month day slug title section categories slugorfilename");

    final Pattern placeholder;
    final String example;
    private final String names;

    Dialect(String placeholder, String example, String names) {
        this.placeholder = Pattern.compile(placeholder);
        this.example = example;
        this.names = names;
    }

    /** What people are told of. */
    List<String> names() {
        return List.of(names.split(" "));
    }

    boolean knows(String name) {
        return names().contains(name)
                || (this == HUGO
                        && (GoDates.LAYOUTS.containsKey(name)
                                || Slice.PATTERN.matcher(name).matches()));
    }
}
