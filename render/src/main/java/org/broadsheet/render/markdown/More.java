package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.HtmlBlockBase;
import com.vladsch.flexmark.ast.HtmlInlineBase;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.ArrayList;
import java.util.List;
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

    /** The parts of raw HTML before it and behind it; none that is blank. */
    public static List<BasedSequence> around(BasedSequence html) {
        List<BasedSequence> parts = new ArrayList<>();
        Matcher more = COMMENT.matcher(html.toString());
        int from = 0;
        while (more.find()) {
            parts.add(html.subSequence(from, more.start()));
            from = more.end();
        }
        parts.add(html.subSequence(from, html.length()));
        parts.removeIf(BasedSequence::isBlank);
        return parts;
    }
}
