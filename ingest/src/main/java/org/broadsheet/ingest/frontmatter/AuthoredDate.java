package org.broadsheet.ingest.frontmatter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A date as the author wrote it: what is not written is not made up. */
public sealed interface AuthoredDate {
    /** {@code 2026-11-23}. */
    record Day(LocalDate day) implements AuthoredDate {}

    /** {@code 2026-11-23T10:00}: in the site's zone. */
    record Local(LocalDateTime time) implements AuthoredDate {}

    /** {@code 2026-11-23T10:00+01:00}. */
    record Zoned(OffsetDateTime time) implements AuthoredDate {}

    /** Between these a year has four digits in every zone, as feeds, sitemaps and pages need it. */
    LocalDateTime FIRST = LocalDateTime.parse("0001-01-02T00:00");

    LocalDateTime LAST = LocalDateTime.parse("9999-12-31T00:00");

    Pattern FORM = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})"
            + "(?:(?:[Tt]|\\s+)(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
            + "\\s*(?:([Zz]|UTC|GMT)|([+-])(\\d{2}):?(\\d{2})?)?)?");

    /** Empty when {@code text} is not a date, or is none of the calendar from year 1 to 9999. */
    static Optional<AuthoredDate> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3)));
            if (m.group(4) == null) {
                return Optional.of(day).filter(d -> fits(d.atStartOfDay())).map(Day::new);
            }
            String fraction = m.group(7) == null ? "" : m.group(7);
            LocalTime time = LocalTime.of(
                    number(m.group(4)),
                    number(m.group(5)),
                    number(m.group(6)),
                    number((fraction + "000000000").substring(0, 9)));
            LocalDateTime local = LocalDateTime.of(day, time);
            if (m.group(8) == null && m.group(9) == null) {
                return Optional.of(local).filter(AuthoredDate::fits).map(Local::new);
            }
            int sign = "-".equals(m.group(9)) ? -1 : 1;
            OffsetDateTime zoned =
                    local.atOffset(ZoneOffset.ofHoursMinutes(sign * number(m.group(10)), sign * number(m.group(11))));
            return Optional.of(zoned)
                    .filter(z -> fits(z.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()))
                    .map(Zoned::new);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean fits(LocalDateTime time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** As ISO 8601 writes it: {@code 2026-11-23}. */
    default String iso() {
        return switch (this) {
            case Day day -> day.day.toString();
            case Local local -> local.time.toString();
            case Zoned zoned -> zoned.time.toString();
        };
    }

    /** A day begins at 00:00 in the site's zone. */
    default Instant instant(ZoneId zone) {
        return switch (this) {
            case Day day -> day.day.atStartOfDay(zone).toInstant();
            case Local local -> local.time.atZone(zone).toInstant();
            case Zoned zoned -> zoned.time.toInstant();
        };
    }

    /**
     * Whether it lay ahead when a commit was made: a day if it is later than the commit's calendar day in the commit's own
     * offset, a time if it is later than the commit's.
     */
    default boolean isAfter(Instant commit, ZoneOffset offset, ZoneId zone) {
        return switch (this) {
            case Day day -> day.day.isAfter(commit.atOffset(offset).toLocalDate());
            case Local local -> instant(zone).isAfter(commit);
            case Zoned zoned -> instant(zone).isAfter(commit);
        };
    }
}
