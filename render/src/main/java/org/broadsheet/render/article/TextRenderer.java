package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRendererFactory;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.sequence.Escaping;
import java.util.Set;
import org.broadsheet.render.markdown.Unescape;

/** Text as the library writes it, without the three regular expressions that it runs over each. */
final class TextRenderer implements NodeRenderer {
    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(new NodeRenderingHandler<>(Text.class, TextRenderer::text));
    }

    private static void text(Text node, NodeRendererContext context, HtmlWriter html) {
        String text = Unescape.of(node.getChars());
        html.raw(escaped(text.indexOf('\r') < 0 ? text : Escaping.normalizeEOL(text)));
    }

    private static String escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '&', '<', '>', '"' -> {
                    return Escaping.escapeHtml(text, false);
                }
                default -> {}
            }
        }
        return text;
    }

    static final class Factory implements NodeRendererFactory {
        @Override
        public NodeRenderer apply(DataHolder options) {
            return new TextRenderer();
        }
    }
}
