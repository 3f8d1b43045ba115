package org.broadsheet.ingest.frontmatter;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** A date as the author wrote it: what is not written is not made up. */
public sealed interface AuthoredDate {
    /** {@code 2026-11-23}. */
    record Day(LocalDate day) implements AuthoredDate {}

    /** {@code 2026-11-23T10:00}: in the site's zone. */
    record Local(LocalDateTime time) implements AuthoredDate {}

    /** {@code 2026-11-23T10:00+01:00}. */
    record Zoned(OffsetDateTime time) implements AuthoredDate {}

    /** Empty when {@code text} is not a date, is none of the calendar from year 1 to 9999, or may be one of two. */
    static Optional<AuthoredDate> parse(String text) {
        return DateForms.read(text) instanceof DateForms.Taken taken ? Optional.of(taken.date()) : Optional.empty();
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
