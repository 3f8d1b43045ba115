package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.HtmlBlockBase;
import com.vladsch.flexmark.ast.HtmlInlineBase;
import com.vladsch.flexmark.util.ast.Node;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comment {@code <!--more-->}, behind which lists and feeds show nothing of a text. It shows nowhere itself. */
public final class More {
    private static final Pattern COMMENT =
            Pattern.compile("<!--[ \\t]{0,9}+more[ \\t]{0,9}+-->", Pattern.CASE_INSENSITIVE);

    private More() {}

    /** Whether a node of raw HTML holds it. */
    public static boolean isIn(Node node) {
        return (node instanceof HtmlBlockBase || node instanceof HtmlInlineBase)
                && begin(node.getChars().toString()) >= 0;
    }

    /** Where it begins in raw HTML; negative: nowhere. */
    static int begin(String html) {
        int comment = html.indexOf("<!--");
        if (comment < 0) {
            return -1;
        }
        Matcher more = COMMENT.matcher(html);
        return more.find(comment) ? more.start() : -1;
    }

    /** Raw HTML without it. */
    public static String without(String html) {
        return COMMENT.matcher(html).replaceAll("");
    }
}
