package org.broadsheet.ingest.frontmatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that the generators take, as their own parsers have them; each in lower case and capitals too. */
@Timeout(20)
class DateFormsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Days.
                "2023-09-14                          | 2023-09-14",
                "2023-9-4                            | 2023-09-04",
                "2023/09/14                          | 2023-09-14",
                "2024/5/6                            | 2024-05-06",
                "2023.09.14                          | 2023-09-14",
                "20230914                            | 2023-09-14",
                "2023-09                             | 2023-09-01",
                "2023/9                              | 2023-09-01",
                "September 2023                      | 2023-09-01",
                "2023-W37-4                          | 2023-09-14",
                "2023-257                            | 2023-09-14",
                "14/Sep/2023                         | 2023-09-14",
                "the 14th of September 2023          | 2023-09-14",
                "5th May, 2023                       | 2023-05-05",
                "12 December 2023, 10:00 a.m. EST    | 2023-12-12T10:00-05:00",
                "Sep 14 2023                         | 2023-09-14",
                "Sep 14, 2023                        | 2023-09-14",
                "Sep. 14, 2023                       | 2023-09-14",
                "Sept 4, 2023                        | 2023-09-04",
                "September 14, 2023                  | 2023-09-14",
                "September 14th, 2023                | 2023-09-14",
                "14 September 2023                   | 2023-09-14",
                "14th of September 2023              | 2023-09-14",
                "14. September 2023                  | 2023-09-14",
                "14 Sep 2023                         | 2023-09-14",
                "14-Sep-2023                         | 2023-09-14",
                "02 Jan 06                           | 2006-01-02",
                "3 May 98                            | 1998-05-03",
                "2023-Sep-14                         | 2023-09-14",
                "Thu, 14 Sep 2023                    | 2023-09-14",
                "Thursday, September 14, 2023        | 2023-09-14",
                "Thursday 14 September 2023          | 2023-09-14",
                "14/09/2023                          | 2023-09-14",
                "9/14/2023                           | 2023-09-14",
                "14.09.2023                          | 2023-09-14",
                "14-09-2023                          | 2023-09-14",
                "04/04/2023                          | 2023-04-04",
                // Times in the site's zone.
                "2023-09-14T10:00                    | 2023-09-14T10:00",
                "2023-09-14 10:00:30                 | 2023-09-14T10:00:30",
                "2023-09-14 9:05                     | 2023-09-14T09:05",
                "2023/09/14 10:00:30.25              | 2023-09-14T10:00:30.250",
                "2023-09-14 10:00 pm                 | 2023-09-14T22:00",
                "2023-09-14 12:30 AM                 | 2023-09-14T00:30",
                "2023-09-14, 10:00                   | 2023-09-14T10:00",
                "2023-09-14T10:00:00.123456789012    | 2023-09-14T10:00:00.123456789",
                "Sep 14, 2023 10:00                  | 2023-09-14T10:00",
                "Sep 14, 2023, 10:00:00 AM           | 2023-09-14T10:00",
                "September 14, 2023 at 10:00 PM      | 2023-09-14T22:00",
                "September 14, 2023 10pm             | 2023-09-14T22:00",
                "Thu Sep 14 10:00:00 2023            | 2023-09-14T10:00",
                "9/14/2023, 10:00:00 AM              | 2023-09-14T10:00",
                "20230914T100030                     | 2023-09-14T10:00:30",
                "20230914100030                      | 2023-09-14T10:00:30",
                // The end of a day, and leap seconds.
                "2023-05-04T24:00                    | 2023-05-05T00:00",
                "2023-12-31 24:00:00                 | 2024-01-01T00:00",
                "20230504T240000                     | 2023-05-05T00:00",
                "2023-05-04T24:00:00Z                | 2023-05-05T00:00Z",
                "2023-05-04T24:00:00.000+02:00       | 2023-05-05T00:00+02:00",
                "2016-12-31T23:59:60Z                | 2017-01-01T00:00Z",
                "2016-12-31 23:59:60.5               | 2017-01-01T00:00:00.500",
                "2023-05-04 10:30:60                 | 2023-05-04T10:31",
                "20161231235960                      | 2017-01-01T00:00",
                // With a zone.
                "2023-09-14T10:00:00Z                | 2023-09-14T10:00Z",
                "2023-09-14T10:00:00.000Z            | 2023-09-14T10:00Z",
                "2023-09-14T10:00:00+02:00           | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00:00 +0200           | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00:00 +02             | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00:00 UTC             | 2023-09-14T10:00Z",
                "2023-09-14 10:00 CEST               | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00 GMT+2              | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00:00 -0500 EST       | 2023-09-14T10:00-05:00",
                "2023-09-14 10:00:00 +0200 +0200     | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00 Europe/Berlin      | 2023-09-14T10:00+02:00",
                "2023-09-14 10:00 America/New_York   | 2023-09-14T10:00-04:00",
                "2023-09-14T10:00:00 America/Argentina/Buenos_Aires | 2023-09-14T10:00-03:00",
                "2023-01-14T10:00[America/New_York]  | 2023-01-14T10:00-05:00",
                "2023-09-14 10:00 Etc/GMT+5          | 2023-09-14T10:00-05:00",
                "2023-09-14T10:00:00[Etc/GMT-14]     | 2023-09-14T10:00+14:00",
                "2023-09-14 10:00 EST5EDT            | 2023-09-14T10:00-04:00",
                "2023-09-14 10:00 Japan              | 2023-09-14T10:00+09:00",
                "2023-09-14 10:00 America/Port-au-Prince | 2023-09-14T10:00-04:00",
                "2023-09-14T10:00+02:00[Europe/Berlin] | 2023-09-14T10:00+02:00",
                "Thu, 14 Sep 2023 10:00:00 +0200     | 2023-09-14T10:00+02:00",
                "Thu, 14 Sep 2023 10:00:00 GMT       | 2023-09-14T10:00Z",
                "Thu, 14 Sep 23 10:00 EDT            | 2023-09-14T10:00-04:00",
                "Thursday, 14-Sep-23 10:00:00 UTC    | 2023-09-14T10:00Z",
                "14 Sep 23 10:00 +0200               | 2023-09-14T10:00+02:00",
                "Thu Sep 14 10:00:00 CEST 2023       | 2023-09-14T10:00+02:00",
                "Thu Sep 14 10:00:00 +0200 2023      | 2023-09-14T10:00+02:00",
                "Thu Sep 14 10:00:00 AM PDT 2023     | 2023-09-14T10:00-07:00",
                "Thu Sep 14 2023 10:00:00 GMT+0200 (Central European Summer Time) | 2023-09-14T10:00+02:00",
                "20230914T100030Z                    | 2023-09-14T10:00:30Z",
                "1694685600                          | 2023-09-14T10:00Z",
                "1694685600000                       | 2023-09-14T10:00Z",
            })
    void isADate(String text, String iso) {
        for (String written :
                new String[] {text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT), "  " + text + " "}) {
            assertThat(AuthoredDate.parse(written))
                    .map(AuthoredDate::iso)
                    .as(written)
                    .contains(iso);
        }
        assertThat(AuthoredDate.parse(text.replace(' ', '\u202f')))
                .map(AuthoredDate::iso)
                .contains(iso);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "03/04/2023                | 2023-03-04       | 2023-04-03",
                "4/3/2023                  | 2023-03-04       | 2023-04-03",
                "03.04.2023                | 2023-03-04       | 2023-04-03",
                "12-11-2023                | 2023-11-12       | 2023-12-11",
                "03/04/2023 10:00          | 2023-03-04T10:00 | 2023-04-03T10:00",
                "03/04/2023 10:00:00 +0200 | 2023-03-04T10:00+02:00 | 2023-04-03T10:00+02:00",
            })
    void isOneOfTwo(String text, String earlier, String later) {
        assertThat(DateForms.read(text)).isInstanceOfSatisfying(DateForms.Ambiguous.class, either -> {
            assertThat(either.earlier().iso()).isEqualTo(earlier);
            assertThat(either.later().iso()).isEqualTo(later);
        });
        assertThat(AuthoredDate.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-30",
                "2023-366",
                "2023-W60-1",
                "2023-13-01",
                "30 February 2024",
                "Feb 30, 2024",
                "13/14/2023",
                "31/04/2023",
                "20241301",
                "2023-09-14T25:00",
                "2023-09-14T24:00:01",
                "2023-09-14T24:01",
                "2023-09-14T10:00:61",
                "2023-09-14 10:61",
                "2023-09-14 13:00 pm",
                "2023-09-14T10:00+19:00",
                "0000-01-01",
            })
    void isInNoCalendar(String text) {
        assertThat(DateForms.read(text)).isEqualTo(DateForms.Unreadable.OFF_CALENDAR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2023",
                "1",
                "14",
                "10:00",
                "September",
                "14 September",
                "Mayday 14 2023",
                "9/14/23",
                "2023-09-14 or so",
                "2023-09-14-slug",
                "2023-09-141",
                "2023-09-14 10",
                "2023-09-14 10:00 Mars/Olympus",
                "2023-09-14 10:00 in the morning",
                "2023/09-14",
                "version 2023-09-14",
                "20230914 and more",
                "Thursday",
                "the 14th",
                "true",
                "last modified",
                "\u0662\u0660\u0662\u0663-09-14",
            })
    void isNone(String text) {
        assertThat(DateForms.read(text)).isEqualTo(DateForms.Unreadable.NO_DATE);
    }

    @Test
    void endsInTimeOnWhateverIsWritten() {
        for (String part : new String[] {"1", "-", " ", "9/", "sep ", "10:00 ", "+", "(", "thu, ", "a/", "\u202f"}) {
            for (int length : new int[] {50, 99, 100, 60_000}) {
                String text = part.repeat(1 + length / part.length());
                assertThat(DateForms.read(text)).isNotNull();
                assertThat(DateForms.read("2023-09-14 10:00 " + text)).isNotNull();
                assertThat(DateForms.read("14 Sep " + text)).isNotNull();
            }
        }
    }

    @Test
    void ofAZoneThatKnowsSummerTheOffsetOfThatDayCounts() {
        String dates = AuthoredDate.parse("2023-01-14 10:00 Europe/Berlin").stream()
                .map(date -> date.instant(ZoneId.of("Asia/Tokyo")))
                .map(Instant::toString)
                .collect(Collectors.joining());

        assertThat(dates).isEqualTo("2023-01-14T09:00:00Z");
    }
}
