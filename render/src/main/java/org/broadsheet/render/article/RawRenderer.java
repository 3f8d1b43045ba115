package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.HtmlBlockBase;
import com.vladsch.flexmark.ast.HtmlCommentBlock;
import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.ast.HtmlInlineBase;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRendererFactory;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.data.DataHolder;
import java.util.Set;

/** HTML of the author's as the library writes it, with a mark before each part. */
final class RawRenderer implements NodeRenderer {
    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(
                new NodeRenderingHandler<>(HtmlBlock.class, RawRenderer::block),
                new NodeRenderingHandler<>(HtmlCommentBlock.class, RawRenderer::comment),
                new NodeRenderingHandler<>(HtmlInline.class, RawRenderer::inline),
                new NodeRenderingHandler<>(HtmlInlineComment.class, RawRenderer::inline));
    }

    private static void block(HtmlBlock node, NodeRendererContext context, HtmlWriter html) {
        html.line();
        html.rawPre(parts(context).marked(node.getContentChars()));
        html.lineIf(context.getHtmlOptions().htmlBlockCloseTagEol);
    }

    private static void comment(HtmlBlockBase node, NodeRendererContext context, HtmlWriter html) {
        html.rawPre(parts(context).marked(node.getChars()));
    }

    private static void inline(HtmlInlineBase node, NodeRendererContext context, HtmlWriter html) {
        html.rawPre(parts(context).marked(node.getChars()));
    }

    private static RawParts parts(NodeRendererContext context) {
        return Rendering.of(context.getDocument()).rawParts();
    }

    static final class Factory implements NodeRendererFactory {
        @Override
        public NodeRenderer apply(DataHolder options) {
            return new RawRenderer();
        }
    }
}
