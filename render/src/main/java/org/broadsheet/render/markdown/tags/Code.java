package org.broadsheet.render.markdown.tags;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what stands between the halves of a {@code highlight} as a fenced code block. */
final class Code {
    /** As Jekyll takes them. */
    private static final Pattern LANGUAGE = Pattern.compile("^[A-Za-z0-9.+#_-]{1,50}");

    private final String source;
    private final Expansion out;
    private boolean hasEnds = true;
    private String fence = "";

    Code(String source, Expansion out) {
        this.source = source;
        this.out = out;
    }

    boolean isOpen() {
        return !fence.isEmpty();
    }

    /**
     * @param language what begins with it
     * @param last what the tag begins with that ends the code
     * @param end behind the tag
     * @return from where the text goes on
     */
    int open(String language, String last, int tag, int end) {
        if (out.words() == Words.HTML) {
            return openHtml(language, tag, end);
        }
        fence = "~".repeat(Math.max(3, longestRun(last, end) + 1));
        Matcher matcher = LANGUAGE.matcher(language);
        String begin = (out.isAtBegin() ? "" : "\n") + fence + (matcher.find() ? " " + matcher.group() : "");
        int rest = skipBlanks(end);
        boolean endsLine = rest == source.length() || source.charAt(rest) == '\n' || source.charAt(rest) == '\r';
        out.put(endsLine ? begin : begin + "\n", tag);
        return endsLine ? rest : end;
    }

    private int openHtml(String language, int tag, int end) {
        Matcher matcher = LANGUAGE.matcher(language);
        fence = "</code></pre>";
        out.put(matcher.find() ? "<pre><code class=\"language-" + matcher.group() + "\">" : "<pre><code>", tag);
        out.isCode(true);
        return source.startsWith("\n", end) ? end + 1 : end;
    }

    /** Likewise where the code ends. */
    int close(int tag, int end) {
        if (out.words() == Words.HTML) {
            fence = "";
            out.isCode(false);
            out.put("</code></pre>", tag);
            return end;
        }
        String close = (out.isAtBegin() ? "" : "\n") + fence;
        fence = "";
        int rest = skipBlanks(end);
        boolean endsLine = rest == source.length() || source.charAt(rest) == '\n' || source.charAt(rest) == '\r';
        out.put(endsLine ? close : close + "\n", tag);
        return endsLine ? rest : end;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < source.length() && (source.charAt(at) == ' ' || source.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** The code is only looked through once: what is between is not looked for a fence again. */
    private int longestRun(String last, int from) {
        int to = hasEnds ? source.indexOf(last, from) : -1;
        hasEnds = to >= 0;
        int longest = 0;
        int run = 0;
        for (int i = from; i < (to < 0 ? source.length() : to); i++) {
            char c = source.charAt(i);
            run = c == '~' ? run + 1 : c == '\n' ? 0 : run;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
