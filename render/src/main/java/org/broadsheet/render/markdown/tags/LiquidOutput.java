package org.broadsheet.render.markdown.tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code {{ … }}} shows: words in quotes, the title, and where the site is, which an article does not know: its URLs are
 * written as paths, and the base path comes before them when a page shows them.
 */
final class LiquidOutput {
    /** Filters of one output: each may make it longer. */
    private static final int MOST = 20;

    private static final String PATH_SIGNS = "/:?#@!$&'*+,;=-._~%";

    private final Optional<String> title;

    LiquidOutput(Optional<String> title) {
        this.title = title;
    }

    /**
     * Empty if it is not known.
     *
     * @param next what stands behind it
     */
    Optional<String> of(String inner, char next) {
        List<String> parts = split(inner, '|');
        String first = parts.getFirst().strip();
        @Nullable String value = value(first);
        if (parts.size() == 1 && isPlace(first)) {
            // In the place of a whole destination it leads to the home page.
            return Optional.of(next == '{' ? "" : "/");
        }
        if (parts.size() - 1 > MOST) {
            return Optional.empty();
        }
        for (String filter : parts.subList(1, parts.size())) {
            value = value == null ? null : filtered(value, filter.strip());
        }
        return Optional.ofNullable(value);
    }

    /** What the author calls it. */
    static String name(String inner) {
        String first = split(inner, '|').getFirst().strip();
        return first.length() > 40 ? first.substring(0, 40) + "…" : first;
    }

    /** Whether it says where the site is: a slash behind it is the one that it shows. */
    static boolean isPlace(String expression) {
        return expression.equals("site.baseurl") || expression.equals("site.url");
    }

    private @Nullable String value(String expression) {
        if (expression.length() > 1
                && (expression.charAt(0) == '"' || expression.charAt(0) == '\'')
                && expression.indexOf(expression.charAt(0), 1) == expression.length() - 1) {
            return expression.substring(1, expression.length() - 1);
        }
        return isPlace(expression) ? "" : expression.equals("page.title") ? title.orElse(null) : null;
    }

    private @Nullable String filtered(String value, String filter) {
        int colon = filter.indexOf(':');
        String name = (colon < 0 ? filter : filter.substring(0, colon)).strip();
        @Nullable String argument = colon < 0 ? null : value(filter.substring(colon + 1).strip());
        return switch (name) {
            case "relative_url", "absolute_url" -> atUrl(value);
            case "prepend" -> argument == null ? null : argument + value;
            case "append" -> argument == null ? null : value + argument;
            case "escape", "xml_escape" -> Words.inHtml(value);
            case "strip" -> value.strip();
            default -> null;
        };
    }

    /** A path of ours, from the root. */
    private static String atUrl(String value) {
        boolean isWhole = value.startsWith("//") || value.indexOf("://") > 0 || value.startsWith("mailto:");
        return encoded(isWhole || value.startsWith("/") ? value : "/" + value);
    }

    /** So that it may stand wherever a URL may. */
    static String encoded(String url) {
        StringBuilder out = new StringBuilder(url.length() + 8);
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c > '\u007f' || isLetter(c) || Expansion.isDigit(c) || PATH_SIGNS.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    /** At a sign that stands in no quotes. */
    private static List<String> split(String text, char sign) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == sign) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }
}
