package org.broadsheet.render.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Paging;
import org.broadsheet.common.http.Paging.Page;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.site.SiteFollower;

/** {@code GET /api/v1/posts} and {@code /api/v1/posts/{id}}. */
public final class PostRoutes {
    private final SiteId site;
    private final SiteFollower readable;

    public PostRoutes(SiteId site, SiteFollower readable) {
        this.site = site;
        this.readable = readable;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/posts", Route.Access.PRIVATE, this::list),
                new Route("GET", "/api/v1/posts/{id}", Route.Access.PRIVATE, this::one));
    }

    private void list(Exchange exchange) throws IOException {
        Paging paging = Paging.of(exchange);
        exchange.json(200, turn -> page(paging));
    }

    private Page<PostResource> page(Paging paging) {
        Optional<Position> behind = paging.after().map(Position::parse);
        Site now = paging.isFor(site) ? readable.upToDate() : Site.NOTHING;
        List<Published> posts = now.posts();
        int end = behind.map(position -> position.olderIn(posts)).orElse(posts.size());
        Page<Published> page = Page.of(
                posts.subList(Math.max(0, end - paging.limit() - 1), end).reversed(),
                paging.limit(),
                post -> Position.of(post).toString());
        return new Page<>(page.items().stream().map(post -> resource(post, now)).toList(), page.next());
    }

    private void one(Exchange exchange) throws IOException {
        String id = exchange.pathParameter("id");
        Optional<PostResource> post = exchange.computed(turn -> id(id).flatMap(this::post));
        if (post.isPresent()) {
            exchange.json(200, post.get());
        } else {
            exchange.problem(404, "Not found", "no post that is or was readable has the id " + id);
        }
    }

    private Optional<PostResource> post(PostId id) {
        Site now = readable.upToDate();
        DocumentKey key = new DocumentKey(Kind.POST, id);
        return now.document(key)
                .map(post -> resource(post, now))
                .or(() -> now.former(key).map(PostResource::of));
    }

    private PostResource resource(Published post, Site of) {
        return PostResource.of(site, post, readable.baseUrl(of));
    }

    private static Optional<PostId> id(String text) {
        try {
            return Optional.of(PostId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
