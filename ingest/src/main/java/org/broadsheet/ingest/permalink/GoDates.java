package org.broadsheet.ingest.permalink;

import static java.util.Map.entry;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The parts of Go's reference time, each of which is a placeholder to Hugo: {@code :2006}, {@code :Jan}. */
final class GoDates {
    static final Map<String, DateTimeFormatter> LAYOUTS = Map.ofEntries(
            entry("2006", of("yyyy")),
            entry("06", of("yy")),
            entry("01", of("MM")),
            entry("1", of("M")),
            entry("Jan", of("MMM")),
            entry("January", of("MMMM")),
            entry("02", of("dd")),
            entry("2", of("d")),
            entry("002", of("DDD")),
            entry("Mon", of("EEE")),
            entry("Monday", of("EEEE")),
            entry("15", of("HH")),
            entry("03", of("hh")),
            entry("3", of("h")),
            entry("04", of("mm")),
            entry("4", of("m")),
            entry("05", of("ss")),
            entry("5", of("s")),
            entry("PM", of("a")));

    private GoDates() {}

    private static DateTimeFormatter of(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    static String format(LocalDateTime time, String layout) {
        DateTimeFormatter formatter = LAYOUTS.get(layout);
        if (formatter == null) {
            throw new IllegalArgumentException("\"" + layout + "\" is no placeholder of Hugo's");
        }
        return formatter.format(time);
    }
}
