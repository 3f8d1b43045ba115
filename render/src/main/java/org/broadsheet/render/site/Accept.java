package org.broadsheet.render.site;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an {@code Accept} header says of Markdown (RFC 9110, section 12.5.1). */
final class Accept {
    private static final String MARKDOWN = "text/markdown";
    private static final String HTML = "text/html";
    private static final Pattern REFUSED = Pattern.compile(";[ \t]*[qQ]=0(?:\\.0{0,3})?[ \t]*(?:;|$)");

    private Accept() {}

    /** Whether it is named, and HTML is not: who takes anything, or either, reads pages. */
    static boolean asksForMarkdown(List<String> headers) {
        boolean markdown = false;
        boolean html = false;
        for (String range : String.join(",", headers).split(",")) {
            String type = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            Matcher refused = REFUSED.matcher(range);
            boolean isWelcome = !refused.find();
            markdown |= isWelcome && type.equals(MARKDOWN);
            html |= isWelcome && type.equals(HTML);
        }
        return markdown && !html;
    }
}
