package org.broadsheet.render.theme;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A day as a reader and as a machine reads it.
 *
 * @param iso for {@code datetime}, such as {@code 2026-03-14T09:30:00+01:00}
 * @param text such as {@code March 14, 2026}, with the digits of its language
 */
public record DateView(String iso, String text) {

    /** The instant in a zone, written in a language (a BCP 47 tag). */
    public static DateView of(Instant instant, ZoneId zone, String language) {
        ZonedDateTime time = instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone);
        Locale locale = Locale.forLanguageTag(language);
        return new DateView(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time),
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(locale)
                        .withDecimalStyle(DecimalStyle.of(locale))
                        .format(time));
    }
}
