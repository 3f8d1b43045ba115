package org.broadsheet.render.markdown.tags;

import java.util.Optional;

/**
 * Liquid as Jekyll reads it, before Markdown and in code too: the tags that are understood, and of others nothing but the text
 * between their halves.
 */
final class Liquid {

    private final String source;
    private final Expansion out;
    private final LiquidOutput values;
    private final Code code;
    private int copied;
    /** The first end of a tag, and of an output, behind the one that was looked at last; below zero if there is none. */
    private int tagEnd;

    private int outputEnd;
    private int codeTag;
    private int codeDepth;

    Liquid(String source, Optional<String> title, Expansion out) {
        this.source = source;
        this.out = out;
        this.values = new LiquidOutput(title);
        this.code = new Code(source, out);
    }

    void read() {
        int at = source.indexOf('{');
        while (at >= 0 && at + 1 < source.length() && !out.isTooLong()) {
            int next = switch (source.charAt(at + 1)) {
                case '%' -> tag(at);
                case '{' -> output(at);
                default -> at + 1;
            };
            at = source.indexOf('{', next);
        }
        out.copy(copied, source.length());
        if (code.isOpen()) {
            code.close(codeTag, source.length());
            out.remark("highlight is open", codeTag, "{% highlight %} has no {% endhighlight %}", "close it");
        }
    }

    /** A tag, from its sign to the sign that ends it. */
    private record Tag(int begin, int end, boolean takesBefore, boolean takesBehind, String name, String rest) {}

    private int tag(int at) {
        Optional<Tag> found = tagAt(at);
        if (found.isEmpty()) {
            out.remark("{%", at, "{% is not closed, so it is text", "write %} behind the tag, or {% raw %} before it");
            return at + 2;
        }
        Tag tag = found.get();
        before(tag.begin, tag.takesBefore);
        int end = tag.end;
        switch (tag.name) {
            case "raw" -> end = raw(tag);
            case "comment" -> end = comment(tag);
            case "highlight" -> {
                if (codeDepth++ == 0) {
                    codeTag = tag.begin;
                    end = code.open(tag.rest, "endhighlight", tag.begin, tag.end);
                }
            }
            case "endhighlight" -> {
                if (codeDepth > 0 && --codeDepth == 0) {
                    end = code.close(tag.begin, tag.end);
                }
            }
            case "post_url" -> link("/_posts/" + slashless(tag.rest), tag);
            case "link" -> link("/" + slashless(tag.rest), tag);
            case "gist" -> gist(tag);
            case "else", "elsif", "when" -> {}
            default -> leaveOut(tag);
        }
        if (tag.takesBehind && end == tag.end) {
            out.takeBehind();
        }
        copied = end;
        return end;
    }

    /** What stands before a tag. */
    private void before(int tag, boolean takes) {
        out.copy(copied, tag);
        if (takes) {
            out.takeBefore();
        }
    }

    private Optional<Tag> tagAt(int at) {
        if (tagEnd >= 0 && tagEnd < at + 2) {
            tagEnd = source.indexOf("%}", at + 2);
        }
        if (tagEnd < 0) {
            return Optional.empty();
        }
        int end = tagEnd;
        boolean takesBefore = source.charAt(at + 2) == '-' && end > at + 2;
        boolean takesBehind = source.charAt(end - 1) == '-' && end - 1 > at + 2;
        String inner = source.substring(at + (takesBefore ? 3 : 2), takesBehind ? end - 1 : end)
                .strip();
        int name = 0;
        while (name < inner.length() && isWord(inner.charAt(name))) {
            name++;
        }
        return Optional.of(new Tag(
                at,
                end + 2,
                takesBefore,
                takesBehind,
                inner.substring(0, name),
                inner.substring(name).strip()));
    }

    private static boolean isWord(char c) {
        return c == '_' || Expansion.isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }

    /** All up to {@code endraw} is text. */
    private int raw(Tag open) {
        if (open.takesBehind) {
            out.takeBehind();
        }
        for (int at = source.indexOf("{%", open.end); at >= 0; at = source.indexOf("{%", at + 2)) {
            Optional<Tag> tag = isEndraw(at) ? tagAt(at) : Optional.empty();
            if (tag.isPresent()) {
                copied = open.end;
                before(at, tag.get().takesBefore);
                if (tag.get().takesBehind) {
                    out.takeBehind();
                }
                return tag.get().end;
            }
        }
        out.remark("raw is open", open.begin, "{% raw %} has no {% endraw %}, so all below is text", "close it");
        out.copy(open.end, source.length());
        return source.length();
    }

    /** Whether this is the tag, or would be were it closed. Most that is looked at here is not. */
    private boolean isEndraw(int at) {
        int name = at + 2;
        while (name < source.length() && (source.charAt(name) == '-' || Expansion.isSpace(source.charAt(name)))) {
            name++;
        }
        return source.startsWith("endraw", name) && (name + 6 == source.length() || !isWord(source.charAt(name + 6)));
    }

    /** All up to {@code endcomment} is left out; all, if there is none: it was to be hidden. */
    private int comment(Tag open) {
        int depth = 1;
        boolean isRaw = false;
        for (int at = source.indexOf("{%", open.end); at >= 0; ) {
            if (isRaw) {
                isRaw = !isEndraw(at);
                at = source.indexOf("{%", at + 2);
                continue;
            }
            Optional<Tag> tag = tagAt(at);
            if (tag.isEmpty()) {
                break;
            }
            switch (tag.get().name) {
                case "comment" -> depth++;
                case "endcomment" -> depth--;
                case "raw" -> isRaw = true;
                default -> {}
            }
            if (depth == 0) {
                if (tag.get().takesBehind) {
                    out.takeBehind();
                }
                return tag.get().end;
            }
            at = source.indexOf("{%", tag.get().end);
        }
        out.remark(
                "comment is open",
                open.begin,
                "{% comment %} has no {% endcomment %}, so nothing below is shown",
                "close it");
        return source.length();
    }

    /** Where people read it, and not a browser, it is a link. */
    private void link(String destination, Tag tag) {
        String encoded = LiquidOutput.encoded(destination);
        if (out.isInDestination()) {
            out.put(encoded, tag.begin);
        } else {
            String name = tag.rest.substring(tag.rest.lastIndexOf('/') + 1);
            out.put(out.words().link(name, encoded), tag.begin);
        }
    }

    private void gist(Tag tag) {
        String gist = tag.rest.split("\\s", 2)[0];
        out.put(out.words().url("https://gist.github.com/" + LiquidOutput.encoded(gist)), tag.begin);
    }

    private static String slashless(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private void leaveOut(Tag tag) {
        String name = tag.name.startsWith("end") ? tag.name.substring(3) : tag.name;
        out.remark(
                name,
                tag.begin,
                "{% " + tag.name + " %} is left out",
                "what stands between its halves is shown; write in Markdown or HTML what it was to make");
    }

    private int output(int at) {
        if (outputEnd >= 0 && outputEnd < at + 2) {
            outputEnd = source.indexOf('}', at + 2);
        }
        int end = outputEnd;
        if (end < 0 || end + 1 == source.length() || source.charAt(end + 1) != '}') {
            out.remark("{{", at, "{{ is not closed, so it is text", "write }} behind it, or {% raw %} before it");
            return at + 2;
        }
        boolean takesBefore = source.charAt(at + 2) == '-';
        boolean takesBehind = source.charAt(end - 1) == '-' && end - 1 > at + 2;
        int next = end + 2;
        before(at, takesBefore);
        String inner = source.substring(takesBefore ? at + 3 : at + 2, takesBehind ? Math.max(end - 1, at + 3) : end);
        Optional<String> value = values.of(inner, next < source.length() ? source.charAt(next) : ' ');
        if (value.isPresent()) {
            out.put(value.get(), at);
        } else {
            String name = LiquidOutput.name(inner);
            out.remark(
                    "{{ " + name,
                    at,
                    "{{ " + name + " }} is left out",
                    "write what it was to show, or {% raw %} and {% endraw %} around it if it is to be read");
        }
        if (takesBehind) {
            out.takeBehind();
        }
        if (LiquidOutput.isPlace(inner.strip()) && source.startsWith("/", next)) {
            next++;
        }
        copied = next;
        return next;
    }
}
