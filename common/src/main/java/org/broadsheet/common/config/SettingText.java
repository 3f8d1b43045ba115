package org.broadsheet.common.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written. What is written otherwise is refused with what is wanted. */
final class SettingText {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(KiB|MiB|GiB)?");
    private static final Pattern FRACTION = Pattern.compile("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB");

    private SettingText() {}

    static long number(String text, long max) {
        Matcher matcher = NUMBER.matcher(text);
        if (matcher.matches()) {
            int shift = matcher.group(2) == null ? 0 : 10 * (1 + UNITS.indexOf(matcher.group(2)));
            long number = Long.parseLong(matcher.group(1));
            if (number <= max >> shift) {
                return number << shift;
            }
        }
        String size = max < 512 << 10
                ? ""
                : max < 2 << 20 ? ", or a size such as 512KiB" : ", or a size such as 512KiB or 2MiB";
        throw new IllegalArgumentException("write a whole number up to " + max + size);
    }

    static double fraction(String text) {
        if (!FRACTION.matcher(text).matches()) {
            throw new IllegalArgumentException("write a number from 0 to 1, such as 0.2");
        }
        return Double.parseDouble(text);
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write a duration such as 100ms, 10s, 5m or 2h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static URI url(String text) {
        return BaseUrl.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("write an http or https URL, such as https://example.org/blog"));
    }
}
