package org.broadsheet.ingest.frontmatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoredDateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-02",
                "0001-01-02 00:00",
                "0001-01-01T18:00-18:00",
                "1969-12-31",
                "2026-02-28T23:59:59.999999999+14:00",
                "9999-12-31",
                "9999-12-31T00:00",
                "9999-12-31T14:00+14:00",
            })
    void hasAYearOfFourDigitsInEveryZone(String text) {
        Optional<AuthoredDate> date = AuthoredDate.parse(text);

        assertThat(date).isPresent();
        for (ZoneId site : new ZoneId[] {ZoneOffset.MIN, ZoneOffset.UTC, ZoneOffset.MAX}) {
            Instant instant = date.get().instant(site);
            assertThat(instant.toString()).matches("\\d{4}-.*").doesNotStartWith("0000");
            assertThat(instant.atZone(site).getYear()).isBetween(1, 9999);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-00-00",
                "0000-01-01",
                "0000-12-31T23:00-18:00",
                "0001-01-01",
                "0001-01-02T00:00+00:01",
                "-0005-01-01",
                "10000-01-01",
                "999999999-01-01",
                "9999-12-31T00:00:01",
                "9999-12-31T23:59:59.999999999",
                "9999-12-31T23:59:59-18:00",
                "2026-02-29",
                "2026-01-01T25:00",
                "2026-01-01T00:00+19:00",
            })
    void isNoneBeyondThatOrOutsideTheCalendar(String text) {
        assertThat(AuthoredDate.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-1-2", " 2026-01-02 ", "2026-01-02"})
    void isReadAsPeopleWriteIt(String text) {
        assertThat(AuthoredDate.parse(text)).contains(new AuthoredDate.Day(LocalDate.of(2026, 1, 2)));
    }
}
