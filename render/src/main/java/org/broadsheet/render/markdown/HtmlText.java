package org.broadsheet.render.markdown;

import com.vladsch.flexmark.util.sequence.Escaping;

/** What a reader sees of raw HTML: the text between its tags, without comments, scripts and styles. One pass, no tree. */
final class HtmlText {
    private final String html;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private HtmlText(String html) {
        this.html = html;
    }

    static String of(CharSequence html) {
        HtmlText text = new HtmlText(html.toString());
        text.run();
        return Escaping.unescapeHtml(text.out);
    }

    private void run() {
        while (at < html.length()) {
            if (html.startsWith("<!--", at)) {
                skipPast("-->", at + 4);
            } else if (isElement("script") || isElement("style")) {
                int name = at + 1;
                int end = html.indexOf("</", name);
                at = end < 0 ? html.length() : end;
            } else if (isTag()) {
                skipTag();
                out.append(' ');
            } else {
                out.append(html.charAt(at++));
            }
        }
    }

    private boolean isElement(String name) {
        int end = at + 1 + name.length();
        return html.charAt(at) == '<'
                && html.regionMatches(true, at + 1, name, 0, name.length())
                && (end >= html.length() || !Character.isLetterOrDigit(html.charAt(end)));
    }

    private boolean isTag() {
        if (html.charAt(at) != '<' || at + 1 >= html.length()) {
            return false;
        }
        char c = html.charAt(at + 1);
        return c == '/' || c == '!' || c == '?' || Character.isLetter(c);
    }

    private void skipTag() {
        char quote = 0;
        for (at++; at < html.length(); at++) {
            char c = html.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                at++;
                return;
            }
        }
    }

    private void skipPast(String end, int from) {
        int found = html.indexOf(end, from);
        at = found < 0 ? html.length() : found + end.length();
    }
}
