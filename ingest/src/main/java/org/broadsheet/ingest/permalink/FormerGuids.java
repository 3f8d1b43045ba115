package org.broadsheet.ingest.permalink;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.broadsheet.common.id.UrlPath;

/**
 * Which ids the items of the site's former feed had, so that no reader sees old ones anew.
 *
 * @param style whose feed it was
 * @param text for {@link Style#PATTERN} what ids were made of; else where the site was, without a slash at its end
 * @param before the first day of which ids are this program's own
 */
public record FormerGuids(Style style, String text, LocalDate before) {
    /** Whose feed it was. */
    public enum Style {
        /** Of jekyll-feed: the URL with the slug in the place of its last part. */
        JEKYLL,
        /** Of Hugo's and Zola's feeds: the URL, with a slash at its end. */
        HUGO,
        PATTERN
    }

    private static final Pattern TELLING = Pattern.compile(":(slug|title|path)(?![a-z])");
    private static final Pattern PLACEHOLDER = Pattern.compile(":(year|month|day|slug|title|path)(?![a-z])");

    /** Whose feed it was, as people write it. */
    public static Style style(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "jekyll" -> Style.JEKYLL;
            case "hugo", "zola" -> Style.HUGO;
            default -> Style.PATTERN;
        };
    }

    /** Why what people write can be none of these; empty if it can. */
    public static Optional<String> refusal(String written) {
        if (style(written) != Style.PATTERN) {
            return Optional.empty();
        }
        if (written.length() > Permalink.LONGEST) {
            return Optional.of(
                    "it has " + written.length() + " characters, at most " + Permalink.LONGEST + " are allowed");
        }
        return TELLING.matcher(written).find() ? Optional.empty() : Optional.of("it tells no post from another");
    }

    /**
     * Empty of an item that came later, and where it would be longer than any that a feed has.
     *
     * @param url where the item is
     */
    public Optional<String> guid(Source source, UrlPath url, Instant publishedAt, ZoneId zone) {
        if (!publishedAt.isBefore(before.atStartOfDay(zone).toInstant())) {
            return Optional.empty();
        }
        String path = url.value();
        String guid = switch (style) {
            case JEKYLL -> {
                String last = source.slug().orElseGet(source::name);
                String folder = path.substring(0, path.lastIndexOf('/') + 1);
                yield text + (UrlPath.isValid(folder + last) ? new UrlPath(folder + last) : url).encoded();
            }
            case HUGO -> text + url.encoded() + (path.endsWith(".html") || path.equals("/") ? "" : "/");
            case PATTERN -> filled(source, url, publishedAt.atZone(zone).toLocalDateTime());
        };
        return Optional.of(guid).filter(any -> any.length() <= Permalink.LONGEST_VALUE);
    }

    private String filled(Source source, UrlPath url, LocalDateTime published) {
        LocalDateTime time = source.time().orElse(published);
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(
                        switch (m.group(1)) {
                            case "year" -> "%04d".formatted(time.getYear());
                            case "month" -> "%02d".formatted(time.getMonthValue());
                            case "day" -> "%02d".formatted(time.getDayOfMonth());
                            case "slug" -> source.slug().orElseGet(source::name);
                            case "title" -> source.title().orElse("");
                            default -> url.encoded();
                        }));
    }

    public void write(BinaryWriter out) throws IOException {
        out.constant(style);
        out.string(text);
        out.string(before.toString());
    }

    public static FormerGuids read(BinaryReader in) throws IOException {
        return new FormerGuids(in.constant(Style.class), in.string(), LocalDate.parse(in.string()));
    }
}
