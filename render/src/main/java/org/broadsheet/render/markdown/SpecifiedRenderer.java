package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.LinkType;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRendererFactory;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.html.renderer.ResolvedLink;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.data.MutableDataHolder;
import com.vladsch.flexmark.util.sequence.Escaping;
import java.util.Set;

/** How nodes are written that the library would write otherwise than the specifications say, and nodes of our own. */
final class SpecifiedRenderer implements NodeRenderer {
    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(
                new NodeRenderingHandler<>(Text.class, SpecifiedRenderer::text),
                new NodeRenderingHandler<>(Code.class, SpecifiedRenderer::code),
                new NodeRenderingHandler<>(BareLink.class, SpecifiedRenderer::bareLink));
    }

    /** Without the three regular expressions that the library runs over each. */
    private static void text(Text node, NodeRendererContext context, HtmlWriter html) {
        String text = Unescape.ofText(node.getChars());
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

    private static void code(Code node, NodeRendererContext context, HtmlWriter html) {
        html.withAttr().tag("code");
        html.text(contentOf(node.getText().toString()));
        html.closeTag("code");
    }

    /** CommonMark 6.1: line endings are spaces; a space at each end is left out, but where there are only spaces. */
    private static String contentOf(String written) {
        StringBuilder content = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '\n' || c == '\r') {
                content.append(' ');
                // CommonMark 4.8: what indents a line of a paragraph is no part of it.
                while (i + 1 < written.length() && " \t\r\n".indexOf(written.charAt(i + 1)) >= 0) {
                    i++;
                }
            } else {
                content.append(c);
            }
        }
        boolean spaced =
                content.length() > 1 && content.charAt(0) == ' ' && content.charAt(content.length() - 1) == ' ';
        return spaced && !content.chars().allMatch(c -> c == ' ')
                ? content.substring(1, content.length() - 1)
                : content.toString();
    }

    private static void bareLink(BareLink node, NodeRendererContext context, HtmlWriter html) {
        if (context.isDoNotRenderLinks()) {
            html.text(node.shown());
            return;
        }
        ResolvedLink link = context.resolveLink(LinkType.LINK, node.destination(), null);
        html.attr("href", link.getUrl()).withAttr(link).tag("a");
        html.text(node.shown());
        html.closeTag("a");
    }

    static final class Extension implements HtmlRenderer.HtmlRendererExtension {
        @Override
        public void rendererOptions(MutableDataHolder options) {}

        @Override
        public void extend(HtmlRenderer.Builder builder, String type) {
            builder.nodeRendererFactory(new Factory());
        }
    }

    private static final class Factory implements NodeRendererFactory {
        @Override
        public NodeRenderer apply(DataHolder options) {
            return new SpecifiedRenderer();
        }
    }
}
