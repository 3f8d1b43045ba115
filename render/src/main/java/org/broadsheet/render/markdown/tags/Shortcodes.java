package org.broadsheet.render.markdown.tags;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hugo's shortcodes, read before Markdown and in code too: those that are understood, and of others nothing but the text between
 * their halves.
 */
final class Shortcodes {
    private final String source;
    private final Expansion out;
    private final Code code;
    private int copied;
    private int codeTag;
    private int codeDepth;
    /** The first end of a shortcode of each kind behind the one that was looked at last; below zero if there is none. */
    private final int[] ends = new int[2];

    private final int[] escapedEnds = new int[2];

    Shortcodes(String source, Expansion out) {
        this.source = source;
        this.out = out;
        this.code = new Code(source, out);
    }

    void read() {
        int at = source.indexOf("{{");
        while (at >= 0 && at + 2 < source.length() && !out.isTooLong()) {
            int next = switch (source.charAt(at + 2)) {
                case '<' -> shortcode(at, 0, ">}}");
                case '%' -> shortcode(at, 1, "%}}");
                default -> at + 1;
            };
            at = source.indexOf("{{", next);
        }
        out.copy(copied, source.length());
        if (code.isOpen()) {
            code.close(codeTag, source.length());
            out.remark("highlight is open", codeTag, "{{< highlight >}} has no {{< /highlight >}}", "close it");
        }
    }

    private int shortcode(int at, int kind, String sign) {
        if (ends[kind] >= 0 && ends[kind] < at + 3) {
            ends[kind] = source.indexOf(sign, at + 3);
        }
        if (ends[kind] < 0) {
            return open(at, sign);
        }
        if (source.startsWith("/*", at + 3)) {
            return escaped(at, kind, sign);
        }
        ShortcodeWords words = ShortcodeWords.read(source, at + 3, sign);
        if (words.end() < 0 && opensAnother(at + 3, ends[kind])) {
            return open(at, sign);
        }
        // In quotes that are never closed the sign counts too.
        int inner = words.end() < 0 ? ends[kind] : words.end();
        int end = inner + sign.length();
        out.copy(copied, at);
        copied = end;
        if (words.closes()) {
            closing(words.name(), at, end, sign);
        } else {
            opening(words, at, end, sign);
        }
        return Math.max(copied, end);
    }

    private int open(int at, String sign) {
        out.remark("open", at, source.substring(at, at + 3) + " is not closed, so it is text", "write " + sign);
        return at + 3;
    }

    private boolean opensAnother(int from, int end) {
        for (int at = source.indexOf("{{", from); at >= 0 && at < end; at = source.indexOf("{{", at + 1)) {
            if (ShortcodeWords.isBegin(source, at)) {
                return true;
            }
        }
        return false;
    }

    /** One with stars and slashes within its signs: it is to be read. */
    private int escaped(int at, int kind, String sign) {
        if (escapedEnds[kind] >= 0 && escapedEnds[kind] < at + 5) {
            escapedEnds[kind] = source.indexOf("*/" + sign, at + 5);
        }
        int end = escapedEnds[kind];
        if (end < 0) {
            out.remark("open", at, "a shortcode that is to be read is not closed", "write */" + sign);
            return at + 3;
        }
        out.copy(copied, at + 3);
        out.copy(at + 5, end);
        copied = end + 2;
        return copied + sign.length();
    }

    private void closing(String name, int at, int end, String sign) {
        if (name.equals("highlight") && codeDepth > 0 && --codeDepth == 0) {
            copied = code.close(at, end);
        } else if (!name.equals("highlight")) {
            leaveOut(name, "/" + name, at, sign);
        }
    }

    private void opening(ShortcodeWords words, int at, int end, String sign) {
        switch (words.name()) {
            case "comment" -> copied = words.isEmpty() ? end : comment(at, end, sign);
            case "highlight" -> {
                if (codeDepth++ == 0) {
                    codeTag = at;
                    copied = code.open(words.at(0, "lang").orElse(""), "/highlight", at, end);
                }
            }
            case "figure" -> figure(words, at);
            case "ref", "relref" -> ref(words.at(0, "path").orElse(""), at);
            case "youtube" -> link("https://www.youtube.com/watch?v=", words.at(0, "id"), at, words, sign);
            case "vimeo" -> link("https://vimeo.com/", words.at(0, "id"), at, words, sign);
            case "instagram" -> link("https://www.instagram.com/p/", words.at(0, "id"), at, words, sign);
            case "gist" ->
                link(
                        "https://gist.github.com/" + words.at(0, "user").orElse("") + "/",
                        words.at(1, "id"),
                        at,
                        words,
                        sign);
            case "tweet" -> post("https://twitter.com/", words, at, sign);
            case "x", "x_simple", "twitter", "twitter_simple" -> post("https://x.com/", words, at, sign);
            default -> leaveOut(words.name(), words.name(), at, sign);
        }
    }

    /** All up to its other half is left out; all, if there is none: it was to be hidden. */
    private int comment(int at, int end, String sign) {
        String begin = source.substring(at, at + 3);
        for (int next = source.indexOf(begin, end); next >= 0; next = source.indexOf(begin, next + 3)) {
            int word = next + 3;
            while (word < source.length() && Expansion.isSpace(source.charAt(word))) {
                word++;
            }
            if (source.startsWith("/comment", word)) {
                int close = source.indexOf(sign, word);
                return close < 0 ? source.length() : close + sign.length();
            }
        }
        out.remark("comment is open", at, "a shortcode comment is not closed, so nothing below is shown", "close it");
        return source.length();
    }

    private void link(String before, Optional<String> id, int at, ShortcodeWords words, String sign) {
        if (id.isEmpty() || id.get().isEmpty()) {
            leaveOut(words.name(), words.name(), at, sign);
            return;
        }
        String url = LiquidOutput.encoded(before + id.get());
        Optional<String> title = words.named("title").filter(text -> !text.isBlank());
        out.put(
                title.map(text -> out.words().link(text, url))
                        .orElseGet(() -> out.words().url(url)),
                at);
    }

    /** One that names who wrote it, or not. */
    private void post(String site, ShortcodeWords words, int at, String sign) {
        Optional<String> user = words.named("user");
        Optional<String> id = words.at(0, "id");
        link(site + user.orElse("i") + "/status/", id, at, words, sign);
    }

    private void figure(ShortcodeWords words, int at) {
        if (words.at(0, "src").isEmpty()) {
            leaveOut("figure", "figure", at, ">}}");
            return;
        }
        String caption = Stream.of("title", "caption", "attr")
                .flatMap(key -> words.named(key).stream())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" · "));
        String alt = words.named("alt").orElse(caption);
        out.put(
                out.words()
                        .picture(
                                destination(words.at(0, "src").orElse("")),
                                alt,
                                caption,
                                destination(words.named("link").orElse(""))),
                at);
    }

    private static String destination(String text) {
        return LiquidOutput.encoded(text.strip());
    }

    /** A page by its name, or by its path below {@code content}. Where people read it, and not a browser, it is a link. */
    private void ref(String path, int at) {
        int rest = path.indexOf('#') < 0 ? path.length() : path.indexOf('#');
        String page = path.substring(0, rest);
        if (page.endsWith(".md")) {
            page = page.substring(0, page.length() - 3);
        }
        boolean isBelowRoot = page.indexOf('/') >= 0 && !page.startsWith(".");
        String destination = LiquidOutput.encoded(
                (isBelowRoot ? "/content" + (page.startsWith("/") ? "" : "/") : "") + page + path.substring(rest));
        out.put(
                out.isInDestination()
                        ? destination
                        : out.words().link(page.substring(page.lastIndexOf('/') + 1), destination),
                at);
    }

    private void leaveOut(String kind, String name, int at, String sign) {
        String begin = sign.charAt(0) == '>' ? "<" : "%";
        out.remark(
                kind,
                at,
                "{{" + begin + " " + name + " " + sign + " is left out",
                "what stands between its halves is shown; write in Markdown or HTML what it was to make");
    }
}
