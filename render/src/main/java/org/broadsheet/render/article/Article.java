package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.DataKey;
import java.util.Map;
import org.broadsheet.common.markdown.MarkdownDocument;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of the renderer must know of the article under way; it travels with the document's node.
 *
 * @param leftOut the heading that is the page's title
 * @param shift what is added to the level of every heading, so that the highest is an h2
 */
record Article(
        @Nullable MarkdownDocument document,
        @Nullable Heading leftOut,
        int shift,
        Map<String, String> links,
        String basePath) {
    static final DataKey<Article> KEY = new DataKey<>("BROADSHEET_ARTICLE", new Article(null, null, 0, Map.of(), ""));

    private static final int HIGHEST = 2;

    static Article of(MarkdownDocument document, boolean titleInBody, Map<String, String> links, String basePath) {
        Heading leftOut = null;
        int highest = Integer.MAX_VALUE;
        for (Node node : document.node().getDescendants()) {
            if (node instanceof Heading heading) {
                if (titleInBody && leftOut == null) {
                    leftOut = heading;
                } else {
                    highest = Math.min(highest, heading.getLevel());
                }
            }
        }
        return new Article(document, leftOut, highest == Integer.MAX_VALUE ? 0 : HIGHEST - highest, links, basePath);
    }

    String id(Heading heading) {
        return document == null ? "" : document.heading(heading).id();
    }

    String text(Heading heading) {
        return document == null ? "" : document.heading(heading).text();
    }
}
