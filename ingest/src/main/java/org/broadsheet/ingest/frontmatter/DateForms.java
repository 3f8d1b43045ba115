package org.broadsheet.ingest.frontmatter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which Jekyll (Ruby's {@code Time.parse}), Hugo, Zola, Eleventy and Next.js (JavaScript's {@code Date}) take a date,
 * with what they agree on; months and days of the week in English, of which the latter say nothing.
 */
final class DateForms {
    /** What a text is as a date. */
    sealed interface Reading {
        /** The only one that it can be, or the later of two. */
        default Optional<AuthoredDate> latest() {
            return switch (this) {
                case Taken taken -> Optional.of(taken.date);
                case Ambiguous either -> Optional.of(either.later);
                case Unreadable unreadable -> Optional.empty();
            };
        }
    }

    record Taken(AuthoredDate date) implements Reading {}

    /** Day and month may stand for one another: {@code 03/04/2023}. */
    record Ambiguous(AuthoredDate earlier, AuthoredDate later) implements Reading {}

    enum Unreadable implements Reading {
        /** Nothing is said. */
        NONE,
        NO_DATE,
        OFF_CALENDAR
    }

    /** Between these a year has four digits in every zone, as feeds, sitemaps and pages need it. */
    private static final LocalDateTime FIRST = LocalDateTime.parse("0001-01-02T00:00");

    private static final LocalDateTime LAST = LocalDateTime.parse("9999-12-31T00:00");
    private static final int LONGEST = 100;

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String MONTH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
            + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private static final String NTH = "(\\d{1,2})(?:st|nd|rd|th|\\.)?";
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern WEEKDAY = Pattern.compile(
            "(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)[.,]? ?(?:the )?|the ");

    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d)");
    private static final Pattern YEAR_MONTH = Pattern.compile("(\\d{4})[-/](\\d{1,2})");
    private static final Pattern WEEK_DATE = Pattern.compile("\\d{4}-w\\d{2}-\\d");
    private static final Pattern DAY_OF_YEAR = Pattern.compile("\\d{4}-\\d{3}");
    private static final Pattern NAME_YEAR = Pattern.compile(MONTH + "\\.?,? (\\d{4})");
    private static final Pattern DIGITS =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:[t ]?(\\d{2})(\\d{2})(\\d{2})?)?(?![\\d:])");
    private static final Pattern YEAR_NAME = Pattern.compile("(\\d{4})[- ]" + MONTH + "[- ](\\d{1,2})(?!\\d)");
    private static final Pattern DAY_NAME =
            Pattern.compile(NTH + "[ /-]?(?:of )?" + MONTH + "\\.?,?[ /-]?(\\d{4}|\\d{2}(?!:))(?!\\d)");
    private static final Pattern NAME_DAY = Pattern.compile(MONTH + "\\.?[ -]" + NTH + ",?[ -](\\d{4})(?!\\d)");
    /** As {@code date} and {@code asctime} write it. */
    private static final Pattern YEAR_LAST =
            Pattern.compile(MONTH + " (\\d{1,2}),? (\\d{1,2}:\\d{2}[^ ]*(?: [ap]m)?)( [^\\d].*| [-+]\\d{4})? (\\d{4})");

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})(?!\\d)");
    private static final Pattern SECONDS = Pattern.compile("(\\d{10})(\\d{3})?");

    private static final Pattern TIME = Pattern.compile(
            "(?:,? ?t ?|,? at |,? | ?- )?(\\d{1,2})"
                    + "(?::(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?)?(?: ?([ap])\\.?m\\.?(?![a-z/]))?(?: ?(?<zone>[^\\d ].*))?");
    private static final Pattern OFFSET = Pattern.compile(
            "(?:utc|gmt|z)? ?([-+\u2212])(\\d{1,2})(?::?(\\d{2}))?(?: ?\\(.*\\)| ?\\[.*]| [a-z]{3,5}| [-+]\\d{2,4})?");
    private static final Pattern REGION = Pattern.compile("(?:z )?\\[?([a-z][a-z0-9_+/-]*)]?");

    /** In minutes: those of RFC 5322, section 4.3, and what else Ruby knows and means one zone only. */
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("z", 0),
            Map.entry("utc", 0),
            Map.entry("gmt", 0),
            Map.entry("ut", 0),
            Map.entry("wet", 0),
            Map.entry("west", 60),
            Map.entry("bst", 60),
            Map.entry("cet", 60),
            Map.entry("met", 60),
            Map.entry("cest", 120),
            Map.entry("mest", 120),
            Map.entry("eet", 120),
            Map.entry("eest", 180),
            Map.entry("msk", 180),
            Map.entry("ist", 330),
            Map.entry("sgt", 480),
            Map.entry("hkt", 480),
            Map.entry("awst", 480),
            Map.entry("jst", 540),
            Map.entry("kst", 540),
            Map.entry("aest", 600),
            Map.entry("aedt", 660),
            Map.entry("nzst", 720),
            Map.entry("nzdt", 780),
            Map.entry("ast", -240),
            Map.entry("adt", -180),
            Map.entry("est", -300),
            Map.entry("edt", -240),
            Map.entry("cst", -360),
            Map.entry("cdt", -300),
            Map.entry("mst", -420),
            Map.entry("mdt", -360),
            Map.entry("pst", -480),
            Map.entry("pdt", -420),
            Map.entry("akst", -540),
            Map.entry("akdt", -480),
            Map.entry("hst", -600));

    private DateForms() {}

    static Reading read(String text) {
        if (text.length() > LONGEST) {
            return Unreadable.NO_DATE;
        }
        String written = SPACE.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
        if (written.isBlank() || written.equals("created") || written.equals("git created")) {
            // Eleventy's words for what counts where there is no date.
            return written.isBlank() ? Unreadable.NO_DATE : Unreadable.NONE;
        }
        try {
            return day(WEEKDAY.matcher(written).replaceFirst(match -> match.start() == 0 ? "" : match.group()));
        } catch (DateTimeException e) {
            return Unreadable.OFF_CALENDAR;
        }
    }

    private static Reading day(String text) {
        Matcher m = SECONDS.matcher(text);
        if (m.matches()) {
            Instant instant = Instant.ofEpochSecond(Long.parseLong(m.group(1))).plusMillis(number(m.group(2)));
            return taken(new AuthoredDate.Zoned(instant.atOffset(ZoneOffset.UTC)));
        }
        m = YEAR_FIRST.matcher(text);
        if (m.lookingAt()) {
            return at(text, m, number(m.group(1)), number(m.group(3)), number(m.group(4)));
        }
        m = YEAR_MONTH.matcher(text);
        if (m.matches()) {
            return whole(YearMonth.of(number(m.group(1)), number(m.group(2))).atDay(1));
        }
        if (WEEK_DATE.matcher(text).matches()) {
            return whole(LocalDate.parse(text.toUpperCase(Locale.ROOT), DateTimeFormatter.ISO_WEEK_DATE));
        }
        if (DAY_OF_YEAR.matcher(text).matches()) {
            return whole(LocalDate.parse(text, DateTimeFormatter.ISO_ORDINAL_DATE));
        }
        m = NAME_YEAR.matcher(text);
        if (m.matches()) {
            return whole(YearMonth.of(number(m.group(2)), month(m.group(1))).atDay(1));
        }
        m = DIGITS.matcher(text);
        if (m.lookingAt()) {
            LocalDate day = LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3)));
            String rest = text.substring(m.end());
            return m.group(4) == null
                    ? rest.isEmpty() ? whole(day) : Unreadable.NO_DATE
                    : zoned(
                            at(day, number(m.group(4)), number(m.group(5)), number(m.group(6)), 0),
                            rest.isEmpty() ? null : rest.strip());
        }
        m = YEAR_NAME.matcher(text);
        if (m.lookingAt()) {
            return at(text, m, number(m.group(1)), month(m.group(2)), number(m.group(3)));
        }
        m = DAY_NAME.matcher(text);
        if (m.lookingAt()) {
            return at(text, m, year(m.group(3)), month(m.group(2)), number(m.group(1)));
        }
        m = NAME_DAY.matcher(text);
        if (m.lookingAt()) {
            return at(text, m, number(m.group(3)), month(m.group(1)), number(m.group(2)));
        }
        m = YEAR_LAST.matcher(text);
        if (m.matches()) {
            LocalDate day = LocalDate.of(number(m.group(5)), month(m.group(1)), number(m.group(2)));
            return time(day, " " + m.group(3) + (m.group(4) == null ? "" : m.group(4)));
        }
        m = NUMBERS.matcher(text);
        return m.lookingAt() ? numbers(text, m) : Unreadable.NO_DATE;
    }

    /** Day and month, or month and day: told apart only where one is no month. */
    private static Reading numbers(String text, Matcher m) {
        int one = number(m.group(1));
        int other = number(m.group(3));
        int year = number(m.group(4));
        if (one > 12 || one == other) {
            return at(text, m, year, other, one);
        }
        Reading american = at(text, m, year, one, other);
        if (other > 12 || !(american instanceof Taken first)) {
            return american;
        }
        Taken second = (Taken) at(text, m, year, other, one);
        return one < other ? new Ambiguous(first.date, second.date) : new Ambiguous(second.date, first.date);
    }

    private static Reading at(String text, Matcher m, int year, int month, int day) {
        LocalDate date = LocalDate.of(year, month, day);
        String rest = text.substring(m.end());
        return rest.isEmpty() ? whole(date) : time(date, rest);
    }

    private static Reading time(LocalDate day, String text) {
        Matcher m = TIME.matcher(text);
        // Of the hour alone nothing says that it is one, but what stands behind it.
        if (!m.matches() || (m.group(2) == null && m.group(5) == null)) {
            return Unreadable.NO_DATE;
        }
        if (Character.isDigit(text.charAt(0))) {
            return Unreadable.NO_DATE;
        }
        int hour = number(m.group(1));
        if (m.group(5) != null) {
            if (hour < 1 || hour > 12) {
                return Unreadable.OFF_CALENDAR;
            }
            hour = hour % 12 + (m.group(5).equals("p") ? 12 : 0);
        }
        String fraction = m.group(4) == null ? "" : m.group(4);
        return zoned(
                at(day, hour, number(m.group(2)), number(m.group(3)), number((fraction + "000000000").substring(0, 9))),
                m.group("zone"));
    }

    /** ISO 8601 knows the end of a day, and clocks a leap second: each is the beginning of what comes next. */
    private static LocalDateTime at(LocalDate day, int hour, int minute, int second, int nano) {
        if (hour == 24 && minute == 0 && second == 0 && nano == 0) {
            return day.plusDays(1).atStartOfDay();
        }
        boolean leap = second == 60;
        LocalDateTime time = day.atTime(hour, minute, leap ? 59 : second, nano);
        return leap ? time.plusSeconds(1) : time;
    }

    private static Reading zoned(LocalDateTime local, @Nullable String zone) {
        if (zone == null) {
            return fits(local) ? new Taken(new AuthoredDate.Local(local)) : Unreadable.OFF_CALENDAR;
        }
        Matcher offset = OFFSET.matcher(zone);
        if (offset.matches()) {
            int sign = offset.group(1).equals("+") ? 1 : -1;
            return taken(new AuthoredDate.Zoned(local.atOffset(
                    ZoneOffset.ofHoursMinutes(sign * number(offset.group(2)), sign * number(offset.group(3))))));
        }
        String named = zone.replaceFirst(" ?\\(.*\\)$", "");
        Integer minutes = ZONES.get(named);
        if (minutes != null) {
            return taken(new AuthoredDate.Zoned(local.atOffset(ZoneOffset.ofTotalSeconds(minutes * 60))));
        }
        Matcher region = REGION.matcher(named);
        return region.matches()
                ? region(region.group(1))
                        .<Reading>map(id ->
                                taken(new AuthoredDate.Zoned(local.atZone(id).toOffsetDateTime())))
                        .orElse(Unreadable.NO_DATE)
                : Unreadable.NO_DATE;
    }

    private static Optional<ZoneId> region(String lower) {
        return Optional.ofNullable(Regions.IDS.get(lower)).map(ZoneId::of);
    }

    /** By their names in lower case. */
    private static final class Regions {
        private static final Map<String, String> IDS = ZoneId.getAvailableZoneIds().stream()
                .collect(Collectors.toUnmodifiableMap(id -> id.toLowerCase(Locale.ROOT), id -> id));
    }

    private static Reading whole(LocalDate day) {
        return fits(day.atStartOfDay()) ? new Taken(new AuthoredDate.Day(day)) : Unreadable.OFF_CALENDAR;
    }

    private static Reading taken(AuthoredDate.Zoned date) {
        OffsetDateTime inUtc = date.time().withOffsetSameInstant(ZoneOffset.UTC);
        return fits(inUtc.toLocalDateTime()) ? new Taken(date) : Unreadable.OFF_CALENDAR;
    }

    private static boolean fits(LocalDateTime time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private static int month(String name) {
        return 1 + MONTHS.indexOf(name.substring(0, 3));
    }

    /** RFC 5322, section 4.3: of two digits those below 50 are of this century. */
    private static int year(String digits) {
        int year = number(digits);
        return digits.length() == 4 ? year : year + (year < 50 ? 2000 : 1900);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
