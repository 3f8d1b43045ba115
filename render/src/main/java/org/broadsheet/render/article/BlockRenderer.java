package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.BulletList;
import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.HtmlCommentBlock;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.ast.ListBlock;
import com.vladsch.flexmark.ast.OrderedList;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ext.tables.TableBlock;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.DelegatingNodeRendererFactory;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.render.markdown.More;
import org.jspecify.annotations.Nullable;

/**
 * Headings below the page's own, each with a link to itself, tables that scroll within themselves, pictures with their captions, and
 * raw HTML without the comment that ends an excerpt.
 */
final class BlockRenderer implements NodeRenderer {
    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(
                new NodeRenderingHandler<>(Heading.class, BlockRenderer::heading),
                new NodeRenderingHandler<>(BulletList.class, BlockRenderer::list),
                new NodeRenderingHandler<>(OrderedList.class, BlockRenderer::list),
                new NodeRenderingHandler<>(TableBlock.class, BlockRenderer::table),
                new NodeRenderingHandler<>(Paragraph.class, BlockRenderer::paragraph),
                new NodeRenderingHandler<>(HtmlBlock.class, BlockRenderer::rawBlock),
                new NodeRenderingHandler<>(HtmlCommentBlock.class, BlockRenderer::rawBlock),
                new NodeRenderingHandler<>(HtmlInlineComment.class, BlockRenderer::rawInline));
    }

    private static void heading(Heading node, NodeRendererContext context, HtmlWriter html) {
        Rendering rendering = Rendering.of(context.getDocument());
        if (rendering.isLeftOut(node)) {
            return;
        }
        int level = rendering.level(node);
        String tag = "h" + level;
        String id = rendering.heading(node).id();
        html.line();
        // The link stands beside the heading, not in it: it is no part of the heading's name.
        html.attr("class", "heading heading-" + level).withAttr().tag("div");
        html.attr("id", id).withAttr().tag(tag);
        context.renderChildren(node);
        html.closeTag(tag);
        // The sign comes from the style sheet: it is no text, in feeds neither.
        html.attr("class", "anchor")
                .attr("href", "#" + id)
                .attr("aria-label", "Link to: " + rendering.heading(node).text())
                .withAttr()
                .tag("a");
        html.closeTag("a").closeTag("div").line();
    }

    /** In the place of a list that kramdown's {@code {:toc}} stands below is one of the headings. */
    private static void list(ListBlock node, NodeRendererContext context, HtmlWriter html) {
        Rendering rendering = Rendering.of(context.getDocument());
        if (rendering.attributes(node).containsKey("toc")) {
            html.line().raw(Contents.of(rendering.contents())).line();
        } else {
            context.delegateRender();
        }
    }

    private static void table(TableBlock node, NodeRendererContext context, HtmlWriter html) {
        html.line();
        // Whoever has no pointer scrolls what has the focus.
        html.attr("class", "table")
                .attr("role", "group")
                .attr("aria-label", "Table")
                .attr("tabindex", "0")
                .withAttr()
                .tag("div");
        html.line();
        context.delegateRender();
        html.line().closeTag("div").line();
    }

    private static void paragraph(Paragraph node, NodeRendererContext context, HtmlWriter html) {
        Optional<String> caption = Figure.caption(node, context.getDocument());
        if (caption.isEmpty()) {
            context.delegateRender();
            return;
        }
        html.line().tag("figure");
        context.renderChildren(node);
        html.tag("figcaption");
        html.text(caption.get());
        html.closeTag("figcaption").closeTag("figure").line();
    }

    private static void rawBlock(Node node, NodeRendererContext context, HtmlWriter html) {
        if (!More.isIn(node)) {
            context.delegateRender();
            return;
        }
        for (BasedSequence part : More.around(node.getChars())) {
            html.line();
            raw(part, context, html);
            html.line();
        }
    }

    private static void rawInline(Node node, NodeRendererContext context, HtmlWriter html) {
        if (!More.isIn(node)) {
            context.delegateRender();
        }
    }

    private static void raw(BasedSequence text, NodeRendererContext context, HtmlWriter html) {
        if (context.getHtmlOptions().escapeHtmlBlocks) {
            html.tag("p");
            html.text(text.trim().normalizeEOL());
            html.closeTag("p");
        } else {
            html.rawPre(Rendering.of(context.getDocument()).rawParts().marked(text));
        }
    }

    static final class Factory implements DelegatingNodeRendererFactory {
        @Override
        public NodeRenderer apply(DataHolder options) {
            return new BlockRenderer();
        }

        /** Before all others. */
        @Override
        public @Nullable Set<Class<?>> getDelegates() {
            return null;
        }
    }
}
