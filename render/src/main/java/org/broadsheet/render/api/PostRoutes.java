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
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Readable;

/** {@code GET /api/v1/posts} and {@code /api/v1/posts/{id}}. */
public final class PostRoutes {
    private final SiteId site;
    private final ReadablePosts posts;

    public PostRoutes(SiteId site, ReadablePosts posts) {
        this.site = site;
        this.posts = posts;
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
        ReadablePosts.Answer<List<Readable.Document>> found = paging.isFor(site)
                ? posts.posts(paging.after().map(Position::parse), paging.limit() + 1)
                : new ReadablePosts.Answer<>(List.of(), Optional.empty());
        Page<Readable.Document> page =
                Page.of(found.posts(), paging.limit(), post -> Position.of(post).toString());
        String base = baseUrl(found);
        return new Page<>(
                page.items().stream().map(post -> PostResource.of(post, base)).toList(), page.next());
    }

    private void one(Exchange exchange) throws IOException {
        String id = exchange.pathParameter("id");
        Optional<ReadablePosts.Answer<Optional<Readable>>> found = exchange.computed(turn -> id(id).map(posts::post));
        Optional<Readable> there = found.flatMap(ReadablePosts.Answer::posts);
        if (there.isEmpty()) {
            exchange.problem(404, "Not found", "no post that is or was readable has the id " + id);
            return;
        }
        PostResource post = switch (there.get()) {
            case Readable.Document document -> PostResource.of(document, baseUrl(found.orElseThrow()));
            case Readable.Former former -> PostResource.of(former);
            default -> throw new IllegalStateException("not a post: " + there.get());
        };
        exchange.json(200, post);
    }

    /** There is none without a release, and no post either. */
    private static String baseUrl(ReadablePosts.Answer<?> answer) {
        return answer.settings().map(Content.Settings::baseUrl).orElse("");
    }

    private static Optional<PostId> id(String text) {
        try {
            return Optional.of(PostId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
