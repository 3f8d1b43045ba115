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
                new NodeRenderingHandler<>(BareLink.class, SpecifiedRenderer::bareLink),
                new NodeRenderingHandler<>(Alert.class, SpecifiedRenderer::alert),
                new NodeRenderingHandler<>(MathSpan.class, SpecifiedRenderer::math),
                new NodeRenderingHandler<>(MathBlock.class, SpecifiedRenderer::math),
                new NodeRenderingHandler<>(Definitions.ListBlock.class, SpecifiedRenderer::definitions),
                new NodeRenderingHandler<>(Definitions.Term.class, SpecifiedRenderer::term),
                new NodeRenderingHandler<>(Definitions.Item.class, SpecifiedRenderer::definition));
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

    private static void alert(Alert node, NodeRendererContext context, HtmlWriter html) {
        html.line();
        html.attr("class", "alert " + node.kind().cssClass())
                .attr("role", "note")
                .attr("aria-label", node.kind().word())
                .withAttr()
                .tag("div");
        html.line();
        html.attr("class", "alert-title").withAttr().tag("p");
        html.text(node.kind().word());
        html.closeTag("p").line();
        context.renderChildren(node);
        html.line().closeTag("div").line();
    }

    private static void math(MathSpan node, NodeRendererContext context, HtmlWriter html) {
        html.attr("class", "math").withAttr().tag("span");
        html.text(node.getChars().normalizeEOL());
        html.closeTag("span");
    }

    private static void math(MathBlock node, NodeRendererContext context, HtmlWriter html) {
        html.line();
        // Its line ends and what indents its lines stay.
        html.attr("class", "math").withAttr().tag("div").openPre();
        html.text(Escaping.normalizeEOL(node.text()));
        html.closePre().closeTag("div").line();
    }

    /** Lists that follow one another, for empty lines part their terms, are one. */
    private static void definitions(Definitions.ListBlock node, NodeRendererContext context, HtmlWriter html) {
        html.line();
        if (!(node.getPrevious() instanceof Definitions.ListBlock)) {
            html.tag("dl").line();
        }
        context.renderChildren(node);
        html.line();
        if (!(node.getNext() instanceof Definitions.ListBlock)) {
            html.closeTag("dl").line();
        }
    }

    private static void term(Definitions.Term node, NodeRendererContext context, HtmlWriter html) {
        html.tag("dt");
        context.renderChildren(node);
        html.closeTag("dt").line();
    }

    private static void definition(Definitions.Item node, NodeRendererContext context, HtmlWriter html) {
        html.tag("dd");
        context.renderChildren(node);
        html.closeTag("dd").line();
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
