package org.broadsheet.common.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written. What is written otherwise is refused with what is wanted. */
final class SettingText {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(KiB|MiB|GiB)?");
    private static final Pattern FRACTION = Pattern.compile("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
    /** As in {@code git@example.org:ada/blog.git}. */
    private static final Pattern SECURE_COPY = Pattern.compile("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:.*", Pattern.DOTALL);

    private static final String BY_HTTPS =
            "repositories are fetched by https: write the URL that the forge gives for it,"
                    + " such as https://example.org/ada/blog.git, and if it is private a token that may read it into"
                    + " BROADSHEET_GIT_TOKEN; or clone it by ssh yourself, and write the clone's folder";
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

    /** A folder's name, or a URL; what is wrong is said without what stands there, which may hold a password. */
    static ContentSource source(String text, Path directory) {
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
                case "http", "https" -> new ContentSource.Remote(repository(text));
                case "file" -> throw new IllegalArgumentException("write the folder itself, without file://");
                default -> throw new IllegalArgumentException(BY_HTTPS);
            };
        }
        if (SECURE_COPY.matcher(text).matches()) {
            throw new IllegalArgumentException(BY_HTTPS);
        }
        return new ContentSource.Folder(directory.resolve(text).normalize());
    }

    private static URI repository(String text) {
        try {
            String path = text.replaceAll("/+$", "");
            URI url = new URI(
                    path.substring(0, path.indexOf(':')).toLowerCase(Locale.ROOT) + path.substring(path.indexOf(':')));
            if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
                throw new IllegalArgumentException(
                        "a URL is shown to people: write it without user and password, and the"
                                + " token into BROADSHEET_GIT_TOKEN, as user:token where the forge asks for a user");
            }
            if (url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, without what stands there.
        }
        throw new IllegalArgumentException("write a URL such as https://example.org/ada/blog.git");
    }

    /** Of a folder's name or a URL what is not secret: neither user and password, nor query and fragment. */
    static String shownSource(String text) {
        return text.replaceAll("(?s)(?<=://).*@", "…@").replaceAll("(?s)(?<=://)([^?#]*)[?#].*", "$1?…");
    }
}
