package org.broadsheet.render.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Readable;

/** {@code GET /api/v1/posts} and {@code /api/v1/posts/{id}}. */
public final class PostRoutes {
    private static final int LIMIT = 50;
    private static final int MOST = 500;

    private final SiteId site;
    private final ReadableView view;
    private final Supplier<String> baseUrl;

    public PostRoutes(SiteId site, ReadableView view, Supplier<String> baseUrl) {
        this.site = site;
        this.view = view;
        this.baseUrl = baseUrl;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/posts", Route.Access.PRIVATE, this::list),
                new Route("GET", "/api/v1/posts/{id}", Route.Access.PRIVATE, this::one));
    }

    /** @param next what to send as {@code after} for the next ones; empty: there are none */
    record Posts(List<PostResource> items, Optional<String> next) {}

    private void list(Exchange exchange) throws IOException {
        int limit = limit(exchange);
        Optional<Position> after = exchange.query("after").map(Position::parse);
        boolean ours = exchange.query("site").map(site.value()::equals).orElse(true);
        List<Readable.Document> posts = ours ? view.posts(after, limit + 1) : List.of();
        List<Readable.Document> page = posts.subList(0, Math.min(limit, posts.size()));
        Optional<String> next =
                posts.size() > limit ? Optional.of(Position.of(page.getLast()).toString()) : Optional.empty();
        exchange.json(
                200,
                new Posts(
                        page.stream()
                                .map(post -> PostResource.of(post, baseUrl.get()))
                                .toList(),
                        next));
    }

    private static int limit(Exchange exchange) {
        String text = exchange.query("limit").orElse(Integer.toString(LIMIT));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Exchange.BadRequest(400, "limit=" + text + " is not a number from 1 to " + MOST);
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
