package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.DelimitedLinkNode;
import com.vladsch.flexmark.ast.RefNode;
import com.vladsch.flexmark.html.IndependentLinkResolverFactory;
import com.vladsch.flexmark.html.LinkResolver;
import com.vladsch.flexmark.html.renderer.LinkResolverBasicContext;
import com.vladsch.flexmark.html.renderer.LinkStatus;
import com.vladsch.flexmark.html.renderer.ResolvedLink;
import com.vladsch.flexmark.util.ast.Node;

/** Writes marks in the place of destinations that may be ours. */
final class SiteLinks implements LinkResolver {
    @Override
    public ResolvedLink resolveLink(Node node, LinkResolverBasicContext context, ResolvedLink link) {
        String destination = link.getUrl();
        return isWrittenAsLink(node) && Rendering.mayBeOurs(destination)
                ? link.withUrl(Rendering.of(context.getDocument()).mark(destination))
                        .withStatus(LinkStatus.VALID)
                : link;
    }

    /** The renderer asks for references without a definition too, which are text, and for what the parser took for a URL. */
    private static boolean isWrittenAsLink(Node node) {
        return switch (node) {
            case RefNode use -> use.isDefined();
            case DelimitedLinkNode found -> false;
            default -> true;
        };
    }

    static final class Factory extends IndependentLinkResolverFactory {
        @Override
        public LinkResolver apply(LinkResolverBasicContext context) {
            return new SiteLinks();
        }
    }
}
