package org.broadsheet.render.article;

import com.vladsch.flexmark.util.sequence.Escaping;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.broadsheet.common.article.Heading;

/** The list of a text's headings. */
final class Contents {
    /** As kramdown calls it: texts lead back to it. */
    static final String ID = "markdown-toc";

    private Contents() {}

    /** Empty if there are none. Each stands below the nearest above it that is higher. */
    static String of(List<Heading> headings) {
        StringBuilder html = new StringBuilder();
        Deque<Integer> open = new ArrayDeque<>();
        for (Heading heading : headings) {
            boolean isBelow = !open.isEmpty() && open.peek() < heading.level();
            while (!open.isEmpty() && open.peek() >= heading.level()) {
                open.pop();
                boolean staysInList = open.isEmpty() || open.peek() < heading.level();
                html.append(staysInList ? "</li>\n" : "</li>\n</ul>\n");
            }
            if (html.isEmpty()) {
                html.append("<ul id=\"" + ID + "\">\n");
            } else if (isBelow) {
                html.append("\n<ul>\n");
            }
            html.append("<li><a href=\"#")
                    .append(Escaping.escapeHtml(heading.id(), false))
                    .append("\">")
                    .append(Escaping.escapeHtml(heading.text(), false))
                    .append("</a>");
            open.push(heading.level());
        }
        while (!open.isEmpty()) {
            open.pop();
            html.append("</li>\n</ul>\n");
        }
        return html.toString();
    }
}
