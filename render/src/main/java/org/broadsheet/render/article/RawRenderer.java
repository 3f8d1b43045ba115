package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.HtmlBlockBase;
import com.vladsch.flexmark.ast.HtmlCommentBlock;
import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.ast.HtmlInlineBase;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.DelegatingNodeRendererFactory;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Set;
import org.broadsheet.render.markdown.More;
import org.jspecify.annotations.Nullable;

/**
 * HTML of the author's as the library writes it, with a mark before each part, or as text; without the comment that ends an
 * excerpt.
 */
final class RawRenderer implements NodeRenderer {
    private final boolean escapes;

    private RawRenderer(boolean escapes) {
        this.escapes = escapes;
    }

    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(
                new NodeRenderingHandler<>(HtmlBlock.class, this::block),
                new NodeRenderingHandler<>(HtmlCommentBlock.class, this::comment),
                new NodeRenderingHandler<>(HtmlInline.class, this::inline),
                new NodeRenderingHandler<>(HtmlInlineComment.class, this::inline));
    }

    private void block(HtmlBlock node, NodeRendererContext context, HtmlWriter html) {
        if (More.isIn(node)) {
            around(node, context, html);
        } else if (escapes) {
            context.delegateRender();
        } else {
            html.line();
            html.rawPre(marked(node.getContentChars(), context));
            html.lineIf(context.getHtmlOptions().htmlBlockCloseTagEol);
        }
    }

    private void comment(HtmlBlockBase node, NodeRendererContext context, HtmlWriter html) {
        if (More.isIn(node)) {
            around(node, context, html);
        } else if (escapes) {
            context.delegateRender();
        } else {
            html.rawPre(marked(node.getChars(), context));
        }
    }

    private void inline(HtmlInlineBase node, NodeRendererContext context, HtmlWriter html) {
        if (More.isIn(node)) {
            return;
        }
        if (escapes) {
            context.delegateRender();
        } else {
            html.rawPre(marked(node.getChars(), context));
        }
    }

    private void around(HtmlBlockBase node, NodeRendererContext context, HtmlWriter html) {
        for (BasedSequence part : More.around(node.getChars())) {
            html.line();
            if (escapes) {
                html.tag("p");
                html.text(part.trim().normalizeEOL());
                html.closeTag("p");
            } else {
                html.rawPre(marked(part, context));
            }
            html.line();
        }
    }

    private static String marked(BasedSequence part, NodeRendererContext context) {
        return Rendering.of(context.getDocument()).rawParts().marked(part);
    }

    /** @param escapes whether it is written as text */
    record Factory(boolean escapes) implements DelegatingNodeRendererFactory {
        @Override
        public NodeRenderer apply(DataHolder options) {
            return new RawRenderer(escapes);
        }

        @Override
        public @Nullable Set<Class<?>> getDelegates() {
            return null;
        }
    }
}
