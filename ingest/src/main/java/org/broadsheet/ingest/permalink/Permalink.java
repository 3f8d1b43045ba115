package org.broadsheet.ingest.permalink;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.broadsheet.common.config.Nearest;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.Slug;

/**
 * A pattern of URLs, such as {@code /:year/:month/:title/}. Every placeholder in it is its dialect's.
 *
 * @param text as written; of a built-in style of Jekyll's the pattern that it stands for
 */
public record Permalink(Dialect dialect, String text) {
    static final int LONGEST = 500;
    /** More than any URL has. */
    static final int LONGEST_VALUE = 4_000;

    private static final int SHOWN = 60;

    public Permalink {
        if (text.length() > LONGEST || unknown(dialect, text).isPresent()) {
            throw new IllegalArgumentException("\"" + text + "\" is no permalink of " + dialect);
        }
    }

    /** What a text is as a pattern. */
    public sealed interface Reading {}

    public record Taken(Permalink permalink) implements Reading {}

    /**
     * @param message such as {@code ":yer" is no placeholder}
     * @param hint what to do
     */
    public record Refused(String message, String hint) implements Reading {}

    public static Reading read(Dialect dialect, String written) {
        String text = written.strip();
        if (text.isEmpty()) {
            return new Refused("nothing is written", "write " + dialect.example);
        }
        if (text.length() > LONGEST) {
            return new Refused(
                    "it has " + text.length() + " characters, at most " + LONGEST + " are allowed",
                    "write " + dialect.example);
        }
        Optional<String> unknown = unknown(dialect, text);
        if (unknown.isPresent()) {
            String name = unknown.get();
            return new Refused(
                    "\":" + Printable.cut(name, SHOWN) + "\" is no placeholder",
                    Nearest.of(name, dialect.names())
                            .map(near -> "did you mean :" + near + "?")
                            .orElse("the placeholders are :" + String.join(" :", dialect.names())));
        }
        if (dialect == Dialect.SITE) {
            if (!text.startsWith("/")) {
                return new Refused("it does not begin with a slash", "write /" + text);
            }
            if (!text.contains(":slug") && !text.contains(":title")) {
                return new Refused("it tells no post from another", "write " + dialect.example);
            }
        }
        Permalink permalink = new Permalink(dialect, text);
        return dialect == Dialect.SITE && !permalink.canStand()
                ? new Refused("it can stand in no URL", "write " + dialect.example)
                : new Taken(permalink);
    }

    private boolean canStand() {
        return text.indexOf('?') < 0
                && text.indexOf('#') < 0
                && fill(Slug::decoded, name -> Optional.of("x"))
                        .flatMap(Permalinks::path)
                        .isPresent();
    }

    private static Optional<String> unknown(Dialect dialect, String text) {
        Matcher m = dialect.placeholder.matcher(text);
        while (m.find()) {
            if (!dialect.knows(name(dialect, m))) {
                return Optional.of(m.group(1));
            }
        }
        return Optional.empty();
    }

    /** Of Jekyll's {@code :year_:month} the underscore belongs to no name. */
    private static String name(Dialect dialect, Matcher m) {
        String name = m.group(1);
        return dialect == Dialect.JEKYLL && name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * With values in the place of its placeholders; empty when one has none, or all is longer than a URL may be.
     *
     * @param texts what becomes of what stands between the placeholders
     */
    Optional<String> fill(UnaryOperator<String> texts, Function<String, Optional<String>> values) {
        StringBuilder out = new StringBuilder();
        Matcher m = dialect.placeholder.matcher(text);
        int end = 0;
        while (m.find()) {
            String name = name(dialect, m);
            Optional<String> value = values.apply(name);
            if (value.isEmpty() || out.length() + value.get().length() > LONGEST_VALUE) {
                return Optional.empty();
            }
            out.append(texts.apply(text.substring(end, m.start()))).append(value.get());
            end = m.start(1) + name.length();
        }
        return Optional.of(out.append(texts.apply(text.substring(end))).toString());
    }
}
