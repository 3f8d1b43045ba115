package org.broadsheet.render.article;

import com.vladsch.flexmark.html.IndependentLinkResolverFactory;
import com.vladsch.flexmark.html.LinkResolver;
import com.vladsch.flexmark.html.renderer.LinkResolverBasicContext;
import com.vladsch.flexmark.html.renderer.LinkStatus;
import com.vladsch.flexmark.html.renderer.ResolvedLink;
import com.vladsch.flexmark.util.ast.Node;
import org.jspecify.annotations.Nullable;

/** Writes the destinations that ingest has resolved as paths of the site. */
final class SiteLinks implements LinkResolver {
    @Override
    public ResolvedLink resolveLink(Node node, LinkResolverBasicContext context, ResolvedLink link) {
        Article article = Article.KEY.get(context.getDocument());
        @Nullable String path = article.links().get(link.getUrl());
        return path == null ? link : link.withUrl(article.basePath() + path).withStatus(LinkStatus.VALID);
    }

    static final class Factory extends IndependentLinkResolverFactory {
        @Override
        public LinkResolver apply(LinkResolverBasicContext context) {
            return new SiteLinks();
        }
    }
}
