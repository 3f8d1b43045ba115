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

    /**
     * @param key of the article
     * @param titleInBody whether the first heading is the title, which the page shows: it is left out
     * @param html what becomes of HTML in the Markdown
     */
    public Article article(MarkdownDocument document, Digest key, boolean titleInBody, Content.Html html) {
        Document node = document.node();
        Rendering rendering = new Rendering(document, key, titleInBody, html != Content.Html.ESCAPED);
        node.set(Rendering.KEY, rendering);
        return rendering.article(render(html == Content.Html.ESCAPED ? escaping : raw, node), html);
    }

    private static String render(HtmlRenderer renderer, Document node) {
        StringBuilder html = new StringBuilder(node.getTextLength() * 3 / 2);
        renderer.render(node, html);
        return html.toString();
    }

    private static HtmlRenderer renderer(boolean escapeHtml) {
        HtmlRenderer.Builder renderer = HtmlRenderer.builder(new MutableDataSet(Dialect.OPTIONS)
                        .set(HtmlRenderer.ESCAPE_HTML, escapeHtml)
                        .set(HtmlRenderer.GENERATE_HEADER_ID, false)
                        .set(TaskListExtension.ITEM_DONE_MARKER, checkbox("checked=\"\" aria-label=\"done\""))
                        .set(TaskListExtension.ITEM_NOT_DONE_MARKER, checkbox("aria-label=\"to do\""))
                        // The last character asks for a sign, not for a picture of one.
                        .set(
                                FootnoteExtension.FOOTNOTE_BACK_REF_STRING,
                                "<span role=\"img\" aria-label=\"Back to the text\">\u21a9\ufe0e</span>"))
                .nodeRendererFactory(new BlockRenderer.Factory())
                .linkResolverFactory(new SiteLinks.Factory())
                .attributeProviderFactory(new SafeAttributes.Factory());
        return (escapeHtml ? renderer : renderer.nodeRendererFactory(new RawRenderer.Factory())).build();
    }

    private static String checkbox(String attributes) {
        return "<input type=\"checkbox\" disabled=\"\" " + attributes + "> ";
    }
}
