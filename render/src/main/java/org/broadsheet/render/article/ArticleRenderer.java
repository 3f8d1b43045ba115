package org.broadsheet.render.article;

import com.vladsch.flexmark.ext.footnotes.FootnoteExtension;
import com.vladsch.flexmark.ext.gfm.tasklist.TaskListExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.data.MutableDataSet;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content;
import org.broadsheet.render.markdown.Dialect;
import org.broadsheet.render.markdown.MarkdownDocument;

/**
 * Makes an article of a parsed text, without the page around it. The same document and arguments give the same article, always; no
 * link in it runs a script, whatever the Markdown says. To be called where the document is good: within the use of
 * {@link org.broadsheet.render.markdown.MarkdownParser#parse}. Safe for all threads.
 */
public final class ArticleRenderer {
    private final HtmlRenderer raw = renderer(false);
    private final HtmlRenderer escaping = renderer(true);
    private final int code;

    /** @param code characters of a text's code that are coloured at most */
    public ArticleRenderer(int code) {
        this.code = code;
    }

    /**
     * @param key of the article
     * @param titleInBody whether the first heading is the title, which the page shows: it is left out
     * @param under the site's settings; which tags the text held does not matter any more
     */
    public Article article(MarkdownDocument document, Digest key, boolean titleInBody, Reading under) {
        Document node = document.node();
        Content.Html html = under.html();
        Rendering rendering =
                new Rendering(document, key, titleInBody, html != Content.Html.ESCAPED, under.highlights() ? code : 0);
        node.set(Rendering.KEY, rendering);
        return rendering.article(render(html == Content.Html.ESCAPED ? escaping : raw, node), html);
    }

    private static String render(HtmlRenderer renderer, Document node) {
        StringBuilder html = new StringBuilder(node.getTextLength() * 3 / 2);
        renderer.render(node, html);
        return html.toString();
    }

    private static HtmlRenderer renderer(boolean escapeHtml) {
        return HtmlRenderer.builder(new MutableDataSet(Dialect.OPTIONS)
                        .set(HtmlRenderer.ESCAPE_HTML, escapeHtml)
                        .set(HtmlRenderer.GENERATE_HEADER_ID, false)
                        .set(TaskListExtension.ITEM_DONE_MARKER, checkbox("checked=\"\" aria-label=\"done\""))
                        .set(TaskListExtension.ITEM_NOT_DONE_MARKER, checkbox("aria-label=\"to do\""))
                        // The last character asks for a sign, not for a picture of one.
                        .set(
                                FootnoteExtension.FOOTNOTE_BACK_REF_STRING,
                                "<span role=\"img\" aria-label=\"Back to the text\">\u21a9\ufe0e</span>"))
                .nodeRendererFactory(new BlockRenderer.Factory())
                .nodeRendererFactory(new CodeRenderer.Factory())
                .linkResolverFactory(new SiteLinks.Factory())
                .attributeProviderFactory(new SafeAttributes.Factory())
                .nodeRendererFactory(new RawRenderer.Factory(escapeHtml))
                .build();
    }

    private static String checkbox(String attributes) {
        return "<input type=\"checkbox\" disabled=\"\" " + attributes + "> ";
    }
}
