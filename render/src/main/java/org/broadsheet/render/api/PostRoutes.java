package org.broadsheet.render.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Paging.Page;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Readable;

/** {@code GET /api/v1/posts} and {@code /api/v1/posts/{id}}. */
public final class PostRoutes {
    private final SiteId site;
    private final PostView view;
    private final Supplier<String> baseUrl;

    public PostRoutes(SiteId site, PostView view, Supplier<String> baseUrl) {
        this.site = site;
        this.view = view;
        this.baseUrl = baseUrl;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/posts", Route.Access.PRIVATE, this::list),
                new Route("GET", "/api/v1/posts/{id}", Route.Access.PRIVATE, this::one));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        List<Readable.Document> posts =
                paging.isFor(site) ? view.posts(paging.after().map(Position::parse), paging.limit() + 1) : List.of();
        Page<Readable.Document> page =
                Page.of(posts, paging.limit(), post -> Position.of(post).toString());
        String base = baseUrl.get();
        exchange.json(
                200,
                new Page<>(
                        page.items().stream()
                                .map(post -> PostResource.of(post, base))
                                .toList(),
                        page.next()));
    }

    private void one(Exchange exchange) throws IOException {
        String id = exchange.pathParameter("id");
        Optional<Readable> found = id(id).flatMap(view::post);
        if (found.isEmpty()) {
            exchange.problem(404, "Not found", "no post that is or was readable has the id " + id);
            return;
        }
        PostResource post = switch (found.get()) {
            case Readable.Document document -> PostResource.of(document, baseUrl.get());
            case Readable.Former former -> PostResource.of(former);
            default -> throw new IllegalStateException("not a post: " + found.get());
        };
        exchange.json(200, post);
    }

    private static Optional<PostId> id(String text) {
        try {
            return Optional.of(PostId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
