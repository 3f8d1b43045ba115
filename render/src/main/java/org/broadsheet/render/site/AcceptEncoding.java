package org.broadsheet.render.site;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an {@code Accept-Encoding} header says of gzip (RFC 9110, section 12.5.3). */
final class AcceptEncoding {
    private static final Pattern CODING =
            Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:[ \t]*;[ \t]*[qQ]=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?))?");

    private AcceptEncoding() {}

    /** Whether gzip is welcome, and no less than the bytes as they are. */
    static boolean prefersGzip(List<String> headers) {
        OptionalDouble gzip = OptionalDouble.empty();
        OptionalDouble identity = OptionalDouble.empty();
        OptionalDouble others = OptionalDouble.empty();
        for (String coding : String.join(",", headers).split(",")) {
            Matcher matcher = CODING.matcher(coding.strip());
            if (!matcher.matches()) {
                continue;
            }
            OptionalDouble quality =
                    OptionalDouble.of(matcher.group(2) == null ? 1 : Double.parseDouble(matcher.group(2)));
            switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> gzip = quality;
                case "identity" -> identity = quality;
                case "*" -> others = quality;
                default -> {}
            }
        }
        double ofGzip = gzip.orElse(others.orElse(0));
        // What is not named is acceptable, and last.
        return ofGzip > 0 && ofGzip >= identity.orElse(0);
    }
}
